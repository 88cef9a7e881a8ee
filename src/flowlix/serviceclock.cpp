// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/serviceclock.h"

namespace paydesk::flowlix {

void ServiceClock::note(const QDateTime &date, BootClock::time_point arrival)
{
    if (!date.isValid() || (m_date.isValid() && arrival < m_arrival))
        return;
    m_date = date.toUTC();
    m_arrival = arrival;
}

std::optional<QDateTime> ServiceClock::at(BootClock::time_point moment) const
{
    if (!m_date.isValid())
        return {};
    return m_date.addMSecs(std::chrono::floor<std::chrono::milliseconds>(moment - m_arrival).count());
}

} // namespace paydesk::flowlix
