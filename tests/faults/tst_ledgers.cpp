// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "core/moneytext.h"
#include "core/uuidv7.h"
#include "faults/ledgers.h"
#include "journal/facts.h"

#include <QTest>

using namespace paydesk::test;
using namespace paydesk;
using namespace Qt::StringLiterals;

/// The judge of the three ledgers finds each kind of breach: a harness that overlooks one proves nothing.
class TestLedgers : public QObject
{
    Q_OBJECT
private slots:
    void acquits();
    void convicts_data();
    void convicts();
    void countsWhatMustBeZero();
};

using Change = std::function<void(Ledgers &)>;
Q_DECLARE_METATYPE(Change)

namespace {

const QString paymentId = u"pay_1"_s;

Payment paid(const QUuid &sale)
{
    Payment payment{.id = paymentId,
        .amount = Money(2500, Currency::Eur),
        .status = PaymentStatus::Succeeded,
        .metadata = {{metadatakey::attemptId, sale.toString(QUuid::WithoutBraces)}}};
    payment.refundedAmount = Money(1000, Currency::Eur);
    payment.refunds = {{.id = u"re_1"_s, .amount = Money(1000, Currency::Eur), .status = u"succeeded"_s}};
    return payment;
}

QJsonObject servicePayment(const QUuid &sale, const QString &id)
{
    const QJsonObject refund{{u"id"_s, u"re_1"_s}, {u"status"_s, u"succeeded"_s}, {u"amount"_s, 1000}};
    return {{u"id"_s, id}, {u"amount"_s, 2500}, {u"currency"_s, u"eur"_s}, {u"status"_s, u"succeeded"_s},
        {u"refunded_amount"_s, 1000}, {u"refunds"_s, QJsonArray{refund}},
        {u"metadata"_s, QJsonObject{{metadatakey::attemptId, sale.toString(QUuid::WithoutBraces)}}}};
}

/// One sale that was paid and refunded in part, as everybody tells it.
Ledgers equalLedgers()
{
    const QUuid id = makeUuidV7();
    Ledgers ledgers;
    ledgers.service = {{u"payments"_s, QJsonArray{servicePayment(id, paymentId)}},
        {u"refunds"_s, QJsonArray{QJsonObject{{u"id"_s, u"re_1"_s}}}}};
    journal::SaleRecord sale;
    sale.attemptId = id;
    sale.amount = Money(2500, Currency::Eur);
    sale.outcome = Outcome::Paid;
    sale.payment = paid(id);
    sale.refunds = {{.amount = Money(1000, Currency::Eur),
        .state = journal::RefundState::Refunded,
        .serviceId = u"re_1"_s}};
    ledgers.sales = {sale};
    ledgers.events = {journal::snapshotEvent(id, paid(id), {})};
    ledgers.shown = {QJsonObject{{u"sale"_s, id.toString(QUuid::WithoutBraces)},
        {u"amount"_s, moneyText(sale.amount, QLocale())}, {u"status"_s, u"Paid, partly refunded"_s},
        {u"payment"_s, paymentId}}};
    return ledgers;
}

void setAtService(Ledgers &ledgers, const QString &name, const QJsonValue &value)
{
    QJsonArray payments = ledgers.service[u"payments"].toArray();
    QJsonObject payment = payments[0].toObject();
    payment[name] = value;
    payments[0] = payment;
    ledgers.service[u"payments"] = payments;
}

void addAtService(Ledgers &ledgers, const QUuid &sale)
{
    QJsonArray payments = ledgers.service[u"payments"].toArray();
    payments.append(servicePayment(sale, u"pay_2"_s));
    ledgers.service[u"payments"] = payments;
}

} // namespace

void TestLedgers::acquits()
{
    const Verdict verdict = judge(equalLedgers());
    QCOMPARE(verdict.problems, QStringList());
    QCOMPARE(verdict.payments, 1);
    QCOMPARE(verdict.refunds, 1);
}

void TestLedgers::convicts_data()
{
    QTest::addColumn<QString>("invariant");
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, const QString &invariant, const Change &change) {
        QTest::newRow(name) << invariant << change;
    };
    row("second payment", u"I1"_s, [](Ledgers &l) { addAtService(l, l.sales[0].attemptId); });
    row("second refund", u"I1"_s, [](Ledgers &l) {
        l.service[u"refunds_by_idempotency_key"] = QJsonObject{{u"key"_s, 2}};
    });
    row("one refund, two intents", u"I1"_s,
        [](Ledgers &l) { l.sales[0].refunds.append(l.sales[0].refunds[0]); });
    row("open sale", u"I2"_s, [](Ledgers &l) { l.sales[0].outcome = Outcome::NotKnownYet; });
    row("open refund", u"I2"_s,
        [](Ledgers &l) { l.sales[0].refunds[0].state = journal::RefundState::Pending; });
    row("no GET", u"I3"_s, [](Ledgers &l) { l.events.clear(); });
    row("another amount", u"I4"_s, [](Ledgers &l) { setAtService(l, u"amount"_s, 2501); });
    row("another currency", u"I4"_s, [](Ledgers &l) { setAtService(l, u"currency"_s, u"usd"_s); });
    row("final status changed", u"I5"_s, [](Ledgers &l) {
        Payment pending = *l.sales[0].payment;
        pending.status = PaymentStatus::Pending;
        l.events.append(journal::snapshotEvent(l.sales[0].attemptId, pending, {}));
    });
    row("another status", u"I6"_s, [](Ledgers &l) { setAtService(l, u"status"_s, u"failed"_s); });
    row("refund unknown here", u"I6"_s, [](Ledgers &l) { l.sales[0].refunds.clear(); });
    row("refund told as failed", u"I6"_s,
        [](Ledgers &l) { l.sales[0].refunds[0].state = journal::RefundState::Failed; });
    row("refund unknown there", u"I6"_s, [](Ledgers &l) { setAtService(l, u"refunds"_s, QJsonArray()); });
    row("payment unknown here", u"I6"_s, [](Ledgers &l) { addAtService(l, makeUuidV7()); });
    row("payment unknown there", u"I6"_s, [](Ledgers &l) { setAtService(l, u"id"_s, u"pay_3"_s); });
    row("not shown", u"I6"_s, [](Ledgers &l) { l.shown = {}; });
    row("shown twice", u"I6"_s, [](Ledgers &l) { l.shown.append(l.shown[0]); });
    row("shown otherwise", u"I6"_s, [](Ledgers &l) {
        QJsonObject shown = l.shown[0].toObject();
        shown[u"status"] = u"Declined"_s;
        l.shown[0] = shown;
    });
    row("refund not shown", u"I6"_s, [](Ledgers &l) {
        QJsonObject shown = l.shown[0].toObject();
        shown[u"status"] = u"Paid"_s;
        l.shown[0] = shown;
    });
    row("review not shown", u"I6"_s, [](Ledgers &l) { l.sales[0].needsReview = true; });
    row("journal broken", u"row 7"_s, [](Ledgers &l) { l.journalProblems += u"row 7"_s; });
}

void TestLedgers::convicts()
{
    QFETCH(QString, invariant);
    QFETCH(Change, change);
    Ledgers ledgers = equalLedgers();
    change(ledgers);
    const QStringList problems = judge(ledgers).problems;
    QVERIFY2(std::any_of(problems.begin(), problems.end(),
                 [&](const QString &problem) { return problem.startsWith(invariant); }),
        qPrintable(problems.join(u'\n')));
}

void TestLedgers::countsWhatMustBeZero()
{
    Ledgers doubled = equalLedgers();
    addAtService(doubled, doubled.sales[0].attemptId);
    QCOMPARE(judge(doubled).duplicates, 1);
    Ledgers lost = equalLedgers();
    addAtService(lost, makeUuidV7());
    QCOMPARE(judge(lost).lost, 1);
    Ledgers wronged = equalLedgers();
    wronged.sales[0].outcome = Outcome::Declined;
    QVERIFY(judge(wronged).wronglyFailed > 0);
}

QTEST_APPLESS_MAIN(TestLedgers)
#include "tst_ledgers.moc"
