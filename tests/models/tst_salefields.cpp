// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uuidv7.h"
#include "models/salefields.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::models;
using namespace Qt::StringLiterals;

/// Every field of a sale, and how the rows of a list are taken over.
class TestSaleFields : public QObject
{
    Q_OBJECT
private slots:
    void everyFieldOfThePayment();
    void refundsOldestFirst();
    void furtherPayments();
    void whatIsNotKnownHasNoRow();
    void metadataOfStaffBeforeThereIsAPayment();
    void keepsWhatStays();
    void anyRowsAfterAnyOthers();
};

namespace {

const QDateTime began = QDateTime(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);

Payment fullPayment(const QString &id)
{
    Payment payment;
    payment.id = id;
    payment.amount = Money(2500, Currency::Eur);
    payment.status = PaymentStatus::Succeeded;
    payment.created = began;
    payment.description = u"Two tickets"_s;
    payment.card = Card{
        .brand = u"visa"_s, .last4 = u"1111"_s, .expiryMonth = 7, .expiryYear = 2031, .country = u"FR"_s};
    payment.customer = Payer{.email = u"zoe@example.com"_s, .name = u"Zoë"_s};
    payment.metadata = {{u"order"_s, u"4711"_s}, {u"empty"_s, QString()}};
    payment.declineCode = u"a_code"_s;
    payment.declineMessage = u"A message"_s;
    payment.succeededAt = began.addSecs(60);
    payment.failedAt = began.addSecs(120);
    payment.refundedAt = began.addSecs(180);
    payment.refundedAmount = Money(700, Currency::Eur);
    payment.providerReference = u"1402758057"_s;
    return payment;
}

journal::SaleRecord fullSale()
{
    journal::SaleRecord sale;
    sale.attemptId = makeUuidV7();
    sale.startedAt = began;
    sale.amount = Money(2500, Currency::Eur);
    sale.description = u"Two tickets"_s;
    sale.channel = u"counter"_s;
    sale.till = u"till-7"_s;
    sale.outcome = Outcome::Paid;
    sale.requestIds = {u"req_1"_s, u"req_2"_s};
    sale.payment = fullPayment(u"pay_1"_s);
    return sale;
}

QStringList texts(const QList<DetailRow> &rows)
{
    QStringList all;
    for (const DetailRow &row : rows)
        all += QString(row.text).replace(QChar::Nbsp, u' ');
    return all;
}

QStringList captions(const QList<DetailRow> &rows)
{
    QStringList all;
    for (const DetailRow &row : rows)
        all += row.caption;
    return all;
}

} // namespace

void TestSaleFields::everyFieldOfThePayment()
{
    const journal::SaleRecord sale = fullSale();
    const QStringList found = texts(saleFields(sale));
    for (const QString &text : {u"Two tickets"_s, u"EUR 25.00"_s, u"counter"_s, u"till-7"_s,
             sale.attemptId.toString(QUuid::WithoutBraces), u"pay_1"_s, u"succeeded"_s, u"Test"_s,
             u"Visa •••• 1111"_s, u"07/2031"_s, u"FR"_s, u"Zoë"_s, u"zoe@example.com"_s, u"4711"_s,
             u"a_code"_s, u"A message"_s, u"EUR 7.00"_s, u"1402758057"_s, u"req_1"_s, u"req_2"_s})
        QVERIFY2(found.contains(text), qPrintable(text));
    const QStringList named = captions(saleFields(sale));
    for (const QString &caption : {u"Created"_s, u"Paid at"_s, u"Failed at"_s, u"Fully refunded at"_s,
             u"order"_s, u"empty"_s, u"Request 2"_s})
        QVERIFY2(named.contains(caption), qPrintable(caption));
    QCOMPARE(found.count(u"Two tickets"_s), 1);
}

void TestSaleFields::refundsOldestFirst()
{
    journal::SaleRecord sale = fullSale();
    sale.payment->refunds = {{.id = u"re_1"_s,
                                 .amount = Money(300, Currency::Eur),
                                 .reason = u"First"_s,
                                 .status = u"succeeded"_s,
                                 .providerRefundId = u"p_1"_s,
                                 .createdAt = began,
                                 .completedAt = began.addSecs(5)},
        {.id = u"re_2"_s,
            .amount = Money(400, Currency::Eur),
            .reason = u"Second"_s,
            .status = u"failed"_s,
            .declineCode = u"generic_decline"_s,
            .declineMessage = u"Not accepted"_s,
            .createdAt = began}};
    sale.refunds = {{.paymentId = u"pay_1"_s,
                        .amount = Money(300, Currency::Eur),
                        .reason = u"First"_s,
                        .state = journal::RefundState::Refunded,
                        .serviceId = u"re_1"_s},
        {.paymentId = u"pay_1"_s, .amount = Money(500, Currency::Eur), .reason = u"Third"_s}};
    const QList<DetailRow> rows = saleFields(sale);
    const QStringList found = texts(rows);
    const QStringList named = captions(rows);
    QCOMPARE(found.count(u"First"_s), 1);
    const QList<qsizetype> places = {named.indexOf(u"Refund 1: Refunded"_s), found.indexOf(u"re_1"_s),
        named.indexOf(u"Refund 1: Completed"_s), named.indexOf(u"Refund 2: Failed"_s),
        found.indexOf(u"Not accepted"_s), named.indexOf(u"Refund 3: Not known yet"_s),
        found.indexOf(u"Third"_s)};
    QVERIFY(!places.contains(-1));
    QVERIFY(std::is_sorted(places.begin(), places.end()));
}

void TestSaleFields::furtherPayments()
{
    journal::SaleRecord sale = fullSale();
    sale.others = {fullPayment(u"pay_2"_s), fullPayment(u"pay_3"_s)};
    const QStringList found = texts(saleFields(sale));
    QVERIFY(found.contains(u"pay_2"_s));
    QVERIFY(found.contains(u"pay_3"_s));
    QCOMPARE(found.count(u"Visa •••• 1111"_s), 3);
}

void TestSaleFields::whatIsNotKnownHasNoRow()
{
    journal::SaleRecord sale;
    sale.attemptId = makeUuidV7();
    sale.amount = Money(100, Currency::Gbp);
    for (const DetailRow &row : saleFields(sale)) {
        QVERIFY(!row.text.isEmpty());
        QVERIFY(row.isHeading || !row.caption.isEmpty());
    }
    QCOMPARE(saleFields(sale).size(), 2);
}

void TestSaleFields::metadataOfStaffBeforeThereIsAPayment()
{
    journal::SaleRecord sale;
    sale.metadata = {{u"order"_s, u"4711"_s}};
    QVERIFY(texts(saleFields(sale)).contains(u"4711"_s));
}

void TestSaleFields::keepsWhatStays()
{
    DetailRows model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    journal::SaleRecord sale = fullSale();
    model.setRows(saleFields(sale));
    const QPersistentModelIndex last = model.index(model.rowCount() - 1);
    const QPersistentModelIndex first = model.index(0);
    const QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    sale.payment->refunds = {{.id = u"re_1"_s, .amount = Money(300, Currency::Eur), .status = u"pending"_s}};
    sale.payment->refundedAmount = Money(300, Currency::Eur);
    model.setRows(saleFields(sale));
    QVERIFY(first.isValid());
    QVERIFY(last.isValid());
    QCOMPARE(last.data().toString(), u"req_2"_s);
    QVERIFY(removed.isEmpty());
    QVERIFY(reset.isEmpty());
    QCOMPARE(last.data(DetailRows::CopyRole).toString(), u"req_2"_s);
    QCOMPARE(last.data(Qt::AccessibleTextRole).toString(), u"Request 2: req_2"_s);
}

void TestSaleFields::anyRowsAfterAnyOthers()
{
    DetailRows model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QRandomGenerator random(4711);
    for (int round = 0; round < 300; ++round) {
        QList<DetailRow> rows;
        for (int i = random.bounded(7); i > 0; --i)
            rows += DetailRow{.caption = QString::number(random.bounded(3)),
                .text = QString::number(random.bounded(3)),
                .isHeading = random.bounded(4) == 0};
        model.setRows(rows);
        QCOMPARE(model.rows(), rows);
        QCOMPARE(model.rowCount(), int(rows.size()));
    }
}

QTEST_GUILESS_MAIN(TestSaleFields)
#include "tst_salefields.moc"
