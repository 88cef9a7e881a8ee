// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "journal/projector.h"
#include "journal/samples.h"
#include "payments/refundmachine.h"

#include <QTest>

using namespace samples;
using namespace paydesk::payments;

namespace {

struct Name
{
    QString operator()(const Append &e) const
    {
        return u"append "_s + QLatin1String(eventKindWord(e.event.kind));
    }
    QString operator()(const Send &e) const { return e.again ? u"send again"_s : u"send"_s; }
    QString operator()(const SendLater &) const { return u"send later"_s; }
    QString operator()(const AskStatus &) const { return u"ask"_s; }
    QString operator()(const AskStatusLater &) const { return u"ask later"_s; }
    template <typename Other> QString operator()(const Other &) const { return u"unexpected"_s; }
};

Error errorOf(ErrorKind kind)
{
    return {.kind = kind, .text = u"something went wrong"_s};
}

/// A refund of EUR 10.00 of a paid sale of EUR 25.00, driven by hand.
class Driven
{
public:
    Driven()
        : m_sale(makeUuidV7())
    {
        SaleRecord sale = *project({}, intent(m_sale));
        sale = *project(sale, sessionEvent(m_sale, samples::answer(m_sale, PaymentStatus::Pending), {}));
        sale = *project(sale, snapshotEvent(m_sale, paid({}), {}));
        RefundRecord record{.refundId = makeUuidV7(),
            .paymentId = sale.payment->id,
            .amount = Money(1000, Currency::Eur),
            .reason = u"Returned goods"_s,
            .idempotencyKey = "key",
            .requestBody = "{}"};
        const Event event = refundIntentEvent(m_sale, record);
        m_state = startingRefund(sale, event);
    }

    Payment paid(const QList<Refund> &refunds) const
    {
        Payment payment = samples::answer(m_sale, PaymentStatus::Succeeded);
        payment.refunds = refunds;
        payment.metadata = {{metadatakey::attemptId, m_sale.toString(QUuid::WithoutBraces)}};
        for (const Refund &refund : refunds) {
            payment.raw += refund.id.toUtf8() + refund.status.toUtf8();
            if (refund.status == "succeeded"_L1)
                payment.refundedAmount
                    = Money(payment.refundedAmount.minorUnits() + refund.amount.minorUnits(), Currency::Eur);
        }
        return payment;
    }
    static Refund ours(const QString &status)
    {
        return {.id = u"ref_1"_s,
            .amount = Money(1000, Currency::Eur),
            .reason = u"Returned goods"_s,
            .status = status};
    }

    QStringList feed(const RefundEvent &event)
    {
        RefundTransition transition = advance(m_state, event);
        m_state = transition.state;
        QStringList names;
        for (const Effect &effect : transition.effects)
            names += std::visit(Name(), effect);
        return names;
    }
    QStringList answered(const QList<Refund> &refunds) { return feed(RefundAnswered{paid(refunds), {}}); }
    QStringList asked(const QList<Refund> &refunds) { return feed(StatusAnswered{paid(refunds), {}}); }
    void restart() { m_state = recoveredRefund(m_state.sale, m_state.refundId); }

    RefundPhase phase() const { return m_state.phase; }
    RefundState state() const { return m_state.record().state; }
    const RefundProgress &progress() const { return m_state; }

private:
    QUuid m_sale;
    RefundProgress m_state;
};

} // namespace

/// The rules of a refund, event by event.
class TestRefundMachine : public QObject
{
    Q_OBJECT
private slots:
    void nothingIsSentBeforeTheIntentIsOnDisk();
    void goesThrough_data();
    void goesThrough();
    void firstRefusalMeansNotMade();
    void ambiguousAttemptsAreRepeated_data();
    void ambiguousAttemptsAreRepeated();
    void refusalAfterAmbiguityIsLookedUp();
    void recoversByLookingFirst();
    void tooOldIsOnlyLookedUp();
    void nowhereToBeFoundNeedsReview();
    void answerWithoutTheRefundIsNoSuccess();
    void earlierRefundsAreNotTakenForThisOne();
    void answerAboutAnotherSaleIsAnAlarm();
};

void TestRefundMachine::nothingIsSentBeforeTheIntentIsOnDisk()
{
    Driven refund;
    QCOMPARE(refund.feed(SendDue{}), QStringList());
    QCOMPARE(refund.feed(StaffAsks{}), QStringList());
    QCOMPARE(refund.feed(IntentFailed{errorOf(ErrorKind::Storage)}), QStringList());
    QCOMPARE(refund.phase(), RefundPhase::NotStarted);
    QCOMPARE(refund.feed(IntentCommitted{}), QStringList());
}

void TestRefundMachine::goesThrough_data()
{
    QTest::addColumn<QString>("end");
    QTest::addColumn<RefundState>("state");
    QTest::newRow("refunded") << u"succeeded"_s << RefundState::Refunded;
    QTest::newRow("failed") << u"failed"_s << RefundState::Failed;
}

void TestRefundMachine::goesThrough()
{
    QFETCH(QString, end);
    QFETCH(RefundState, state);
    Driven refund;
    QCOMPARE(refund.feed(IntentCommitted{}), QStringList{u"send"_s});
    QCOMPARE(
        refund.answered({Driven::ours(u"pending"_s)}), (QStringList{u"append snapshot"_s, u"ask later"_s}));
    QCOMPARE(refund.state(), RefundState::Pending);
    QCOMPARE(refund.feed(AskDue{}), QStringList{u"ask"_s});
    QCOMPARE(refund.asked({Driven::ours(end)}), QStringList{u"append snapshot"_s});
    QCOMPARE(refund.state(), state);
    QCOMPARE(refund.phase(), RefundPhase::Settled);
    QCOMPARE(refund.asked({Driven::ours(u"pending"_s)}), QStringList()); // too late, and stale
    QCOMPARE(refund.state(), state);
}

void TestRefundMachine::firstRefusalMeansNotMade()
{
    Driven refund;
    refund.feed(IntentCommitted{});
    QCOMPARE(refund.feed(RefundFailed{errorOf(ErrorKind::Refused)}), QStringList{u"append refund_refused"_s});
    QCOMPARE(refund.state(), RefundState::NotMade);
    QCOMPARE(refund.phase(), RefundPhase::Settled);
}

void TestRefundMachine::ambiguousAttemptsAreRepeated_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no answer") << ErrorKind::Network;
    QTest::newRow("5xx") << ErrorKind::ServiceFault;
    QTest::newRow("409") << ErrorKind::InFlight;
    QTest::newRow("unusable 2xx") << ErrorKind::BadAnswer;
}

void TestRefundMachine::ambiguousAttemptsAreRepeated()
{
    QFETCH(ErrorKind, kind);
    Driven refund;
    refund.feed(IntentCommitted{});
    QCOMPARE(
        refund.feed(RefundFailed{errorOf(kind)}), (QStringList{u"append refund_unknown"_s, u"send later"_s}));
    // The payment is looked at first, so that a refund that was made is never asked for again.
    QCOMPARE(refund.feed(SendDue{}), QStringList{u"ask"_s});
    QCOMPARE(refund.asked({}), QStringList{u"send again"_s});
    QCOMPARE(refund.feed(RefundFailed{errorOf(kind)}), QStringList{u"send later"_s});
    QCOMPARE(refund.state(), RefundState::NotKnownYet);
    refund.feed(SendDue{});
    refund.asked({});
    refund.answered({Driven::ours(u"succeeded"_s)});
    QCOMPARE(refund.state(), RefundState::Refunded);
}

void TestRefundMachine::refusalAfterAmbiguityIsLookedUp()
{
    Driven refund;
    refund.feed(IntentCommitted{});
    refund.feed(RefundFailed{errorOf(ErrorKind::Network)});
    refund.feed(SendDue{});
    QCOMPARE(refund.asked({}), QStringList{u"send again"_s});
    QCOMPARE(refund.feed(RefundFailed{errorOf(ErrorKind::Refused)}),
        (QStringList{u"append refund_refused"_s, u"ask"_s}));
    QCOMPARE(refund.state(), RefundState::NotKnownYet);
    QCOMPARE(refund.asked({Driven::ours(u"succeeded"_s)}), QStringList{u"append snapshot"_s});
    QCOMPARE(refund.state(), RefundState::Refunded);
}

void TestRefundMachine::recoversByLookingFirst()
{
    Driven made;
    made.feed(IntentCommitted{});
    made.restart();
    QCOMPARE(made.feed(Recovered{}), (QStringList{u"append recovered"_s, u"ask"_s}));
    QCOMPARE(made.asked({Driven::ours(u"succeeded"_s)}), QStringList{u"append snapshot"_s});
    QCOMPARE(made.state(), RefundState::Refunded);

    Driven notMade;
    notMade.feed(IntentCommitted{});
    notMade.restart();
    notMade.feed(Recovered{});
    QCOMPARE(notMade.asked({}), QStringList{u"send again"_s});
    // It may have been sent before: a refusal proves nothing.
    QCOMPARE(notMade.feed(RefundFailed{errorOf(ErrorKind::Refused)}),
        (QStringList{u"append refund_refused"_s, u"ask"_s}));
    QCOMPARE(notMade.state(), RefundState::NotKnownYet);
}

void TestRefundMachine::tooOldIsOnlyLookedUp()
{
    Driven refund;
    refund.feed(IntentCommitted{});
    refund.restart();
    refund.feed(Recovered{});
    QCOMPARE(refund.asked({}), QStringList{u"send again"_s});
    QCOMPARE(refund.feed(ResendTooLate{}), QStringList{u"ask"_s});
    QCOMPARE(refund.asked({}), QStringList{u"ask later"_s}); // and is not sent after all
    QCOMPARE(refund.feed(SendDue{}), QStringList());
}

void TestRefundMachine::nowhereToBeFoundNeedsReview()
{
    Driven refund;
    refund.feed(IntentCommitted{});
    refund.restart();
    refund.feed(Recovered{});
    refund.asked({});
    refund.feed(ResendTooLate{});
    for (int ask = 0; ask < 20; ++ask)
        refund.asked({});
    QVERIFY(refund.progress().sale.needsReview);
    QCOMPARE(refund.state(), RefundState::NotKnownYet);
    QCOMPARE(refund.feed(StaffReviewed{}), QStringList{u"append reviewed"_s});
    QCOMPARE(refund.phase(), RefundPhase::Settled);
    QCOMPARE(refund.state(), RefundState::NotMade);
}

void TestRefundMachine::answerWithoutTheRefundIsNoSuccess()
{
    Driven refund;
    refund.feed(IntentCommitted{});
    Refund another = Driven::ours(u"succeeded"_s);
    another.amount = Money(999, Currency::Eur);
    refund.answered({another});
    QCOMPARE(refund.state(), RefundState::NotKnownYet);
    QVERIFY(refund.progress().sale.needsReview);
    QVERIFY(refund.phase() != RefundPhase::Settled);
}

void TestRefundMachine::earlierRefundsAreNotTakenForThisOne()
{
    RefundRecord record{
        .paymentId = u"pay_1"_s, .amount = Money(1000, Currency::Eur), .reason = u"Returned goods"_s};
    Payment payment;
    payment.id = u"pay_1"_s;
    payment.refunds = {Driven::ours(u"succeeded"_s)};
    QVERIFY(findRefund(record, payment, {record}));

    record.refundsBefore = {u"ref_1"_s};
    QVERIFY(!findRefund(record, payment, {record}));

    record.refundsBefore.clear();
    RefundRecord claiming = record;
    claiming.refundId = makeUuidV7();
    claiming.serviceId = u"ref_1"_s;
    QVERIFY(!findRefund(record, payment, {record, claiming}));
    QVERIFY(findRefund(claiming, payment, {record, claiming}));
    payment.id = u"pay_2"_s;
    QVERIFY(!findRefund(claiming, payment, {claiming}));
}

void TestRefundMachine::answerAboutAnotherSaleIsAnAlarm()
{
    Driven refund;
    refund.feed(IntentCommitted{});
    Payment foreign = refund.paid({Driven::ours(u"succeeded"_s)});
    foreign.metadata[metadatakey::attemptId] = u"another"_s;
    refund.feed(RefundAnswered{foreign, {}});
    QVERIFY(refund.progress().sale.needsReview);
    QCOMPARE(refund.state(), RefundState::NotKnownYet);

    Driven watched;
    watched.feed(IntentCommitted{});
    watched.answered({Driven::ours(u"pending"_s)});
    watched.feed(AskDue{});
    watched.feed(StatusFailed{foreign.id, errorOf(ErrorKind::Mismatch)});
    QVERIFY(watched.progress().sale.needsReview);
    QCOMPARE(watched.state(), RefundState::Pending);
}

QTEST_GUILESS_MAIN(TestRefundMachine)
#include "tst_refundmachine.moc"
