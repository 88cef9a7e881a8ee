// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/sender.h"

#include "core/secureurl.h"
#include "flowlix/retryafter.h"

#include <QNetworkProxyFactory>

#include <algorithm>

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace paydesk::flowlix {

namespace {

class SystemProxies : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return systemProxyForQuery(query);
    }
};

RateBudget::Moment present()
{
    return {.monotonic = steady_clock::now(), .wall = QDateTime::currentDateTimeUtc()};
}

} // namespace

Sender::Sender(const QString &host, QObject *parent)
    : QObject(parent)
{
    if (isLoopbackHost(host))
        m_manager.setProxy(QNetworkProxy::NoProxy);
    else
        m_manager.setProxyFactory(new SystemProxies); // the manager owns it
    m_turn.setSingleShot(true);
    m_turn.setTimerType(Qt::PreciseTimer); // a coarse one would leave seconds of the window unused
    connect(&m_turn, &QTimer::timeout, this, &Sender::sendWhatMayBeSent);
}

Sender::~Sender()
{
    // Before the manager goes, which owns their replies.
    qDeleteAll(findChildren<Call *>(Qt::FindDirectChildrenOnly));
}

Call *Sender::makeCall(const HttpRequest &request, Call::Limits limits)
{
    return new Call(request, limits, this);
}

void Sender::send(Call *call, Priority priority)
{
    connect(call, &Call::ended, this, [this, call](const RateHeaders &rate) { forget(call, rate); });
    if (priority == Priority::Background)
        m_background.push_back(call);
    else
        m_queue.push_back({.call = call, .since = steady_clock::now()});
    sendWhatMayBeSent();
}

bool Sender::hasToSpare()
{
    return m_queue.empty() && m_budget.hasToSpare(present());
}

void Sender::sendWhatMayBeSent()
{
    while (!m_queue.empty() || !m_background.empty()) {
        const RateBudget::Moment now = present();
        const milliseconds pause
            = m_queue.empty() ? m_budget.backgroundDelay(now) : wait(m_queue.front(), now);
        if (pause > milliseconds(0)) {
            m_turn.start(pause);
            return;
        }
        if (m_queue.empty()) {
            Call *call = m_background.front();
            m_background.pop_front();
            start(call);
        } else {
            Call *call = m_queue.front().call;
            m_queue.pop_front();
            start(call);
        }
    }
}

milliseconds Sender::wait(const Waiting &first, const RateBudget::Moment &now)
{
    const auto longest = std::chrono::ceil<milliseconds>(first.since + maximumWait - now.monotonic);
    return std::min(m_budget.delay(now), longest);
}

void Sender::start(Call *call)
{
    ++m_inFlight;
    m_budget.noteSent();
    call->start(m_manager);
}

void Sender::forget(const Call *call, const RateHeaders &rate)
{
    const bool waited
        = std::erase_if(m_queue, [call](const Waiting &waiting) { return waiting.call == call; })
            + std::erase(m_background, call)
        > 0;
    if (!waited)
        --m_inFlight;
    m_budget.noteAnswer(rate, m_inFlight, present());
    sendWhatMayBeSent();
}

} // namespace paydesk::flowlix
