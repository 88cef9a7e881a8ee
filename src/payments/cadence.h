// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

/// How long to wait before the next attempt. Pure; the shell adds the jitter.
namespace paydesk::payments {

/// After the `attempt`th failed POST (1 for the first): 0.5 s doubling to 8 s, then 30 s once a person
/// would have stopped waiting. What the service asks for (Retry-After) is the least.
std::chrono::milliseconds pauseBeforeSending(
    int attempt, std::optional<std::chrono::milliseconds> retryAfter);

/// Between two questions about a payment: 2.5 s while the page is open and for two minutes after, then
/// 15 s for a quarter of an hour, then a minute. `asks` counts the questions since the page was open.
std::chrono::milliseconds pauseBeforeAsking(
    bool pageOpen, int asks, std::optional<std::chrono::milliseconds> retryAfter);

/// Between two searches of the service's list, the `search`th of which (1 for the first) has just failed or
/// found nothing: 2 s doubling to a minute.
std::chrono::milliseconds pauseBeforeSearching(
    int search, std::optional<std::chrono::milliseconds> retryAfter);

/// How long staff is kept waiting for a payment to be created. What is not known then is shown as that, and
/// asked for in the background.
inline constexpr std::chrono::milliseconds staffPatience = std::chrono::seconds(45);

/// An idempotency key lives 24 hours at the service; an hour is kept for requests that are under way.
inline constexpr std::chrono::milliseconds resendLimit = std::chrono::hours(23);

} // namespace paydesk::payments
