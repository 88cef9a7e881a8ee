// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/ratebudget.h"

#include "flowlix/retryafter.h"

#include <algorithm>

namespace paydesk::flowlix {

using std::chrono::milliseconds;

milliseconds RateBudget::delay(const Moment &now)
{
    if (m_remaining && now.monotonic >= m_windowEnd) {
        // A new window, of which no answer has told yet: it is taken to be as large as the last one.
        m_remaining = m_limit;
        m_resetAt.reset();
        m_windowEnd = now.monotonic + maximumWait;
    }
    auto until = std::max(now.monotonic, m_refusedUntil);
    if (m_remaining && *m_remaining <= 0)
        until = std::max(until, m_windowEnd);
    return std::chrono::ceil<milliseconds>(until - now.monotonic);
}

bool RateBudget::hasToSpare(const Moment &now)
{
    return delay(now) == milliseconds(0) && (!m_remaining || !m_limit || *m_remaining > *m_limit / 4);
}

void RateBudget::noteSent()
{
    if (m_remaining)
        --*m_remaining;
}

void RateBudget::noteAnswer(const RateHeaders &headers, int inFlight, const Moment &now)
{
    if (headers.refusedFor)
        m_refusedUntil = std::max(
            m_refusedUntil, now.monotonic + std::min<milliseconds>(*headers.refusedFor, maximumWait));
    if (headers.limit && *headers.limit > 0)
        m_limit = headers.limit;
    if (!headers.remaining || !headers.resetAt)
        return;

    const QDateTime serverTime = headers.serverTime.isValid() ? headers.serverTime : now.wall;
    const qint64 left
        = std::min<qint64>(*headers.resetAt, serverTime.toSecsSinceEpoch() + maximumWait.count())
        - serverTime.toSecsSinceEpoch();
    if (left <= 0)
        return; // of a window that is over
    if (m_resetAt == headers.resetAt && m_remaining) {
        // Answers may overtake one another; within a window the least is the latest.
        m_remaining = std::min(*m_remaining, *headers.remaining);
        return;
    }
    m_resetAt = headers.resetAt;
    m_remaining = *headers.remaining - inFlight;
    m_windowEnd = now.monotonic + std::chrono::seconds(left);
}

} // namespace paydesk::flowlix
