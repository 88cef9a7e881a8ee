// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QTimeZone>

namespace paydesk {

/// The day of a shop's books: from a time of day, in the shop's time zone, to the same time a day later. A
/// bar that closes at three begins its day at four. A day has 23 or 25 hours where the clocks change in it.
///
/// A day begins at the first moment at which the zone's clock shows its start or, where the clock skips the
/// start, something later. So days follow one another without gap or overlap, whatever the zone does.
/// Moments are UTC, with milliseconds. The zone must be valid.
struct BusinessDay
{
    QTime start = QTime(0, 0);
    QTimeZone zone = QTimeZone::utc();
    friend bool operator==(const BusinessDay &, const BusinessDay &) = default;

    /// The day ends where the next date's begins.
    QDateTime firstMoment(const QDate &date) const;
    /// The day that a moment belongs to.
    QDate dateOf(const QDateTime &moment) const;
    /// What the shop's clock shows at a moment.
    QDateTime local(const QDateTime &moment) const;
};

/// By what a chart divides time.
enum class TimeUnit { Hour, Day, Month };

/// Where the units begin that have a part in [from, before), ascending, and where the last one ends. Days and
/// months are the shop's. Hours are those of its clock; one in which the clock changes is two.
QList<QDateTime> boundaries(
    const BusinessDay &day, const QDateTime &from, const QDateTime &before, TimeUnit unit);

/// The zone that this computer is in; UTC where it does not say.
QTimeZone systemZone();

} // namespace paydesk
