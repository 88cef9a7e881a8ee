// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/ratelimit.h"

#include <algorithm>

namespace paydesk::sandbox {

namespace {

constexpr qint64 windowMs = 60'000;

} // namespace

RateLimiter::RateLimiter(int limit)
    : m_limit(limit)
{
}

RateLimiter::Budget RateLimiter::take(const QByteArray &caller, qint64 nowMs)
{
    Window &window = m_windows[caller];
    if (nowMs - window.startMs >= windowMs || nowMs < window.startMs)
        window = {.startMs = nowMs, .used = 0};
    const bool allowed = window.used < m_limit;
    if (allowed)
        ++window.used;
    const qint64 endMs = window.startMs + windowMs;
    return {.allowed = allowed,
        .limit = m_limit,
        .remaining = m_limit - window.used,
        .resetSeconds = (endMs + 999) / 1000,
        .retryAfterSeconds = std::max<qint64>(1, (endMs - nowMs + 999) / 1000)};
}

QList<Header> rateLimitHeaders(const RateLimiter::Budget &budget)
{
    QList<Header> headers = {{"X-RateLimit-Limit", QByteArray::number(budget.limit)},
        {"X-RateLimit-Remaining", QByteArray::number(budget.remaining)},
        {"X-RateLimit-Reset", QByteArray::number(budget.resetSeconds)}};
    if (!budget.allowed)
        headers.append({"Retry-After", QByteArray::number(budget.retryAfterSeconds)});
    return headers;
}

} // namespace paydesk::sandbox
