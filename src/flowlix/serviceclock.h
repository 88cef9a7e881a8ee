// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bootclock.h"

#include <QDateTime>

#include <optional>

namespace paydesk::flowlix {

/// The service's time, as its answers tell it. Pure: the moments are handed in.
class ServiceClock
{
public:
    /// An answer whose head came at `arrival`. `date` is its `Date` header, in whole seconds; invalid where
    /// it has none. Of two answers the one that came later counts, whatever order they are handed in.
    void note(const QDateTime &date, BootClock::time_point arrival);
    /// The service's time at `moment`, in UTC: what the newest answer said, carried on. It may be behind by
    /// the second that the header leaves out and by the answer's way here. Empty before the first note.
    std::optional<QDateTime> at(BootClock::time_point moment) const;

private:
    QDateTime m_date; ///< invalid before the first note
    BootClock::time_point m_arrival;
};

} // namespace paydesk::flowlix
