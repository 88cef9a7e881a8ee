// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/cadence.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace paydesk::payments {

std::chrono::milliseconds pauseBeforeSending(int attempt, std::optional<std::chrono::milliseconds> retryAfter)
{
    constexpr int attemptsWhileStaffWaits = 10;
    const std::chrono::milliseconds pause = attempt > attemptsWhileStaffWaits
        ? 30s
        : std::min(500ms * (1 << std::clamp(attempt - 1, 0, 4)), 8000ms);
    return std::max(pause, retryAfter.value_or(0ms));
}

std::chrono::milliseconds pauseBeforeAsking(
    bool pageOpen, int asks, std::optional<std::chrono::milliseconds> retryAfter)
{
    constexpr int quickAsks = 48; // two minutes
    constexpr int mediumAsks = quickAsks + 60; // a quarter of an hour more
    std::chrono::milliseconds pause = 60s;
    if (pageOpen || asks < quickAsks)
        pause = 2500ms;
    else if (asks < mediumAsks)
        pause = 15s;
    return std::max(pause, retryAfter.value_or(0ms));
}

std::chrono::milliseconds pauseBeforeSearching(
    int search, std::optional<std::chrono::milliseconds> retryAfter)
{
    const std::chrono::milliseconds pause = std::min(2000ms * (1 << std::clamp(search - 1, 0, 5)), 60'000ms);
    return std::max(pause, retryAfter.value_or(0ms));
}

} // namespace paydesk::payments
