// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/ratebudget.h"

#include "flowlix/retryafter.h"

#include <algorithm>

namespace paydesk::flowlix {

using std::chrono::milliseconds;

namespace {

/// One of so many requests is kept for what cannot wait: of the service's 500 a minute these are 8.
constexpr qint64 reserveShare = 64;

} // namespace

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

milliseconds RateBudget::backgroundDelay(const Moment &now)
{
    const milliseconds held = delay(now);
    if (held > milliseconds(0) || !m_remaining || !m_limit)
        return held;
    const auto left = std::chrono::ceil<milliseconds>(m_windowEnd - now.monotonic);
    const qint64 reserve = std::min((*m_limit + reserveShare - 1) / reserveShare, *m_limit - 1);
    const qint64 usable = *m_remaining - reserve;
    if (usable <= 0)
        return left;
    // As many go at once as are kept at the end: that much the even rate may be ahead of its time.
    const qint64 spread = std::max<qint64>(*m_limit - 2 * reserve, 1);
    const milliseconds mayBeLeft(usable * milliseconds(maximumWait).count() / spread);
    return std::max(left - mayBeLeft, milliseconds(0));
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
        // Its times are whole seconds: the least that an answer leaves is the closest.
        m_windowEnd = std::min(m_windowEnd, now.monotonic + std::chrono::seconds(left));
        return;
    }
    m_resetAt = headers.resetAt;
    m_remaining = *headers.remaining - inFlight;
    m_windowEnd = now.monotonic + std::chrono::seconds(left);
}

} // namespace paydesk::flowlix
