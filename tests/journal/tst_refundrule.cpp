// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/projector.h"
#include "journal/refundrule.h"
#include "journal/samples.h"

#include <QTest>

using namespace samples;

/// What may be given back, and the sentence where it may not.
class TestRefundRule : public QObject
{
    Q_OBJECT
private slots:
    void onlyWhatWasPaid_data();
    void onlyWhatWasPaid();
    void notAfterTheLastDay_data();
    void notAfterTheLastDay();
    void neverMoreThanIsLeft_data();
    void neverMoreThanIsLeft();
    void oneAtATimeWhileItIsNotKnown();
    void aFurtherPaymentHasItsOwn();
};

namespace {

const QUuid sale = makeUuidV7();
const QDateTime created = QDateTime::fromSecsSinceEpoch(1'790'000'000, Qt::UTC);

SaleRecord saleWith(const PaymentStatus &status, const QList<Refund> &refunds = {})
{
    Payment payment = answer(sale, status);
    payment.refunds = refunds;
    return *project(
        project(project({}, intent(sale)), sessionEvent(sale, answer(sale, PaymentStatus::Pending), {})),
        snapshotEvent(sale, payment, {}));
}

Refund refundOf(qint64 minorUnits, const QString &status)
{
    return {.id = u"re_"_s + status, .amount = Money(minorUnits, Currency::Eur), .status = status};
}

} // namespace

void TestRefundRule::onlyWhatWasPaid_data()
{
    QTest::addColumn<PaymentStatus::Value>("status");
    QTest::addColumn<bool>("may");
    QTest::newRow("pending") << PaymentStatus::Pending << false;
    QTest::newRow("requires_action") << PaymentStatus::RequiresAction << false;
    QTest::newRow("succeeded") << PaymentStatus::Succeeded << true;
    QTest::newRow("failed") << PaymentStatus::Failed << false;
    QTest::newRow("expired") << PaymentStatus::Expired << false;
    QTest::newRow("canceled") << PaymentStatus::Canceled << false;
}

void TestRefundRule::onlyWhatWasPaid()
{
    QFETCH(PaymentStatus::Value, status);
    QFETCH(bool, may);
    const SaleRecord record = saleWith(status);
    const auto result = mayRefund(record, record.payment->id, created);
    QCOMPARE(result.ok(), may);
    if (!may) {
        QCOMPARE(result.error().kind, ErrorKind::InvalidInput);
        QVERIFY(result.error().text.contains(u"paid"_s));
    }
    QVERIFY2(!mayRefund(record, u"pay_unknown"_s, created).ok(), "a payment that is not of this sale");
}

void TestRefundRule::notAfterTheLastDay_data()
{
    QTest::addColumn<QDateTime>("now");
    QTest::addColumn<bool>("may");
    const QDateTime last = created.addDays(180);
    QTest::newRow("at once") << created << true;
    QTest::newRow("the clock behind the payment") << created.addDays(-1) << true;
    QTest::newRow("the millisecond before") << last.addMSecs(-1) << true;
    QTest::newRow("the last moment") << last << true;
    QTest::newRow("the millisecond after") << last.addMSecs(1) << false;
    QTest::newRow("a year") << created.addYears(1) << false;
    QTest::newRow("in another time zone") << last.addMSecs(1).toOffsetFromUtc(-5 * 3600) << false;
    QTest::newRow("without a time") << QDateTime() << true;
}

void TestRefundRule::notAfterTheLastDay()
{
    QFETCH(QDateTime, now);
    SaleRecord record = saleWith(PaymentStatus::Succeeded);
    const auto result = mayRefund(record, record.payment->id, Money(1, Currency::Eur), now);
    QTEST(result.ok(), "may");
    if (!result)
        QVERIFY(result.error().text.contains(u"180"_s));
    record.payment->created = {};
    QVERIFY2(mayRefund(record, record.payment->id, now).ok(), "the service knows how old it is");
}

void TestRefundRule::neverMoreThanIsLeft_data()
{
    QTest::addColumn<QList<Refund>>("refunds");
    QTest::addColumn<Money>("amount");
    QTest::addColumn<bool>("may");
    const Refund done = refundOf(1000, u"succeeded"_s);
    const Refund pending = refundOf(1500, u"pending"_s);
    const Refund failed = refundOf(2500, u"failed"_s);
    const auto eur = [](qint64 minorUnits) { return Money(minorUnits, Currency::Eur); };
    QTest::newRow("all") << QList<Refund>() << eur(2500) << true;
    QTest::newRow("one more") << QList<Refund>() << eur(2501) << false;
    QTest::newRow("nothing") << QList<Refund>() << eur(0) << false;
    QTest::newRow("less than nothing") << QList<Refund>() << eur(-1) << false;
    QTest::newRow("another currency") << QList<Refund>() << Money(1, Currency::Usd) << false;
    QTest::newRow("the rest") << QList<Refund>{done} << eur(1500) << true;
    QTest::newRow("more than the rest") << QList<Refund>{done} << eur(1501) << false;
    QTest::newRow("a pending one counts") << QList<Refund>{pending} << eur(1001) << false;
    QTest::newRow("beside a pending one") << QList<Refund>{pending} << eur(1000) << true;
    QTest::newRow("nothing is left") << QList<Refund>{done, pending} << eur(1) << false;
    QTest::newRow("a failed one does not count") << QList<Refund>{failed} << eur(2500) << true;
    QTest::newRow("an unknown word counts")
        << QList<Refund>{refundOf(2500, u"on_its_way"_s)} << eur(1) << false;
}

void TestRefundRule::neverMoreThanIsLeft()
{
    QFETCH(QList<Refund>, refunds);
    QFETCH(Money, amount);
    const SaleRecord record = saleWith(PaymentStatus::Succeeded, refunds);
    QTEST(mayRefund(record, record.payment->id, amount, created).ok(), "may");
}

void TestRefundRule::oneAtATimeWhileItIsNotKnown()
{
    SaleRecord record = saleWith(PaymentStatus::Succeeded);
    record.refunds = {{.paymentId = record.payment->id, .amount = Money(100, Currency::Eur)}};
    QVERIFY(!mayRefund(record, record.payment->id, Money(100, Currency::Eur), created).ok());
    record.refunds.first().state = RefundState::NotMade;
    QVERIFY(mayRefund(record, record.payment->id, Money(2500, Currency::Eur), created).ok());
}

void TestRefundRule::aFurtherPaymentHasItsOwn()
{
    SaleRecord record = saleWith(PaymentStatus::Succeeded, {refundOf(2500, u"succeeded"_s)});
    record.others = {answer(sale, PaymentStatus::Succeeded, u"pay_second"_s)};
    QVERIFY(!mayRefund(record, record.payment->id, created).ok());
    QVERIFY(mayRefund(record, u"pay_second"_s, record.amount, created).ok());
}

QTEST_GUILESS_MAIN(TestRefundRule)
#include "tst_refundrule.moc"
