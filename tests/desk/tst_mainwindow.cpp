// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/chargepage.h"
#include "desk/mainwindow.h"
#include "desk/noticebar.h"
#include "desk/resultpage.h"
#include "journal/replacement.h"
#include "payments/counter.h"
#include "support/filesizelimit.h"

#include <QApplication>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The desk's window at a counter with its real services: what keys do from one page to the next.
class TestMainWindow : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void twoEntersAreOneSale();
    void typedAheadGoesNowhere();
    void refusedSaleKeepsTheForm();
    void oneKeyStartsTheNext();
    void anotherCardIsPrefilled();
    void asksBeforeTheSameAmount();
    void doubleClickIsOneSale();
    void stopsWaiting();
    void saysWhenTheDiskFails();
    void saysThatTheJournalWasReplaced();
    void closedCounterTakesNothing();

private:
    QString page() const
    {
        return m_window->findChild<QStackedWidget *>(u"counter"_s)->currentWidget()->objectName();
    }
    QLineEdit *line(const QString &name) const { return m_window->findChild<QLineEdit *>(name); }
    QString label(const QString &name) const
    {
        return m_window->findChild<ResultPage *>()->findChild<QLabel *>(name)->text();
    }
    /// As the window system delivers it: to whatever has the keyboard.
    void press(Qt::Key key) { QTest::keyClick(m_window->windowHandle(), key); }
    void type(const QString &digits)
    {
        for (const QChar digit : digits)
            press(Qt::Key(digit.unicode()));
    }
    void limitDisk() { m_limit.emplace(QFileInfo(m_home->journalFile() + u"-wal"_s).size()); }

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Service> m_service;
    std::unique_ptr<Counter> m_counter;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<QSignalSpy> m_requests;
    std::optional<FileSizeLimit> m_limit;
};

void TestMainWindow::init()
{
    m_home = std::make_unique<Home>();
    m_service = std::make_unique<Service>();
    m_counter = std::make_unique<Counter>(*m_home, m_service->url());
    QVERIFY(m_counter->open());
    m_counter->checkout.warmUp();
    QTRY_COMPARE(m_home->notes(), QStringList{u"start"_s});
    m_window = std::make_unique<MainWindow>(
        settings::Settings{.mode = Mode::Test, .shopName = u"Corner"_s}, false);
    m_requests
        = std::make_unique<QSignalSpy>(m_window->findChild<ChargePage *>(), &ChargePage::chargeRequested);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->openCounter(m_counter->till, m_counter->checkout, m_counter->journal);
    m_counter->till.recover();
    QTRY_VERIFY(m_window->findChild<QPushButton *>(u"chargeButton"_s)->isEnabled());
}

void TestMainWindow::cleanup()
{
    m_limit.reset();
    m_requests.reset();
    m_window.reset();
    m_counter.reset();
    m_service.reset();
    m_home.reset();
}

void TestMainWindow::twoEntersAreOneSale()
{
    type(u"25"_s);
    press(Qt::Key_Return);
    press(Qt::Key_Return);
    press(Qt::Key_Enter);
    QTRY_COMPARE(m_counter->phase(), payments::Phase::Open);
    QCOMPARE(m_requests->size(), 1);
    QCOMPARE(m_service->creates().size(), 1);
    QCOMPARE(page(), u"waitingPage"_s);
}

void TestMainWindow::typedAheadGoesNowhere()
{
    type(u"25"_s);
    press(Qt::Key_Return);
    type(u"4111111111111111"_s);
    press(Qt::Key_Return);
    press(Qt::Key_Space);
    QTRY_VERIFY(m_counter->till.current() && m_counter->till.current()->state().pageOpen);
    type(u"4111"_s);
    QCoreApplication::processEvents();
    for (const QLineEdit *field : m_window->findChildren<QLineEdit *>())
        QVERIFY2(!field->text().contains(u'4'), qPrintable(field->objectName()));
    QCOMPARE(line(u"amount"_s)->text(), u"25"_s);
    QCOMPARE(m_service->creates().size(), 1);
}

void TestMainWindow::refusedSaleKeepsTheForm()
{
    line(u"description"_s)->setText(u"Two tickets"_s);
    type(u"25"_s);
    limitDisk();
    press(Qt::Key_Return);
    auto *problem = m_window->findChild<QLabel *>(u"problem"_s);
    QTRY_VERIFY(!problem->text().isEmpty());
    QVERIFY2(problem->text().contains(u"disk"_s), qPrintable(problem->text()));
    QCOMPARE(page(), u"chargePage"_s);
    QCOMPARE(line(u"amount"_s)->text(), u"25"_s);
    QCOMPARE(line(u"description"_s)->text(), u"Two tickets"_s);
    QVERIFY(line(u"amount"_s)->hasFocus());
    QVERIFY2(m_service->requests().isEmpty(), "nothing was sent");
    QVERIFY(!m_counter->till.current());

    m_limit.reset();
    press(Qt::Key_Return);
    QTRY_COMPARE(m_service->creates().size(), 1);
}

void TestMainWindow::oneKeyStartsTheNext()
{
    m_service->setStatus(u"succeeded"_s);
    type(u"25"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(page(), u"resultPage"_s);
    QTRY_COMPARE(label(u"headline"_s), u"Paid"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(page(), u"chargePage"_s);
    QVERIFY(line(u"amount"_s)->hasFocus());
    QVERIFY(line(u"amount"_s)->text().isEmpty());
    type(u"7"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(m_service->creates().size(), 2);
    QVERIFY(m_service->creates().last().body.contains("700"));
}

void TestMainWindow::anotherCardIsPrefilled()
{
    m_service->setStatus(u"failed"_s);
    line(u"description"_s)->setText(u"Two tickets"_s);
    type(u"25"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(label(u"headline"_s), u"Declined"_s);
    press(Qt::Key_F3);
    QTRY_COMPARE(page(), u"chargePage"_s);
    QCOMPARE(line(u"amount"_s)->text(), u"25.00"_s);
    QCOMPARE(line(u"description"_s)->text(), u"Two tickets"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(m_service->payments(), 2); // a new payment, under a key of its own
}

void TestMainWindow::asksBeforeTheSameAmount()
{
    m_service->loseAnswers(true);
    type(u"25"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY(m_window->findChild<QPushButton *>(u"stopWaiting"_s)->isVisible());
    press(Qt::Key_F9);
    QTRY_COMPARE(page(), u"resultPage"_s);
    QCOMPARE(label(u"headline"_s), u"Not known yet"_s);
    press(Qt::Key_Return);
    type(u"25"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(page(), u"interlockPage"_s);
    QVERIFY2(!m_counter->till.current(), "nothing was begun");
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Return);
    QCOMPARE(page(), u"interlockPage"_s);
    press(Qt::Key_Escape);
    QTRY_COMPARE(page(), u"chargePage"_s);
    QCOMPARE(line(u"amount"_s)->text(), u"25"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(page(), u"interlockPage"_s);
    m_service->loseAnswers(false);
    press(Qt::Key_F8);
    QTRY_COMPARE(page(), u"waitingPage"_s);
    QTRY_COMPARE(m_service->payments(), 2);
}

void TestMainWindow::doubleClickIsOneSale()
{
    type(u"25"_s);
    const auto *button = m_window->findChild<QPushButton *>(u"chargeButton"_s);
    const QPoint place = button->mapTo(m_window.get(), button->rect().center());
    QTest::mouseClick(m_window->windowHandle(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(m_window->windowHandle(), Qt::LeftButton, {}, place);
    QTRY_COMPARE(m_counter->phase(), payments::Phase::Open);
    QCOMPARE(m_requests->size(), 1);
    QCOMPARE(m_service->payments(), 1);
}

void TestMainWindow::stopsWaiting()
{
    m_service->loseAnswers(true);
    type(u"25"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(page(), u"waitingPage"_s);
    auto *stop = m_window->findChild<QPushButton *>(u"stopWaiting"_s);
    QTRY_VERIFY(stop->isVisible());
    press(Qt::Key_Escape);
    press(Qt::Key_Return);
    QCOMPARE(page(), u"waitingPage"_s);
    press(Qt::Key_Tab);
    QTRY_VERIFY(stop->hasFocus());
    QTRY_VERIFY_WITH_TIMEOUT(m_service->creates().size() > 2, 20'000);
    QVERIFY2(stop->hasFocus(), "news does not take the keyboard from the button");
    press(Qt::Key_Space);
    QTRY_COMPARE(page(), u"resultPage"_s);
    QVERIFY(!m_window->findChild<QPushButton *>(u"reopenPage"_s)->isVisible());
    m_service->loseAnswers(false);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<QPushButton *>(u"reopenPage"_s)->isVisible(), 20'000);
    QCOMPARE(m_service->payments(), 1);
}

void TestMainWindow::saysWhenTheDiskFails()
{
    m_service->beforeCreate([this] { limitDisk(); });
    m_service->setStatus(u"succeeded"_s);
    type(u"25"_s);
    press(Qt::Key_Return);
    auto *notices = m_window->findChild<QWidget *>(u"notices"_s);
    QTRY_VERIFY(notices->isVisible());
    QTRY_COMPARE(label(u"headline"_s), u"Paid"_s);
    m_limit.reset();
    QTRY_VERIFY_WITH_TIMEOUT(!notices->isVisible(), 20'000);
}

void TestMainWindow::saysThatTheJournalWasReplaced()
{
    auto *notices = m_window->findChild<NoticeBar *>();
    const auto texts = [notices] {
        QStringList lines;
        for (const QLabel *label : notices->findChildren<QLabel *>())
            lines += label->text();
        return lines.join(u'\n');
    };
    m_window->showReplacement({.damagedFiles = {u"/till/damaged-1.db"_s}, .eventsTaken = 7, .eventsLost = 2});
    QVERIFY(notices->has({NoticeTopic::Journal}));
    QVERIFY2(texts().contains(u"/till/damaged-1.db"_s), qPrintable(texts()));
    m_window->showRefilled(1);
    QVERIFY2(notices->has({NoticeTopic::Journal}), "staff has not read it yet");
    QVERIFY2(texts().contains(u"1 payment"_s), qPrintable(texts()));
    for (int i = 0; i < 2; ++i) {
        const auto buttons = notices->findChildren<QPushButton *>();
        const auto dismiss = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton *button) {
            return button->isVisible() && button->text().remove(u'&') == "Dismiss"_L1;
        });
        QVERIFY(dismiss != buttons.end());
        (*dismiss)->click();
        QTRY_COMPARE(notices->has({NoticeTopic::Journal}) + notices->has({NoticeTopic::Refill}), 1 - i);
    }
}

void TestMainWindow::closedCounterTakesNothing()
{
    m_window->closeCounter({.kind = ErrorKind::Configuration, .text = u"The key is malformed."_s});
    type(u"25"_s);
    press(Qt::Key_Return);
    QCoreApplication::processEvents();
    QCOMPARE(m_requests->size(), 0);
    QCOMPARE(line(u"amount"_s)->text(), u"25"_s);
    auto *notices = m_window->findChild<QWidget *>(u"notices"_s);
    QVERIFY(notices->isVisible());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
