// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEventLoop>
#include <QTimer>

namespace paydesk::bench {

/// Runs events until done() or until time is up. Wakes with the event and not in steps, so that what is
/// measured across it is not rounded.
class Waiter
{
public:
    void done()
    {
        m_done = true;
        m_loop.quit();
    }
    /// False when time was up first.
    bool wait(int timeoutMs = 30'000)
    {
        if (!m_done) {
            QTimer::singleShot(timeoutMs, &m_loop, &QEventLoop::quit);
            m_loop.exec();
        }
        return m_done;
    }

private:
    QEventLoop m_loop;
    bool m_done = false;
};

} // namespace paydesk::bench
