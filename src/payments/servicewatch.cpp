// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/servicewatch.h"

#include "flowlix/client.h"

using std::chrono::milliseconds;

namespace paydesk::payments {

ServiceWatch::ServiceWatch(flowlix::Client &client, const Pauses &pauses, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_pauses(pauses)
{
    m_next.setSingleShot(true);
    m_patience.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &ServiceWatch::probe);
    connect(&m_patience, &QTimer::timeout, this, &ServiceWatch::tellDelay);
    connect(&client, &flowlix::Client::answered, this, &ServiceWatch::hearAnswer);
    connect(&client, &flowlix::Client::unanswered, this, &ServiceWatch::hearNothing);
}

ServiceWatch::ServiceWatch(flowlix::Client &client, QObject *parent)
    : ServiceWatch(client, Pauses(), parent)
{
}

void ServiceWatch::start()
{
    probe();
}

void ServiceWatch::hearAnswer(milliseconds took, int httpStatus)
{
    ServiceState state{.reach = Reach::Online, .keyRefused = m_state.keyRefused};
    if (httpStatus == 401 || httpStatus == 403)
        state.keyRefused = true;
    else if (httpStatus >= 200 && httpStatus <= 299)
        state.keyRefused = false;
    if (httpStatus >= 500) {
        state.reach = Reach::Faulty;
    } else if (took > m_pauses.slowAnswer) {
        state.reach = Reach::Slow;
        state.delay = took;
    }
    become(state);
}

void ServiceWatch::hearNothing(const Error &error)
{
    become({.reach = Reach::Offline,
        .keyRefused = m_state.keyRefused,
        .problem = error.text,
        .detail = error.detail});
}

void ServiceWatch::become(const ServiceState &state)
{
    const bool differs = state != m_state;
    m_state = state;
    m_patience.stop();
    m_next.start(isInTrouble() ? m_pauses.retry : m_pauses.quiet);
    if (differs)
        emit changed();
}

bool ServiceWatch::isInTrouble() const
{
    return m_state.reach == Reach::Offline || m_state.reach == Reach::Faulty;
}

void ServiceWatch::probe()
{
    if (m_asking)
        return;
    if (!m_client.hasBudgetToSpare()) {
        m_next.start(m_pauses.retry);
        return;
    }
    m_asking = true;
    m_asked.start();
    // Where it is known that no payment can be made, a question without an answer is no news.
    if (!isInTrouble())
        m_patience.start(m_pauses.slowProbe);
    m_client.listPayments({.limit = 1}, this, [this](const Result<flowlix::PaymentPage> &) {
        m_asking = false;
        m_patience.stop();
        // Heard by now, if there was anything to hear. A call that was not even sent says nothing.
        m_next.start(isInTrouble() ? m_pauses.retry : m_pauses.quiet);
    });
}

void ServiceWatch::tellDelay()
{
    m_state
        = {.reach = Reach::Slow, .keyRefused = m_state.keyRefused, .delay = milliseconds(m_asked.elapsed())};
    m_patience.start(m_pauses.tick);
    emit changed();
}

} // namespace paydesk::payments
