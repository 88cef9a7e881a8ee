// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http.h"

namespace paydesk::sandbox {

/// Requests a minute for each caller (an API key's fingerprint), counted in a fixed window of 60 s that
/// begins with the first request after the last window. Pure: the time is an argument (Unix milliseconds).
class RateLimiter
{
public:
    struct Budget
    {
        bool allowed = true;
        int limit = 0;
        int remaining = 0;
        qint64 resetSeconds = 0; ///< Unix time at which the window ends
        qint64 retryAfterSeconds = 0; ///< until then, at least 1
    };

    explicit RateLimiter(int limit);
    /// Counts one request, and says whether it may run.
    Budget take(const QByteArray &caller, qint64 nowMs);

private:
    struct Window
    {
        qint64 startMs = 0;
        int used = 0;
    };
    int m_limit;
    QHash<QByteArray, Window> m_windows;
};

/// X-RateLimit-Limit, -Remaining, -Reset, and Retry-After where the request may not run.
QList<Header> rateLimitHeaders(const RateLimiter::Budget &budget);

} // namespace paydesk::sandbox
