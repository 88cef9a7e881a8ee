// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/refunddialog.h"
#include "payments/counter.h"

#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The dialog that gives money back, at a counter with its real services.
class TestRefundDialog : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void isPrefilled();
    void buttonSaysTheSum();
    void refuses_data();
    void refuses();
    void enterGoesFromFieldToField();
    void asksOnceMore();
    void goesBack();
    void heldEnterDoesNotRefund();
    void offersRecentReasons();
    void followsWhatIsLeft();
    void refusesWhatWasRefundedMeanwhile();
    void longWordsDoNotWidenIt();
    void sendsOnce();
    void closesWhileItGoesOn();

private:
    QLineEdit *amount() const { return m_dialog->findChild<QLineEdit *>(u"amount"_s); }
    QComboBox *reason() const { return m_dialog->findChild<QComboBox *>(); }
    QPushButton *confirm() const { return m_dialog->findChild<QPushButton *>(u"confirm"_s); }
    QPushButton *proceed() const { return m_dialog->findChild<QPushButton *>(u"proceed"_s); }
    QString textOf(const QString &name) const { return m_dialog->findChild<QLabel *>(name)->text(); }
    QString news() const { return m_dialog->findChild<QLabel *>(u"news"_s)->text(); }
    void press(Qt::Key key) { QTest::keyClick(m_dialog->windowHandle(), key); }
    /// The refunds that the service was asked for, however often.
    qsizetype asked() const
    {
        QSet<QByteArray> keys;
        for (const RawServer::Request &request : m_service->creates()) {
            if (request.line.contains("/refund"))
                keys.insert(request.header("Idempotency-Key"));
        }
        return keys.size();
    }

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Service> m_service;
    std::unique_ptr<Counter> m_counter;
    QPointer<RefundDialog> m_dialog;
};

void TestRefundDialog::init()
{
    m_home = std::make_unique<Home>();
    m_service = std::make_unique<Service>();
    m_service->setStatus(u"succeeded"_s);
    m_counter = std::make_unique<Counter>(*m_home, m_service->url());
    QVERIFY(m_counter->open());
    QVERIFY(m_counter->till.charge(saleOf(2500, u"Two tickets"_s)));
    QTRY_COMPARE(m_counter->outcome(), Outcome::Paid);
    const journal::SaleRecord sale = m_counter->till.current()->state().sale;
    m_dialog = new RefundDialog(m_counter->till, sale, sale.payment->id);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->open();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog));
}

void TestRefundDialog::cleanup()
{
    delete m_dialog;
    m_counter.reset();
    m_service.reset();
    m_home.reset();
}

void TestRefundDialog::isPrefilled()
{
    QCOMPARE(amount()->text(), u"25.00"_s);
    QVERIFY(amount()->hasFocus());
    QVERIFY(reason()->currentText().isEmpty());
    m_dialog->setReason(u"Charged twice"_s);
    QCOMPARE(reason()->currentText(), u"Charged twice"_s);
    QVERIFY(m_dialog->findChild<QLabel *>(u"sale"_s)->text().contains(u"Two tickets"_s));
    QCOMPARE(m_dialog->findChild<QLabel *>(u"most"_s)->text(), u"At most EUR 25.00"_s);
}

void TestRefundDialog::buttonSaysTheSum()
{
    QCOMPARE(confirm()->text(), u"Refund EUR 25.00…"_s);
    amount()->setText(u"7,5"_s);
    QCOMPARE(confirm()->text(), u"Refund EUR 7.50…"_s);
    QCOMPARE(confirm()->accessibleName(), confirm()->text());
    amount()->setText(u"25.01"_s);
    QCOMPARE(confirm()->text(), u"Refund…"_s);
    amount()->setText(u"x"_s);
    QCOMPARE(confirm()->text(), u"Refund…"_s);
}

void TestRefundDialog::refuses_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("why");
    QTest::newRow("no amount") << QString() << u"Reason"_s;
    QTest::newRow("not an amount") << u"x"_s << u"Reason"_s;
    QTest::newRow("too much") << u"25.01"_s << u"Reason"_s;
    QTest::newRow("no reason") << u"25"_s << QString();
    QTest::newRow("too long a reason") << u"25"_s << u"r"_s.repeated(51);
}

void TestRefundDialog::refuses()
{
    QFETCH(QString, typed);
    QFETCH(QString, why);
    amount()->setText(typed);
    m_dialog->setReason(why);
    confirm()->click();
    QVERIFY(!news().isEmpty());
    QCOMPARE(amount()->text(), typed);
    QCOMPARE(reason()->currentText(), why);
    QVERIFY(amount()->isEnabled());
    QVERIFY2(m_dialog->refundId().isNull(), "nothing was begun");
    QCOMPARE(asked(), 0);
}

void TestRefundDialog::enterGoesFromFieldToField()
{
    m_dialog->setReason(u"Goods returned"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY(reason()->hasFocus());
    press(Qt::Key_Enter);
    QTRY_VERIFY(confirm()->hasFocus());
    QVERIFY2(m_dialog->refundId().isNull(), "no Enter in a field moves money");
    press(Qt::Key_Return);
    QTRY_VERIFY(proceed()->hasFocus());
    QVERIFY2(m_dialog->refundId().isNull(), "it asks once more");
    press(Qt::Key_Return);
    QTRY_COMPARE(asked(), 1);
}

void TestRefundDialog::asksOnceMore()
{
    amount()->setText(u"12"_s);
    m_dialog->setReason(u"  Goods   returned "_s);
    confirm()->click();
    QCOMPARE(textOf(u"question"_s), u"Refund EUR 12.00 to Visa •••• 1111?"_s);
    QCOMPARE(textOf(u"askedReason"_s), u"Reason: Goods returned"_s);
    QCOMPARE(proceed()->text(), u"Refund EUR 12.00"_s);
    QVERIFY(!confirm()->isVisible());
    QVERIFY(!amount()->isVisible());
    QCOMPARE(asked(), 0);
    proceed()->click();
    QTRY_COMPARE(asked(), 1);
    QCOMPARE(m_service->creates().last().body.contains("1200"), true);
}

void TestRefundDialog::goesBack()
{
    m_dialog->setReason(u"Goods returned"_s);
    confirm()->click();
    press(Qt::Key_Escape);
    QVERIFY2(m_dialog && m_dialog->isVisible(), "back is not out");
    QVERIFY(amount()->isVisible());
    QVERIFY(!proceed()->isVisible());
    QVERIFY(confirm()->hasFocus());
    QCOMPARE(amount()->text(), u"25.00"_s);
    QCOMPARE(reason()->currentText(), u"Goods returned"_s);
    confirm()->click();
    m_dialog->findChild<QPushButton *>(u"back"_s)->click();
    QVERIFY(amount()->isVisible());
    QCOMPARE(asked(), 0);
    press(Qt::Key_Escape);
    QTRY_VERIFY(!m_dialog);
}

/// The key goes down once and stays down: from the amount to the button, and not through it.
void TestRefundDialog::heldEnterDoesNotRefund()
{
    m_dialog->setReason(u"Goods returned"_s);
    const auto hold = [this] {
        QWidget *focus = QApplication::focusWidget();
        QKeyEvent repeated(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, u"\r"_s, true);
        QApplication::sendEvent(focus ? focus : m_dialog.data(), &repeated);
        QCoreApplication::processEvents();
    };
    for (int i = 0; i < 20; ++i)
        hold();
    QVERIFY(confirm()->hasFocus());
    press(Qt::Key_Return);
    QTRY_VERIFY(proceed()->hasFocus());
    for (int i = 0; i < 20; ++i)
        hold();
    QVERIFY(proceed()->isVisible());
    QVERIFY(m_dialog->refundId().isNull());
    QCOMPARE(asked(), 0);
}

void TestRefundDialog::offersRecentReasons()
{
    m_dialog->setReason(u"Half typ"_s);
    m_dialog->setRecentReasons({u"Rained off"_s, u"Wrong amount"_s, u"goods returned"_s});
    QCOMPARE(reason()->currentText(), u"Half typ"_s);
    QStringList offered;
    for (int i = 0; i < reason()->count(); ++i)
        offered += reason()->itemText(i);
    QCOMPARE(offered,
        (QStringList{u"Rained off"_s, u"Wrong amount"_s, u"goods returned"_s, u"Order canceled"_s,
            u"Charged twice"_s, u"Price reduced"_s}));
}

void TestRefundDialog::followsWhatIsLeft()
{
    journal::SaleRecord sale = m_counter->till.current()->state().sale;
    Refund refund{.id = u"re_1"_s, .amount = Money(1000, Currency::Eur), .status = u"pending"_s};
    sale.payment->refunds = {refund};
    m_dialog->setSale(sale);
    QCOMPARE(textOf(u"most"_s), u"At most EUR 15.00"_s);
    QVERIFY(confirm()->isEnabled());
    sale.payment->refunds.first().amount = Money(2500, Currency::Eur);
    m_dialog->setSale(sale);
    QVERIFY(!confirm()->isEnabled());
    QVERIFY(news().contains(u"All of this payment"_s));
}

/// Another dialog, or another program on this journal, was faster: the journal refuses, and nothing is sent.
void TestRefundDialog::refusesWhatWasRefundedMeanwhile()
{
    const QSignalSpy refused(m_dialog, &RefundDialog::refused);
    const journal::SaleRecord sale = m_counter->till.current()->state().sale;
    const QSignalSpy settled(&m_counter->till, &payments::Till::refundSettled);
    QVERIFY(m_counter->till.refund(sale, {sale.payment->id, Money(2000, Currency::Eur), u"Faster"_s}).ok());
    QTRY_COMPARE(settled.size(), 1);
    QCOMPARE(asked(), 1);
    m_dialog->setReason(u"Goods returned"_s);
    confirm()->click();
    proceed()->click();
    QTRY_COMPARE(refused.size(), 1);
    QVERIFY2(news().contains(u"At most"_s), qPrintable(news()));
    QVERIFY(amount()->isEnabled());
    QCOMPARE(asked(), 1);
}

void TestRefundDialog::longWordsDoNotWidenIt()
{
    const int width = m_dialog->width();
    journal::SaleRecord sale = m_counter->till.current()->state().sale;
    sale.description = QString(500, u'W');
    m_dialog->setSale(sale);
    QCoreApplication::processEvents();
    QVERIFY(m_dialog->minimumSizeHint().width() <= width);
}

void TestRefundDialog::sendsOnce()
{
    m_dialog->setReason(u"Goods returned"_s);
    confirm()->click();
    proceed()->click();
    proceed()->click();
    QVERIFY(!m_dialog->refundId().isNull());
    QVERIFY(!confirm()->isEnabled());
    QVERIFY(!amount()->isEnabled());
    QVERIFY(!news().isEmpty());
    QTRY_COMPARE(asked(), 1);
    press(Qt::Key_Return);
    QCOMPARE(asked(), 1);
}

void TestRefundDialog::closesWhileItGoesOn()
{
    m_dialog->setReason(u"Goods returned"_s);
    confirm()->click();
    proceed()->click();
    press(Qt::Key_Escape);
    QTRY_VERIFY(!m_dialog);
    QTRY_COMPARE(asked(), 1);
}

QTEST_MAIN(TestRefundDialog)
#include "tst_refunddialog.moc"
