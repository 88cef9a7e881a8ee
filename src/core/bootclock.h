// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace paydesk {

/// The time since this machine was started, with the time for which it was suspended (CLOCK_BOOTTIME).
/// Nobody can set it, so it tells how much time has really passed; std::chrono::steady_clock and Qt's timers
/// stand still during a suspend. It starts anew with the machine: written down it needs the id of the boot
/// (core/moment.h).
struct BootClock
{
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<BootClock>;
    static constexpr bool is_steady = true;

    static time_point now();
};

} // namespace paydesk
