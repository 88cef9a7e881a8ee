// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/focushandover.h"

#include <QWidget>

using namespace std::chrono_literals;

namespace paydesk::desk {

namespace {

constexpr auto pause = 60ms;
constexpr int maximumTries = 30;

} // namespace

FocusHandover::FocusHandover(QWidget &deskWindow)
    : QObject(&deskWindow)
    , m_deskWindow(deskWindow)
{
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &FocusHandover::check);
}

void FocusHandover::pageShown()
{
    m_triesLeft = maximumTries;
    m_timer.start();
}

void FocusHandover::pageGone()
{
    m_timer.stop();
    m_deskWindow.raise();
    m_deskWindow.activateWindow();
}

void FocusHandover::check()
{
    if (!m_deskWindow.isActiveWindow() || m_triesLeft-- <= 0)
        m_timer.stop();
    else
        emit askAgain();
}

} // namespace paydesk::desk
