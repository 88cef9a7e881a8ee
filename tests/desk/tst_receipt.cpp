// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/receipt.h"
#include "desk/states.h"

#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>
#include <QWidget>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// What the customer gets on paper.
class TestReceipt : public QObject
{
    Q_OBJECT
private slots:
    void saysWhatWasPaid();
    void saysThatItIsATest_data();
    void saysThatItIsATest();
    void listsRefunds();
    void leavesOutWhatIsNotThere();
    void takesTextAsText();
    void tellsNothingThatIsForStaff();
    void fitsOnPaper();
    void asksWithoutBlocking();
};

namespace {

journal::SaleRecord paidSale()
{
    journal::SaleRecord sale = stateWith(Outcome::Paid).sale;
    sale.startedAt = QDateTime(QDate(2026, 3, 4), QTime(14, 3), Qt::UTC);
    sale.payment->status = PaymentStatus::Succeeded;
    sale.payment->succeededAt = sale.startedAt.addSecs(60);
    return sale;
}

Refund refundOf(qint64 minorUnits, const QString &status)
{
    return {.id = u"re_1"_s,
        .amount = Money(minorUnits, Currency::Eur),
        .reason = u"Goods returned"_s,
        .status = status};
}

QString textOf(const journal::SaleRecord &sale, Mode mode = Mode::Live)
{
    return receiptDocument(sale, {.shopName = u"Corner shop"_s, .mode = mode})->toPlainText();
}

} // namespace

void TestReceipt::saysWhatWasPaid()
{
    const journal::SaleRecord sale = paidSale();
    const QString text = textOf(sale);
    const QString when = QLocale().toString(sale.payment->succeededAt.toLocalTime(), QLocale::ShortFormat);
    for (const QString &part : {u"Corner shop"_s, u"EUR 25.00"_s, u"Paid"_s, u"Visa •••• 1111"_s,
             u"Two tickets"_s, sale.payment->id, when})
        QVERIFY2(text.contains(part), qPrintable(part + u" in "_s + text));
}

void TestReceipt::saysThatItIsATest_data()
{
    QTest::addColumn<Mode>("mode");
    QTest::addColumn<bool>("test");
    QTest::newRow("training") << Mode::Training << true;
    QTest::newRow("test") << Mode::Test << true;
    QTest::newRow("live") << Mode::Live << false;
}

void TestReceipt::saysThatItIsATest()
{
    QFETCH(Mode, mode);
    QFETCH(bool, test);
    QCOMPARE(textOf(paidSale(), mode).contains(u"TEST – no money was moved"_s), test);
}

void TestReceipt::listsRefunds()
{
    journal::SaleRecord sale = paidSale();
    sale.payment->refunds
        = {refundOf(500, u"succeeded"_s), refundOf(300, u"pending"_s), refundOf(200, u"failed"_s)};
    sale.payment->refundedAmount = Money(500, Currency::Eur);
    const QString text = textOf(sale);
    QVERIFY(text.contains(u"partly refunded"_s));
    QVERIFY(text.contains(u"Refunded"_s));
    QVERIFY(text.contains(u"EUR 5.00"_s));
    QVERIFY(text.contains(u"Refund under way"_s));
    QVERIFY(text.contains(u"EUR 3.00"_s));
    QVERIFY2(!text.contains(u"EUR 2.00"_s), "money that was not returned");
}

void TestReceipt::leavesOutWhatIsNotThere()
{
    journal::SaleRecord sale = paidSale();
    sale.payment->card.reset();
    sale.description.clear();
    const QString text = textOf(sale);
    QVERIFY(!text.contains(u"Card"_s));
    QVERIFY(!text.contains(u"For"_s));
}

void TestReceipt::takesTextAsText()
{
    journal::SaleRecord sale = paidSale();
    sale.description = u"<b>Tea</b> & <img src='file:///x'>"_s;
    QVERIFY(textOf(sale).contains(sale.description));
}

void TestReceipt::tellsNothingThatIsForStaff()
{
    journal::SaleRecord sale = paidSale();
    sale.needsReview = true;
    sale.problem = u"Flowlix contradicted itself."_s;
    const QString text = textOf(sale);
    QVERIFY(!text.contains(u"review"_s));
    QVERIFY(!text.contains(sale.problem));
}

void TestReceipt::fitsOnPaper()
{
    journal::SaleRecord sale = paidSale();
    sale.description = u"A long description "_s.repeated(20);
    const auto document = receiptDocument(sale, {.shopName = u"Corner"_s});
    const QTemporaryDir directory;
    QPrinter printer;
    printer.setOutputFormat(QPrinter::PdfFormat);
    printer.setOutputFileName(directory.filePath(u"receipt.pdf"_s));
    document->print(&printer);
    QFile file(directory.filePath(u"receipt.pdf"_s));
    QVERIFY(file.open(QFile::ReadOnly));
    QVERIFY(file.readAll().startsWith("%PDF"));
    QCOMPARE(document->clone(this)->pageCount(), 1);
}

void TestReceipt::asksWithoutBlocking()
{
    QWidget window;
    window.show();
    printReceipt(paidSale(), {.shopName = u"Corner"_s}, &window);
    auto *dialog = window.findChild<QPrintDialog *>();
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->isVisible());
    dialog->reject();
    QTRY_VERIFY(!window.findChild<QPrintDialog *>());
}

QTEST_MAIN(TestReceipt)
#include "tst_receipt.moc"
