// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>

#include <chrono>
#include <optional>

namespace paydesk {

/// One moment as every clock within reach tells it. Each of them can be wrong in its own way; an age that
/// decides about money must hold by all of them (greatestAge()).
struct Moment
{
    QDateTime wall; ///< this computer's clock, UTC: anybody can set it
    QByteArray bootId; ///< which start of the computer `sinceBoot` counts from
    std::chrono::milliseconds sinceBoot{0}; ///< counts suspend, cannot be set, starts anew with each boot
    QDateTime service; ///< the service's clock, UTC; invalid where no answer has told it yet

    static Moment now(const std::optional<QDateTime> &serviceTime);
    friend bool operator==(const Moment &, const Moment &) = default;
};

/// How long ago `then` was, by the clock that says the most. Empty where that cannot be relied upon: a
/// clock was set back, or neither the time since boot nor the service's clock covers the whole span.
std::optional<std::chrono::milliseconds> greatestAge(const Moment &then, const Moment &now);

} // namespace paydesk
