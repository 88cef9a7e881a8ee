// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "core/uuidv7.h"
#include "journal/facts.h"
#include "journal/projector.h"
#include "journal/samples.h"
#include "payments/syncrule.h"

#include <QTest>

using namespace paydesk;
using namespace paydesk::payments;
using namespace Qt::StringLiterals;

/// What the journal learns from one payment of the service's list.
class TestSyncRule : public QObject
{
    Q_OBJECT
private slots:
    void whatTheJournalMustLearn_data();
    void whatTheJournalMustLearn();
    void alarmsSayWhatToDo_data();
    void alarmsSayWhatToDo();
    void everyPaymentBelongsToOneSale_data();
    void everyPaymentBelongsToOneSale();
};

namespace {

const QUuid thisTill = QUuid::createUuid();
const QUuid attempt = makeUuidV7();
const QString listed = u"pay_listed"_s;

Payment payment(const PaymentStatus &status, const QString &id = listed, const QUuid &till = thisTill)
{
    Payment payment = samples::answer({}, status, id);
    payment.metadata = {{metadatakey::attemptId, attempt.toString(QUuid::WithoutBraces)},
        {metadatakey::till, till.toString(QUuid::WithoutBraces)}};
    return payment;
}

journal::SaleRecord sale(Outcome outcome)
{
    return {.attemptId = attempt,
        .amount = samples::answer({}, PaymentStatus::Pending).amount,
        .requestBody = "{}",
        .outcome = outcome};
}

journal::SaleRecord sale(Outcome outcome, const Payment &known)
{
    journal::SaleRecord record = sale(outcome);
    record.payment = known;
    return record;
}

/// One that this till knows from the list only.
journal::SaleRecord listedSale(Outcome outcome, const Payment &known)
{
    journal::SaleRecord record = sale(outcome, known);
    record.requestBody.clear();
    return record;
}

} // namespace

void TestSyncRule::whatTheJournalMustLearn_data()
{
    using Held = std::optional<journal::SaleRecord>;
    using Kind = std::optional<journal::EventKind>;
    QTest::addColumn<Held>("held");
    QTest::addColumn<Kind>("kind");

    const Kind nothing;
    const QString other = u"pay_other"_s;
    const auto succeeded = PaymentStatus::Succeeded;
    const auto pending = PaymentStatus::Pending;
    QTest::newRow("not held") << Held() << Kind(journal::EventKind::Imported);
    QTest::newRow("open, without an answer") << Held(sale(Outcome::InProgress)) << nothing;
    QTest::newRow("open") << Held(sale(Outcome::NotKnownYet, payment(pending))) << nothing;
    QTest::newRow("open, begun here before the journal was lost")
        << Held(listedSale(Outcome::NotKnownYet, payment(pending))) << nothing;
    QTest::newRow("open, of another till")
        << Held(listedSale(Outcome::NotKnownYet, payment(pending, listed, QUuid::createUuid())))
        << Kind(journal::EventKind::Snapshot);
    QTest::newRow("the same") << Held(sale(Outcome::Paid, payment(succeeded))) << nothing;
    QTest::newRow("said not to exist")
        << Held(sale(Outcome::NotCreated)) << Kind(journal::EventKind::Snapshot);
    QTest::newRow("said to have failed") << Held(sale(Outcome::Declined, payment(PaymentStatus::Failed)))
                                         << Kind(journal::EventKind::Contradiction);
    QTest::newRow("another payment") << Held(sale(Outcome::Paid, payment(succeeded, other)))
                                     << Kind(journal::EventKind::SecondPayment);
    QTest::newRow("another payment that is open") << Held(sale(Outcome::NotKnownYet, payment(pending, other)))
                                                  << Kind(journal::EventKind::SecondPayment);
    QTest::newRow("older than the list")
        << Held(sale(Outcome::Paid, payment(pending))) << Kind(journal::EventKind::Snapshot);
    auto newer = payment(succeeded);
    newer.refundedAmount = Money(100, newer.amount.currency());
    QTest::newRow("newer than the list") << Held(sale(Outcome::Paid, newer)) << nothing;
    auto setAside = sale(Outcome::NotKnownYet);
    setAside.reviewed = true;
    QTest::newRow("set aside by staff") << Held(setAside) << Kind(journal::EventKind::Snapshot);
    auto twice = sale(Outcome::Paid, payment(succeeded, other));
    twice.others = {payment(succeeded)};
    QTest::newRow("a second payment that is known") << Held(twice) << nothing;
    auto another = sale(Outcome::Paid, payment(succeeded));
    another.amount = Money(another.amount.minorUnits() + 1, another.amount.currency());
    QTest::newRow("another amount") << Held(another) << Kind(journal::EventKind::Contradiction);
    another.amount = Money(another.payment->amount.minorUnits(), Currency::Usd);
    QTest::newRow("another currency") << Held(another) << Kind(journal::EventKind::Contradiction);
    another.outcome = Outcome::InProgress;
    another.payment.reset();
    QTest::newRow("another currency than an open sale's")
        << Held(another) << Kind(journal::EventKind::Contradiction);
    another = sale(Outcome::Paid, payment(succeeded));
    another.attemptId = makeUuidV7();
    QTest::newRow("a payment of another sale") << Held(another) << Kind(journal::EventKind::Contradiction);
}

void TestSyncRule::whatTheJournalMustLearn()
{
    QFETCH(std::optional<journal::SaleRecord>, held);
    QFETCH(std::optional<journal::EventKind>, kind);
    const Payment answer = payment(PaymentStatus::Succeeded);
    const auto event = eventFor(thisTill, held, answer, u"req_1"_s);
    QCOMPARE(event.has_value(), kind.has_value());
    if (!event)
        return;
    QCOMPARE(event->kind, *kind);
    QCOMPARE(event->attemptId, held ? held->attemptId : attempt);
    QCOMPARE(journal::paymentOf(*event)->id, answer.id);
    QCOMPARE(journal::requestIdOf(*event), u"req_1"_s);
}

void TestSyncRule::alarmsSayWhatToDo_data()
{
    QTest::addColumn<journal::SaleRecord>("held");
    QTest::addColumn<QStringList>("words");

    auto amount = sale(Outcome::Paid, payment(PaymentStatus::Succeeded, u"pay_own"_s));
    amount.amount = Money(990, Currency::Gbp);
    QTest::newRow("amount") << amount << QStringList{u"9.90"_s, u"25.00"_s, listed, u"dashboard"_s};
    QTest::newRow("status") << sale(Outcome::Declined, payment(PaymentStatus::Failed))
                            << QStringList{listed, u"dashboard"_s};
    auto another = sale(Outcome::Paid, payment(PaymentStatus::Succeeded));
    another.attemptId = makeUuidV7();
    QTest::newRow("sale") << another << QStringList{listed, u"another sale"_s};
}

/// Once: a sync that sees the same again says nothing new, also after staff has looked at it.
void TestSyncRule::alarmsSayWhatToDo()
{
    QFETCH(journal::SaleRecord, held);
    QFETCH(QStringList, words);
    const Payment answer = payment(PaymentStatus::Succeeded);
    const auto alarm = eventFor(thisTill, held, answer, {});
    QVERIFY(alarm);
    const auto alarmed = journal::project(held, *alarm);
    QVERIFY(alarmed->needsReview);
    QVERIFY(journal::needsAttention(*alarmed));
    QCOMPARE(alarmed->amount, held.amount);
    QCOMPARE(alarmed->outcome, held.outcome);
    QCOMPARE(alarmed->payment->id, held.payment->id);
    QCOMPARE(alarmed->payment->status, held.payment->status);
    for (const QString &word : std::as_const(words))
        QVERIFY2(alarmed->problem.contains(word), qPrintable(alarmed->problem));
    QVERIFY(!eventFor(thisTill, alarmed, answer, {}));
    const auto reviewed = journal::project(alarmed, journal::reviewedEvent(attempt));
    QVERIFY(!reviewed->needsReview);
    QVERIFY(!eventFor(thisTill, reviewed, answer, {}));
}

void TestSyncRule::everyPaymentBelongsToOneSale_data()
{
    QTest::addColumn<QString>("named");
    QTest::addColumn<bool>("believed");
    const QString id = attempt.toString(QUuid::WithoutBraces);
    QTest::newRow("a till's") << id << true;
    QTest::newRow("none") << QString() << false;
    QTest::newRow("words") << u"order 4711"_s << false;
    QTest::newRow("a random UUID") << QUuid::createUuid().toString(QUuid::WithoutBraces) << false;
    QTest::newRow("not as a till writes it") << u'{' + id.toUpper() + u'}' << false;
}

void TestSyncRule::everyPaymentBelongsToOneSale()
{
    QFETCH(QString, named);
    QFETCH(bool, believed);
    Payment answer = samples::answer({}, PaymentStatus::Succeeded, listed);
    if (!named.isEmpty())
        answer.metadata.insert(metadatakey::attemptId, named);
    const QUuid id = journal::attemptIdOf(answer);
    QCOMPARE(id == attempt, believed);
    QVERIFY(isUuidV7(id));
    if (believed)
        return;
    QCOMPARE(uuidV7Milliseconds(id), answer.created.toMSecsSinceEpoch());
    // The sale that it begins is about it, for ever, on every till.
    const auto event = eventFor(thisTill, {}, answer, {});
    const auto imported = journal::project({}, *event);
    QCOMPARE(imported->attemptId, id);
    answer.status = PaymentStatus::Expired;
    QVERIFY(journal::isAbout(answer, *imported));
    answer.id = u"pay_another"_s;
    QVERIFY(!journal::isAbout(answer, *imported));
}

QTEST_APPLESS_MAIN(TestSyncRule)
#include "tst_syncrule.moc"
