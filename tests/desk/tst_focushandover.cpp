// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/focushandover.h"

#include <QSignalSpy>
#include <QTest>
#include <QWidget>

using paydesk::desk::FocusHandover;

/// Asks for the keyboard until the desk has lost it. Another window of the test stands for the page's.
class TestFocusHandover : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void asksUntilTheDeskIsInactive();
    void isContentWhenThePageHasTheKeyboard();
    void takesTheKeyboardBack();
    void stopsAskingWhenThePageIsGone();
    void startsAnewWithTheNextPage();

private:
    std::unique_ptr<QWidget> m_desk;
    std::unique_ptr<QWidget> m_page;
};

namespace {

void activate(QWidget &window)
{
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
}

} // namespace

void TestFocusHandover::init()
{
    m_page = std::make_unique<QWidget>();
    m_desk = std::make_unique<QWidget>();
    activate(*m_desk);
}

void TestFocusHandover::asksUntilTheDeskIsInactive()
{
    auto *handover = new FocusHandover(*m_desk);
    QSignalSpy asked(handover, &FocusHandover::askAgain);
    handover->pageShown();
    QTRY_VERIFY(asked.size() >= 3);
    // The window manager gives in at last.
    QObject::connect(handover, &FocusHandover::askAgain, this, [this] { activate(*m_page); });
    QTRY_VERIFY(m_page->isActiveWindow());
    const qsizetype before = asked.size();
    handover->pageGone();
    QTRY_VERIFY(m_desk->isActiveWindow());
    QCOMPARE(asked.size(), before);
}

void TestFocusHandover::isContentWhenThePageHasTheKeyboard()
{
    auto *handover = new FocusHandover(*m_desk);
    activate(*m_page);
    QSignalSpy asked(handover, &FocusHandover::askAgain);
    auto *timer = handover->findChild<QTimer *>();
    handover->pageShown();
    // The proof is looked at once, and then no more: the desk's coming back later is nobody's fault.
    if (timer)
        QTRY_VERIFY(!timer->isActive());
    QCOMPARE(asked.size(), 0);
}

void TestFocusHandover::takesTheKeyboardBack()
{
    auto *handover = new FocusHandover(*m_desk);
    activate(*m_page);
    handover->pageGone();
    QTRY_VERIFY(m_desk->isActiveWindow());
}

void TestFocusHandover::stopsAskingWhenThePageIsGone()
{
    auto *handover = new FocusHandover(*m_desk);
    QSignalSpy asked(handover, &FocusHandover::askAgain);
    handover->pageShown();
    QTRY_VERIFY(!asked.isEmpty());
    handover->pageGone();
    const qsizetype before = asked.size();
    // Another one, started now, asks several times meanwhile.
    FocusHandover other(*m_desk);
    QSignalSpy clock(&other, &FocusHandover::askAgain);
    other.pageShown();
    QTRY_VERIFY(clock.size() >= 3);
    QCOMPARE(asked.size(), before);
}

void TestFocusHandover::startsAnewWithTheNextPage()
{
    auto *handover = new FocusHandover(*m_desk);
    QSignalSpy asked(handover, &FocusHandover::askAgain);
    for (int page = 0; page < 2; ++page) {
        handover->pageShown();
        const qsizetype before = asked.size();
        QTRY_VERIFY(asked.size() > before);
        handover->pageGone();
    }
}

QTEST_MAIN(TestFocusHandover)
#include "tst_focushandover.moc"
