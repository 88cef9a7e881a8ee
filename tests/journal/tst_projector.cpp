// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/projector.h"
#include "journal/samples.h"

#include <QTest>

using namespace samples;

namespace {

const QUuid sale = makeUuidV7();

Event snapshot(const PaymentStatus &status)
{
    return snapshotEvent(sale, answer(sale, status), u"req_snapshot"_s);
}

Event snapshot(const PaymentStatus &status, const QString &id)
{
    return snapshotEvent(sale, answer(sale, status, id), u"req_snapshot"_s);
}

Event session()
{
    return sessionEvent(sale, answer(sale, PaymentStatus::Pending), u"req_session"_s);
}

Event unknown()
{
    return createUnknownEvent(sale, failure(ErrorKind::Network, u"No answer."_s));
}

Event refused()
{
    return notCreatedEvent(sale, failure(ErrorKind::Refused, u"Refused."_s));
}

using Events = QList<Event>;

struct Expected
{
    Outcome outcome = Outcome::InProgress;
    QString status; ///< of the payment; empty where none is known
    QString problem;
    bool needsReview = false;
    bool createAmbiguous = false;
};

} // namespace

/// The rules of the projection, as a table: the events after the intent, and what the sale then is.
class TestProjector : public QObject
{
    Q_OBJECT
private slots:
    void startsWithItsIntent();
    void needsAnIntent_data();
    void needsAnIntent();
    void follows_data();
    void follows();
    void keepsTheFirstPayment();
    void takesNewsOfAPaidPayment();
    void remembersTheLastRequestId();
    void notPaidWaitsForTheSearch();
    void becomesThePaidOneOfTwo();
    void importsASale();
    void reviewIsKept();
    void refundsFollowTheirPayment();
};

void TestProjector::startsWithItsIntent()
{
    const IntentFacts facts = charge(sale);
    const auto started = project({}, intentEvent(sale, facts));
    QVERIFY(started);
    QCOMPARE(started->attemptId, sale);
    QCOMPARE(started->startedAt.toMSecsSinceEpoch(), uuidV7Milliseconds(sale));
    QCOMPARE(started->startedAt.timeSpec(), Qt::UTC);
    QCOMPARE(started->amount, facts.request.amount);
    QCOMPARE(started->description, facts.request.description);
    QCOMPARE(started->metadata, facts.request.metadata);
    QCOMPARE(started->returnUrl, u"https://paydesk.invalid/return"_s);
    QCOMPARE(started->idempotencyKey, facts.idempotencyKey);
    QCOMPARE(started->keyFingerprint, facts.keyFingerprint);
    QCOMPARE(started->requestBody, facts.requestBody);
    QCOMPARE(started->outcome, Outcome::InProgress);
    QVERIFY(!started->payment);
    QVERIFY(!started->needsReview);
    QVERIFY(!started->createAmbiguous);
}

void TestProjector::needsAnIntent_data()
{
    QTest::addColumn<Event>("event");
    QTest::newRow("session") << session();
    QTest::newRow("create unknown") << unknown();
    QTest::newRow("not created") << refused();
    QTest::newRow("snapshot") << snapshot(PaymentStatus::Succeeded);
    QTest::newRow("shown") << pageShownEvent(sale);
    QTest::newRow("recovered") << recoveredEvent(sale);
    QTest::newRow("contradiction") << contradictionEvent(sale, answer(sale, PaymentStatus::Failed), {});
    Event broken = intent(sale);
    broken.facts.remove(u"currency"_s);
    QTest::newRow("an intent that cannot be read") << broken;
}

void TestProjector::needsAnIntent()
{
    QFETCH(Event, event);
    QVERIFY(!project({}, event));
}

void TestProjector::follows_data()
{
    QTest::addColumn<Events>("events");
    QTest::addColumn<Expected>("expected");
    const auto row = [](const char *name, const Events &events, const Expected &expected) {
        QTest::newRow(name) << events << expected;
    };
    const Event shown = pageShownEvent(sale);
    const Event returned = pageReturnedEvent(sale, u"pay_x"_s, u"succeeded"_s, false);
    const Event closed = pageClosedEvent(sale, u"window"_s);
    const Event recovered = recoveredEvent(sale);
    const Event contradiction = contradictionEvent(sale, answer(sale, PaymentStatus::Failed), u"req_c"_s);
    const auto usd = [](EventKind kind) {
        const Payment other = answer(sale, PaymentStatus::Succeeded, {}, Money(2500, Currency::Usd));
        return kind == EventKind::Session ? sessionEvent(sale, other, {}) : snapshotEvent(sale, other, {});
    };
    const Event otherSession = sessionEvent(sale, answer(sale, PaymentStatus::Pending, u"pay_other"_s), {});
    const Event finalSession = sessionEvent(sale, answer(sale, PaymentStatus::Succeeded), {});
    Event unreadable = snapshot(PaymentStatus::Succeeded);
    unreadable.facts.insert(u"payment"_s, QJsonObject{{u"id"_s, u"pay_1"_s}});

    // The straight way
    row("session", {session()}, {Outcome::InProgress, u"pending"_s});
    row("shown", {session(), shown}, {Outcome::InProgress, u"pending"_s});
    row("returned is a hint only", {session(), shown, returned}, {Outcome::NotKnownYet, u"pending"_s});
    row("closed", {session(), shown, closed}, {Outcome::NotKnownYet, u"pending"_s});
    row("shown again", {session(), closed, shown}, {Outcome::InProgress, u"pending"_s});
    row("crashed", {session(), shown, pageCrashedEvent(sale)}, {Outcome::InProgress, u"pending"_s});
    row("blocked", {session(), shown, pageBlockedEvent(sale, u"file"_s)},
        {Outcome::InProgress, u"pending"_s});
    row("recovered", {session(), recovered}, {Outcome::NotKnownYet, u"pending"_s});
    row("paid", {session(), snapshot(PaymentStatus::Succeeded)}, {Outcome::Paid, u"succeeded"_s});
    row("declined", {session(), snapshot(PaymentStatus::Failed)}, {Outcome::Declined, u"failed"_s});
    row("canceled", {session(), snapshot(PaymentStatus::Canceled)}, {Outcome::Canceled, u"canceled"_s});
    row("expired", {session(), snapshot(PaymentStatus::Expired)}, {Outcome::Expired, u"expired"_s});
    row("not final while shown", {session(), shown, snapshot(PaymentStatus::RequiresAction)},
        {Outcome::InProgress, u"requires_action"_s});
    row("not final after the return", {session(), returned, snapshot(PaymentStatus::RequiresAction)},
        {Outcome::NotKnownYet, u"requires_action"_s});
    row("an unknown status", {session(), returned, snapshot(PaymentStatus::fromWire(u"odd"_s))},
        {Outcome::NotKnownYet, u"odd"_s});

    // Creation that fails
    row("no answer", {unknown()}, {Outcome::NotKnownYet, {}, u"No answer."_s, false, true});
    row("refused", {refused()}, {Outcome::NotCreated, {}, u"Refused."_s});
    row("refused after no answer", {unknown(), refused()},
        {Outcome::NotKnownYet, {}, u"Refused."_s, false, true});
    row("no answer after refused", {refused(), unknown()},
        {Outcome::NotCreated, {}, u"Refused."_s, false, true});
    row("created after no answer", {unknown(), session()},
        {Outcome::InProgress, u"pending"_s, {}, false, true});
    row("no answer after created", {session(), unknown()},
        {Outcome::InProgress, u"pending"_s, {}, false, true});
    row("refused after created", {session(), refused()}, {Outcome::InProgress, u"pending"_s});
    row("recovered without answer", {recovered}, {Outcome::NotKnownYet, {}, {}, false, true});
    row("refused after recovery", {recovered, refused()},
        {Outcome::NotKnownYet, {}, u"Refused."_s, false, true}); // the first attempt may have succeeded
    row("recovered with a payment", {session(), recovered}, {Outcome::NotKnownYet, u"pending"_s});
    row("closed after refused", {refused(), closed}, {Outcome::NotCreated, {}, u"Refused."_s});
    row("shown after refused", {refused(), shown}, {Outcome::NotCreated, {}, u"Refused."_s});

    // Truth overtakes absence
    row("created after refused", {refused(), session()}, {Outcome::InProgress, u"pending"_s});
    row("found open after refused", {refused(), snapshot(PaymentStatus::Pending)},
        {Outcome::NotKnownYet, u"pending"_s});
    row("found paid after refused", {refused(), snapshot(PaymentStatus::Succeeded)},
        {Outcome::Paid, u"succeeded"_s});
    row("found by listing", {unknown(), snapshot(PaymentStatus::Succeeded)},
        {Outcome::Paid, u"succeeded"_s, {}, false, true});

    // What is settled stays
    for (const Event &late :
        {session(), unknown(), refused(), shown, returned, closed, recovered, pageCrashedEvent(sale),
            snapshot(PaymentStatus::Pending), snapshot(PaymentStatus::Succeeded), finalSession}) {
        QTest::addRow("paid, then %s %s", eventKindWord(late.kind).constData(),
            qPrintable(late.facts.value("payment"_L1)["status"_L1].toString()))
            << Events{session(), snapshot(PaymentStatus::Succeeded), late}
            << Expected{Outcome::Paid, u"succeeded"_s, {}, false, late.kind == EventKind::CreateUnknown};
    }

    // What cannot be true
    row("paid, then failed", {session(), snapshot(PaymentStatus::Succeeded), snapshot(PaymentStatus::Failed)},
        {Outcome::Paid, u"succeeded"_s, {}, true});
    row("failed, then paid", {session(), snapshot(PaymentStatus::Failed), snapshot(PaymentStatus::Succeeded)},
        {Outcome::Declined, u"failed"_s, {}, true});
    row("another payment", {session(), snapshot(PaymentStatus::Succeeded, u"pay_other"_s)},
        {Outcome::InProgress, u"pending"_s, {}, true});
    row("two sessions", {session(), otherSession}, {Outcome::InProgress, u"pending"_s, {}, true});
    row("session in another currency", {usd(EventKind::Session)}, {Outcome::InProgress, {}, {}, true});
    row("answer in another currency", {session(), usd(EventKind::Snapshot)},
        {Outcome::InProgress, u"pending"_s, {}, true});
    row("contradiction", {session(), contradiction}, {Outcome::InProgress, u"pending"_s, {}, true});
    row("contradiction after paid", {session(), snapshot(PaymentStatus::Succeeded), contradiction},
        {Outcome::Paid, u"succeeded"_s, {}, true});
    row("an answer that cannot be read", {session(), unreadable},
        {Outcome::InProgress, u"pending"_s, {}, true});
    row("review stays", {session(), contradiction, snapshot(PaymentStatus::Succeeded)},
        {Outcome::Paid, u"succeeded"_s, {}, true});

    // Only a snapshot settles
    row("final session", {finalSession}, {Outcome::InProgress, u"succeeded"_s});
    row("final session, then the same as snapshot", {finalSession, snapshot(PaymentStatus::Succeeded)},
        {Outcome::Paid, u"succeeded"_s});
    row("session replayed", {session(), snapshot(PaymentStatus::RequiresAction), session()},
        {Outcome::InProgress, u"requires_action"_s});
    row("session replayed after the return", {session(), returned, session()},
        {Outcome::InProgress, u"pending"_s});
    row("a second intent", {session(), intent(sale, Money(1, Currency::Usd))},
        {Outcome::InProgress, u"pending"_s});
}

void TestProjector::follows()
{
    QFETCH(Events, events);
    QFETCH(Expected, expected);
    std::optional<SaleRecord> record = project({}, intent(sale));
    for (const Event &event : events)
        record = project(record, event);
    QVERIFY(record);
    QCOMPARE(outcomeWord(record->outcome), outcomeWord(expected.outcome));
    QCOMPARE(record->payment ? record->payment->status.toWire() : QString(), expected.status);
    QCOMPARE(record->problem, expected.problem);
    QCOMPARE(record->needsReview, expected.needsReview);
    QCOMPARE(record->createAmbiguous, expected.createAmbiguous);
    QCOMPARE(record->amount, Money(2500, Currency::Eur));
}

void TestProjector::keepsTheFirstPayment()
{
    auto record = project(project({}, intent(sale)), session());
    const QString first = record->payment->id;
    record = project(record, sessionEvent(sale, answer(sale, PaymentStatus::Pending, u"pay_other"_s), {}));
    QCOMPARE(record->payment->id, first);
}

void TestProjector::takesNewsOfAPaidPayment()
{
    auto record = project(project(project({}, intent(sale)), session()), snapshot(PaymentStatus::Succeeded));
    Payment refunded = answer(sale, PaymentStatus::Succeeded);
    refunded.refundedAmount = Money(1000, Currency::Eur);
    refunded.raw = "{\"refunded_amount\":1000}";
    record = project(record, snapshotEvent(sale, refunded, {}));
    QCOMPARE(record->payment->refundedAmount, Money(1000, Currency::Eur));
    QCOMPARE(record->outcome, Outcome::Paid);
    record = project(record, snapshot(PaymentStatus::Succeeded)); // from before the refund
    QCOMPARE(record->payment->refundedAmount, Money(1000, Currency::Eur));
    QCOMPARE(record->payment->raw, refunded.raw);
}

void TestProjector::remembersTheLastRequestId()
{
    auto record = project(project({}, intent(sale)), unknown());
    QCOMPARE(record->requestIds.constLast(), u"req_failure"_s);
    record = project(record, session());
    QCOMPARE(record->requestIds.constLast(), u"req_session"_s);
    record = project(record, pageShownEvent(sale));
    QCOMPARE(record->requestIds.constLast(), u"req_session"_s);
    record = project(record, snapshot(PaymentStatus::Succeeded));
    QCOMPARE(record->requestIds.constLast(), u"req_snapshot"_s);
}

void TestProjector::notPaidWaitsForTheSearch()
{
    auto record = project(project(project({}, intent(sale)), unknown()), session());
    record = project(record, snapshot(PaymentStatus::Failed));
    QVERIFY2(!isSettled(record->outcome), "the attempt without an answer may have made another payment");
    record = project(record, searchedEvent(sale, 1));
    record = project(record, snapshot(PaymentStatus::Failed));
    QCOMPARE(record->outcome, Outcome::Declined);
    QVERIFY(!needsAttention(*record));

    auto paid = project(project(project({}, intent(sale)), unknown()), session());
    paid = project(paid, snapshot(PaymentStatus::Succeeded));
    QVERIFY2(paid->outcome == Outcome::Paid, "paid needs no more proof");
}

void TestProjector::becomesThePaidOneOfTwo()
{
    const Payment second = answer(sale, PaymentStatus::Pending, u"pay_second"_s);
    auto record
        = project(project(project({}, intent(sale)), session()), secondPaymentEvent(sale, second, {}));
    QCOMPARE(record->others.size(), 1);
    record = project(record, secondPaymentEvent(sale, second, {}));
    QCOMPARE(record->others.size(), 1);
    record = project(record, snapshot(PaymentStatus::Expired));
    QVERIFY(!isSettled(record->outcome));
    record = project(record, snapshot(PaymentStatus::Succeeded, u"pay_second"_s));
    QCOMPARE(record->outcome, Outcome::Paid);
    QCOMPARE(record->payment->id, u"pay_second"_s);
    QCOMPARE(record->others.first().status, PaymentStatus(PaymentStatus::Expired));
    QVERIFY(!isPaidTwice(*record));
    QVERIFY(!needsAttention(*record));
    record = project(record, snapshot(PaymentStatus::Pending, u"pay_second"_s)); // stale
    QCOMPARE(record->outcome, Outcome::Paid);

    auto both = project(project(project({}, intent(sale)), session()), secondPaymentEvent(sale, second, {}));
    both = project(both, snapshot(PaymentStatus::Succeeded));
    both = project(both, snapshot(PaymentStatus::Succeeded, u"pay_second"_s));
    QVERIFY(isPaidTwice(*both));
    QVERIFY(needsAttention(*both));
    Payment refunded = answer(sale, PaymentStatus::Succeeded, u"pay_second"_s);
    refunded.refundedAmount = refunded.amount;
    refunded.raw = "refunded";
    both = project(both, snapshotEvent(sale, refunded, {}));
    QVERIFY(!isPaidTwice(*both));
    QVERIFY(!needsAttention(*both));
}

void TestProjector::importsASale()
{
    Payment payment = answer(sale, PaymentStatus::Succeeded);
    payment.description = u"Two tickets"_s;
    payment.metadata = {{u"order"_s, u"4711"_s}, {u"paydesk_attempt"_s, sale.toString(QUuid::WithoutBraces)}};
    auto record = project({}, importedEvent(sale, payment, u"req_list"_s));
    QVERIFY(record);
    QCOMPARE(record->attemptId, sale);
    QCOMPARE(record->startedAt.toMSecsSinceEpoch(), uuidV7Milliseconds(sale));
    QCOMPARE(record->outcome, Outcome::Paid);
    QCOMPARE(record->amount, payment.amount);
    QCOMPARE(record->description, payment.description);
    QCOMPARE(record->metadata, (Metadata{{u"order"_s, u"4711"_s}}));
    QCOMPARE(record->payment->id, payment.id);

    record = project({}, importedEvent(sale, answer(sale, PaymentStatus::Pending), {}));
    QCOMPARE(record->outcome, Outcome::NotKnownYet);
    QVERIFY(needsAttention(*record));
    // What is known from the sale's own events stays.
    record = project(project({}, intent(sale)), importedEvent(sale, payment, {}));
    QVERIFY(!record->payment);
}

void TestProjector::reviewIsKept()
{
    auto record = project(project(project({}, intent(sale)), unknown()), needsReviewEvent(sale, u"Look."_s));
    QVERIFY(record->needsReview);
    QCOMPARE(record->problem, u"Look."_s);
    QVERIFY(isOpen(*record));
    record = project(record, reviewedEvent(sale));
    QVERIFY(!record->needsReview);
    QVERIFY(!isOpen(*record));
    QVERIFY(!needsAttention(*record));
    QCOMPARE(record->outcome, Outcome::NotKnownYet); // nobody knows, so it is not called failed
    record = project(project(record, session()), snapshot(PaymentStatus::Succeeded));
    QCOMPARE(record->outcome, Outcome::Paid); // the truth overtakes the review
}

void TestProjector::refundsFollowTheirPayment()
{
    auto record = project(project(project({}, intent(sale)), session()), snapshot(PaymentStatus::Succeeded));
    const RefundRecord asked{.refundId = makeUuidV7(),
        .paymentId = record->payment->id,
        .amount = Money(1000, Currency::Eur),
        .reason = u"Returned"_s};
    record = project(record, refundIntentEvent(sale, asked));
    QCOMPARE(record->refunds, QList<RefundRecord>{asked});
    QVERIFY(needsAttention(*record));
    QCOMPARE(refundable(*record, *record->payment), Money(1500, Currency::Eur));

    Payment payment = answer(sale, PaymentStatus::Succeeded);
    payment.refunds = {{.id = u"ref_1"_s,
        .amount = Money(1000, Currency::Eur),
        .reason = u"Returned"_s,
        .status = u"pending"_s}};
    payment.raw = "pending refund";
    record = project(record, snapshotEvent(sale, payment, {}));
    QCOMPARE(record->refunds.first().state, RefundState::Pending);
    QCOMPARE(record->refunds.first().serviceId, u"ref_1"_s);
    QCOMPARE(refundable(*record, *record->payment), Money(1500, Currency::Eur));
    // It is made: a refusal of a repetition says nothing about it.
    record = project(
        record, refundRefusedEvent(sale, asked.refundId, failure(ErrorKind::Refused, u"Refused."_s)));
    QCOMPARE(record->refunds.first().state, RefundState::Pending);

    payment.refunds.first().status = u"succeeded"_s;
    payment.refundedAmount = Money(1000, Currency::Eur);
    payment.raw = "refund";
    record = project(record, snapshotEvent(sale, payment, {}));
    QCOMPARE(record->refunds.first().state, RefundState::Refunded);
    QVERIFY(!needsAttention(*record));
    QCOMPARE(record->outcome, Outcome::Paid);
}

QTEST_GUILESS_MAIN(TestProjector)
#include "tst_projector.moc"
