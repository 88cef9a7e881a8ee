// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <chrono>
#include <optional>

namespace paydesk::flowlix {

/// What an answer says about the rate at which the service takes requests.
struct RateHeaders
{
    std::optional<qint64> limit; ///< `X-RateLimit-Limit`: requests a window
    std::optional<qint64> remaining; ///< `X-RateLimit-Remaining`
    std::optional<qint64> resetAt; ///< `X-RateLimit-Reset`: end of the window, in Unix seconds
    QDateTime serverTime; ///< `Date`: what `resetAt` is compared with; invalid where it is missing
    std::optional<std::chrono::milliseconds> refusedFor; ///< `Retry-After` of a 429
};

/// How many requests the service will still take in its present window, as far as its answers tell. Pure:
/// the time is handed in.
///
/// Without headers there is no known budget, and requests are sent. No wait is longer than maximumWait.
class RateBudget
{
public:
    struct Moment
    {
        std::chrono::steady_clock::time_point monotonic; ///< waits are measured with this one
        QDateTime wall; ///< stands in for a missing `Date` header only: a till's clock may be wrong
    };

    /// How long to hold the next request back; 0 where it may be sent now.
    std::chrono::milliseconds delay(const Moment &now);
    /// The same for a request that can as well wait. It is sent out of what is left when the rest of the
    /// window is counted out evenly, so that at each moment the others find as much as at that rate remains,
    /// and a small reserve at the end: together they use all but that reserve.
    std::chrono::milliseconds backgroundDelay(const Moment &now);
    /// Whether a request that could as well be left out may be sent now: a quarter of the window is kept for
    /// those that could not.
    bool hasToSpare(const Moment &now);
    /// A request leaves.
    void noteSent();
    /// An answer arrived. `inFlight`: how many other requests have left and wait for theirs; the service
    /// may not have counted them yet.
    void noteAnswer(const RateHeaders &headers, int inFlight, const Moment &now);

private:
    std::optional<qint64> m_limit;
    std::optional<qint64> m_remaining;
    std::optional<qint64> m_resetAt; ///< tells windows apart; empty in one that is only assumed
    std::chrono::steady_clock::time_point m_windowEnd;
    std::chrono::steady_clock::time_point m_refusedUntil;
};

} // namespace paydesk::flowlix
