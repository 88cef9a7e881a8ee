// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uuidv7.h"
#include "desk/detailview.h"
#include "desk/palettes.h"
#include "desk/rawanswerdialog.h"
#include "desk/saledetails.h"
#include "desk/states.h"
#include "journal/history.h"
#include "models/detailrows.h"
#include "payments/counter.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;
using models::DetailRows;

/// The details of a sale, at a counter with its real services.
class TestSaleDetails : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void saysWhatItCameTo_data();
    void saysWhatItCameTo();
    void actionsByWhatIsPossible();
    void asksForWhatIsDoneElsewhere();
    void refundIsRefusedWithItsReason();
    void copiesByKeyboard();
    void copiesByMouse();
    void keepsItsPlace();
    void anotherSaleBeginsAtTheTop();
    void showsTheTimeline();
    void checksNow();
    void showsTheRawAnswer();
    void takesNoHtml();
    void longTextStaysInside();
    void isReadable_data();
    void isReadable();
    void clears();

private:
    journal::SaleRecord paidSale() const;
    QString text(const QString &name) const { return m_pane->findChild<QLabel *>(name)->text(); }
    QLabel *label(const QString &name) const { return m_pane->findChild<QLabel *>(name); }
    QPushButton *button(const QString &name) const { return m_pane->findChild<QPushButton *>(name); }
    DetailView *view(const QString &name) const { return m_pane->findChild<DetailView *>(name); }
    int rowOf(const QString &caption) const;

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Service> m_service;
    std::unique_ptr<Counter> m_counter;
    std::unique_ptr<journal::History> m_history;
    std::unique_ptr<SaleDetails> m_pane;
};

void TestSaleDetails::init()
{
    m_home = std::make_unique<Home>();
    m_service = std::make_unique<Service>();
    m_counter = std::make_unique<Counter>(*m_home, m_service->url());
    QVERIFY(m_counter->open());
    m_history = std::make_unique<journal::History>(m_home->journal());
    m_pane = std::make_unique<SaleDetails>();
    m_pane->setServices(m_counter->till, *m_history);
    m_pane->resize(380, 800);
    m_pane->show();
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
}

void TestSaleDetails::cleanup()
{
    m_pane.reset();
    m_history.reset();
    m_counter.reset();
    m_service.reset();
    m_home.reset();
}

journal::SaleRecord TestSaleDetails::paidSale() const
{
    m_service->setStatus(u"succeeded"_s);
    ChargeRequest request = saleOf(2500, u"Two tickets"_s);
    request.metadata = {{u"order"_s, u"4711"_s}};
    if (!m_counter->till.charge(request)
        || !QTest::qWaitFor([this] { return m_counter->till.current()->isFinished(); }, 20'000))
        qFatal("no sale");
    return m_counter->till.current()->state().sale;
}

int TestSaleDetails::rowOf(const QString &caption) const
{
    const QAbstractItemModel *model = view(u"fields"_s)->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, 0).data(DetailRows::CaptionRole).toString() == caption)
            return row;
    }
    return -1;
}

void TestSaleDetails::saysWhatItCameTo_data()
{
    QTest::addColumn<Outcome>("outcome");
    for (const Outcome outcome : allOutcomes)
        QTest::newRow(outcomeWord(outcome).toUtf8().constData()) << outcome;
}

void TestSaleDetails::saysWhatItCameTo()
{
    QFETCH(Outcome, outcome);
    journal::SaleRecord sale = stateWith(outcome).sale;
    m_pane->showSale(sale);
    QCOMPARE(text(u"amount"_s), u"EUR 25.00"_s);
    QCOMPARE(text(u"status"_s), outcomeWord(outcome));
    QVERIFY(!label(u"picture"_s)->pixmap().isNull());
    QCOMPARE(label(u"advice"_s)->isVisible(), outcome == Outcome::Declined);
    if (outcome == Outcome::Declined)
        QVERIFY(text(u"advice"_s).contains(u"not enough money"_s));
    sale.needsReview = true;
    sale.problem = u"Look at the dashboard."_s;
    m_pane->showSale(sale);
    QVERIFY(text(u"review"_s).contains(u"Look at the dashboard."_s));
    QVERIFY(text(u"status"_s).contains(u"eeds review"_s));
    QVERIFY(button(u"markReviewed"_s)->isVisible());
}

void TestSaleDetails::actionsByWhatIsPossible()
{
    QVERIFY(m_counter->till.charge(saleOf(2500)).ok());
    QTRY_COMPARE(m_counter->phase(), payments::Phase::Open);
    m_pane->showSale(m_counter->till.current()->state().sale);
    QVERIFY(button(u"openPage"_s)->isVisible());
    QVERIFY(!button(u"printReceipt"_s)->isEnabled());
    QVERIFY(!button(u"refund"_s)->isEnabled());
    QVERIFY(!button(u"markReviewed"_s)->isVisible());
    QVERIFY(button(u"checkNow"_s)->isEnabled());
    m_service->setStatus(u"succeeded"_s);
    m_counter->till.current()->checkAgain();
    QTRY_COMPARE(m_counter->outcome(), Outcome::Paid);
    m_pane->showSale(m_counter->till.current()->state().sale);
    QVERIFY(!button(u"openPage"_s)->isVisible());
    QVERIFY(button(u"printReceipt"_s)->isEnabled());
    QVERIFY(button(u"refund"_s)->isEnabled());
    QVERIFY(!label(u"refundNote"_s)->isVisible());
}

void TestSaleDetails::asksForWhatIsDoneElsewhere()
{
    const journal::SaleRecord sale = paidSale();
    m_pane->showSale(sale);
    const QSignalSpy refund(m_pane.get(), &SaleDetails::refundRequested);
    const QSignalSpy receipt(m_pane.get(), &SaleDetails::receiptRequested);
    const QList<std::pair<QString, const QSignalSpy *>> ways
        = {{u"refund"_s, &refund}, {u"printReceipt"_s, &receipt}};
    for (const auto &[name, spy] : ways) {
        button(name)->setFocus();
        QTest::keyClick(button(name), Qt::Key_Space);
        QCOMPARE(spy->size(), 1);
        QCOMPARE(spy->first().first().toUuid(), sale.attemptId);
    }
}

void TestSaleDetails::refundIsRefusedWithItsReason()
{
    journal::SaleRecord sale = paidSale();
    sale.payment->created = QDateTime::currentDateTimeUtc().addDays(-181);
    m_pane->showSale(sale);
    QVERIFY(!button(u"refund"_s)->isEnabled());
    QVERIFY(label(u"refundNote"_s)->isVisible());
    QVERIFY(text(u"refundNote"_s).contains(u"180"_s));
    QCOMPARE(button(u"refund"_s)->accessibleDescription(), text(u"refundNote"_s));
    m_pane->showSale(stateWith(Outcome::Canceled).sale);
    QVERIFY(text(u"refundNote"_s).contains(u"paid"_s));
}

void TestSaleDetails::copiesByKeyboard()
{
    const journal::SaleRecord sale = paidSale();
    m_pane->showSale(sale);
    button(u"rawAnswer"_s)->setFocus();
    for (int tabs = 0; tabs < 4 && !view(u"fields"_s)->hasFocus(); ++tabs)
        QTest::keyClick(m_pane->windowHandle(), Qt::Key_Tab);
    QVERIFY(view(u"fields"_s)->hasFocus());
    QTest::keyClick(m_pane->windowHandle(), Qt::Key_Home);
    QTest::keyClick(m_pane->windowHandle(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"Two tickets"_s);
    QVERIFY(text(u"news"_s).contains(u"Description"_s));
    // Down, past a heading, to the staff's own pair.
    for (int i = 0; i < rowOf(u"order"_s) && view(u"fields"_s)->currentIndex().row() != rowOf(u"order"_s);
         ++i)
        QTest::keyClick(m_pane->windowHandle(), Qt::Key_Down);
    QTest::keyClick(m_pane->windowHandle(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"4711"_s);
}

void TestSaleDetails::copiesByMouse()
{
    const journal::SaleRecord sale = paidSale();
    m_pane->showSale(sale);
    DetailView *fields = view(u"fields"_s);
    const QModelIndex row = fields->model()->index(rowOf(u"Payment"_s), 0);
    fields->scrollTo(row);
    const QRect place = fields->visualRect(row);
    QTest::mouseClick(fields->viewport(), Qt::LeftButton, {}, {place.right() - 15, place.top() + 15});
    QCOMPARE(QGuiApplication::clipboard()->text(), sale.payment->id);
    QGuiApplication::clipboard()->clear();
    QTest::mouseClick(fields->viewport(), Qt::LeftButton, {}, place.center());
    QVERIFY2(QGuiApplication::clipboard()->text().isEmpty(), "beside the button it only chooses");
}

void TestSaleDetails::keepsItsPlace()
{
    journal::SaleRecord sale = paidSale();
    for (int i = 0; i < 40; ++i)
        sale.payment->metadata.insert(u"key %1"_s.arg(i, 2), u"value"_s);
    m_pane->showSale(sale);
    DetailView *fields = view(u"fields"_s);
    fields->setFocus();
    const QPersistentModelIndex chosen = fields->model()->index(rowOf(u"key 20"_s), 0);
    fields->setCurrentIndex(chosen);
    QTRY_VERIFY(fields->verticalScrollBar()->value() > 0);
    const int place = fields->visualRect(chosen).top();
    m_pane->showSale(sale); // nothing has changed
    QCoreApplication::processEvents();
    QCOMPARE(fields->visualRect(chosen).top(), place);
    sale.payment->refunds = {{.id = u"re_1"_s, .amount = Money(100, Currency::Eur), .status = u"pending"_s}};
    m_pane->showSale(sale);
    QCoreApplication::processEvents();
    QCOMPARE(fields->currentIndex(), QModelIndex(chosen));
    QCOMPARE(fields->currentIndex().data(DetailRows::CaptionRole).toString(), u"key 20"_s);
    QVERIFY(fields->hasFocus());
    QVERIFY(std::abs(fields->visualRect(chosen).top() - place) <= 1);

    // The focused button goes away: the keyboard stays in the pane.
    button(u"refund"_s)->setFocus();
    sale.payment->refunds.first().amount = Money(2500, Currency::Eur);
    m_pane->showSale(sale);
    QVERIFY(!button(u"refund"_s)->isEnabled());
    QVERIFY(fields->hasFocus());
}

void TestSaleDetails::anotherSaleBeginsAtTheTop()
{
    journal::SaleRecord sale = stateWith(Outcome::Paid).sale;
    for (int i = 0; i < 40; ++i)
        sale.payment->metadata.insert(u"key %1"_s.arg(i, 2), u"value"_s);
    m_pane->showSale(sale);
    view(u"fields"_s)->scrollToBottom();
    sale.attemptId = makeUuidV7();
    m_pane->showSale(sale);
    QCOMPARE(view(u"fields"_s)->verticalScrollBar()->value(), 0);
    QVERIFY(!view(u"fields"_s)->selectionModel()->hasSelection());
}

void TestSaleDetails::showsTheTimeline()
{
    m_pane->showSale(paidSale());
    const QAbstractItemModel *timeline = view(u"timeline"_s)->model();
    QTRY_VERIFY(timeline->rowCount() >= 3);
    QVERIFY(timeline->index(0, 0).data().toString().contains(u"Began a payment"_s));
    QVERIFY(timeline->index(timeline->rowCount() - 1, 0).data().toString().contains(u"Paid with"_s));
    m_pane->findChild<QTabWidget *>()->setCurrentIndex(1);
    QVERIFY(view(u"timeline"_s)->isVisible());
}

void TestSaleDetails::checksNow()
{
    const journal::SaleRecord sale = paidSale();
    m_pane->showSale(sale);
    button(u"checkNow"_s)->setFocus();
    QTest::keyClick(button(u"checkNow"_s), Qt::Key_Space);
    QVERIFY(!text(u"news"_s).isEmpty());
    QTRY_COMPARE(text(u"news"_s), u"Nothing new."_s);
    // An answer about the sale before is not said of this one.
    button(u"checkNow"_s)->click();
    m_pane->showSale(stateWith(Outcome::Paid).sale);
    const qsizetype asked = m_service->requests().size();
    QTRY_VERIFY(m_service->requests().size() >= asked);
    QVERIFY(text(u"news"_s).isEmpty());
}

void TestSaleDetails::showsTheRawAnswer()
{
    m_pane->showSale(paidSale());
    button(u"rawAnswer"_s)->click();
    auto *dialog = m_pane->findChild<RawAnswerDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    auto *answer = dialog->findChild<QPlainTextEdit *>();
    QVERIFY(answer->isReadOnly());
    QVERIFY2(answer->toPlainText().contains(u"    \"status\": \"succeeded\""_s),
        qPrintable(answer->toPlainText()));
    for (QPushButton *each : dialog->findChildren<QPushButton *>()) {
        if (each->text().contains(u"Copy"_s))
            each->click();
    }
    QCOMPARE(QGuiApplication::clipboard()->text(), answer->toPlainText());
    QCOMPARE(RawAnswerDialog::readable("<b>no JSON</b>"), u"<b>no JSON</b>"_s);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!m_pane->findChild<RawAnswerDialog *>());
}

void TestSaleDetails::takesNoHtml()
{
    journal::SaleRecord sale = stateWith(Outcome::Declined).sale;
    sale.needsReview = true;
    sale.problem = u"<b>bold</b> <img src=x>"_s;
    m_pane->showSale(sale);
    for (const QLabel *each : m_pane->findChildren<QLabel *>())
        QCOMPARE(each->textFormat(), Qt::PlainText);
    QVERIFY(text(u"review"_s).contains(u"<b>bold</b>"_s));
}

void TestSaleDetails::longTextStaysInside()
{
    journal::SaleRecord sale = stateWith(Outcome::Paid).sale;
    sale.description = QString(500, u'W');
    sale.needsReview = true;
    sale.problem = QString(300, u'x');
    sale.payment->description = u"\U0001F3BB"_s.repeated(250);
    for (int i = 0; i < 47; ++i)
        sale.payment->metadata.insert(u"%1"_s.arg(i, 2).repeated(20), u"א"_s.repeated(500));
    m_pane->showSale(sale);
    QCoreApplication::processEvents();
    QCOMPARE(m_pane->width(), 380);
    QVERIFY2(m_pane->minimumSizeHint().width() <= 360,
        qPrintable(QString::number(m_pane->minimumSizeHint().width())));
    DetailView *fields = view(u"fields"_s);
    for (int row = 0; row < fields->model()->rowCount(); ++row)
        QVERIFY(fields->visualRect(fields->model()->index(row, 0)).width() <= fields->viewport()->width());
    const auto height
        = [fields](int row) { return fields->visualRect(fields->model()->index(row, 0)).height(); };
    QVERIFY2(height(rowOf(u"Description"_s)) > 5 * height(rowOf(u"Payment"_s)), "it is wrapped, not cut");
}

void TestSaleDetails::isReadable_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

void TestSaleDetails::isReadable()
{
    QFETCH(QPalette, palette);
    m_pane->setPalette(palette);
    journal::SaleRecord sale = stateWith(Outcome::Declined).sale;
    sale.needsReview = true;
    m_pane->showSale(sale);
    for (const QString &name : {u"status"_s, u"review"_s, u"advice"_s, u"facts"_s, u"refundNote"_s}) {
        const QColor color = label(name)->palette().color(QPalette::WindowText);
        QVERIFY2(contrast(color, palette.color(QPalette::Window)) >= readable, qPrintable(name));
    }
}

void TestSaleDetails::clears()
{
    m_pane->showSale(stateWith(Outcome::Paid).sale);
    QVERIFY(!m_pane->attemptId().isNull());
    m_pane->clear();
    QVERIFY(m_pane->attemptId().isNull());
    QVERIFY(label(u"empty"_s)->isVisible());
    QCOMPARE(view(u"fields"_s)->model()->rowCount(), 0);
}

QTEST_MAIN(TestSaleDetails)
#include "tst_saledetails.moc"
