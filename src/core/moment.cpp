// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moment.h"

#include "core/bootclock.h"

#include <QSysInfo>

#include <algorithm>

namespace paydesk {

using std::chrono::milliseconds;

namespace {

/// What a clock that is kept in step may go back, or a Date header (whole seconds, and its way here) be off.
constexpr milliseconds tolerance = std::chrono::minutes(5);

milliseconds between(const QDateTime &then, const QDateTime &now)
{
    return milliseconds(then.msecsTo(now));
}

} // namespace

Moment Moment::now(const std::optional<QDateTime> &serviceTime)
{
    return {.wall = QDateTime::currentDateTimeUtc(),
        .bootId = QSysInfo::bootUniqueId(),
        .sinceBoot = std::chrono::duration_cast<milliseconds>(BootClock::now().time_since_epoch()),
        .service = serviceTime.value_or(QDateTime())};
}

std::optional<milliseconds> greatestAge(const Moment &then, const Moment &now)
{
    const bool sameBoot = !then.bootId.isEmpty() && then.bootId == now.bootId;
    const bool serviceKnown = then.service.isValid() && now.service.isValid();
    if (!then.wall.isValid() || !now.wall.isValid() || (!sameBoot && !serviceKnown))
        return {};
    milliseconds least = between(then.wall, now.wall);
    milliseconds most = least;
    const auto also = [&](milliseconds age) {
        least = std::min(least, age);
        most = std::max(most, age);
    };
    if (sameBoot)
        also(now.sinceBoot - then.sinceBoot);
    if (serviceKnown)
        also(between(then.service, now.service));
    else if (now.service.isValid())
        most = std::max(most, between(then.wall, now.service));
    if (least < -tolerance)
        return {};
    return std::max(most, milliseconds(0));
}

} // namespace paydesk
