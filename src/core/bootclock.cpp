// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bootclock.h"

#include <time.h>

namespace paydesk {

BootClock::time_point BootClock::now()
{
    timespec time = {};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

} // namespace paydesk
