// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/businessday.h"

#include <algorithm>

namespace paydesk {

namespace {

constexpr qint64 hourMs = 3'600'000;
/// More than any zone has ever been away from UTC.
constexpr qint64 farthestOffsetMs = 26 * hourMs;

/// A time in which a zone's clock runs on without a jump.
struct Stretch
{
    qint64 begin = 0; ///< Unix milliseconds
    qint64 end = 0;
    qint64 offset = 0; ///< milliseconds that the clock is ahead of UTC
};

QDateTime utc(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

/// The moment in (before, at] from which the offset at `at` holds.
qint64 changeBetween(const QTimeZone &zone, qint64 before, qint64 at)
{
    const int offset = zone.offsetFromUtc(utc(at));
    while (at - before > 1) {
        const qint64 middle = before + (at - before) / 2;
        (zone.offsetFromUtc(utc(middle)) == offset ? at : before) = middle;
    }
    return at;
}

/// By looking at the clock: QTimeZone::transitions() knows none after 2037. No zone changes twice in a day.
QList<Stretch> stretches(const QTimeZone &zone, qint64 from, qint64 before)
{
    QList<Stretch> found;
    const auto offsetAt = [&zone](qint64 ms) { return qint64(zone.offsetFromUtc(utc(ms))) * 1000; };
    Stretch current{.begin = from, .end = before, .offset = offsetAt(from)};
    for (qint64 looked = from; looked < before;) {
        const qint64 next = std::min(looked + 12 * hourMs, before);
        if (const qint64 offset = offsetAt(next); offset != current.offset) {
            current.end = changeBetween(zone, looked, next);
            found += current;
            current = {.begin = current.end, .end = before, .offset = offset};
        }
        looked = next;
    }
    if (current.begin < current.end)
        found += current;
    return found;
}

void appendHours(QList<QDateTime> &moments, const QTimeZone &zone, qint64 from, qint64 before)
{
    for (const Stretch &stretch : stretches(zone, from, before)) {
        qint64 moment = stretch.begin;
        while (moment < stretch.end) {
            moments += utc(moment);
            const qint64 intoTheHour = ((moment + stretch.offset) % hourMs + hourMs) % hourMs;
            moment += hourMs - intoTheHour;
        }
    }
}

QDate firstOfMonth(const QDate &date)
{
    return {date.year(), date.month(), 1};
}

} // namespace

QDateTime BusinessDay::firstMoment(const QDate &date) const
{
    const qint64 wanted = QDateTime(date, start, Qt::UTC).toMSecsSinceEpoch();
    const QList<Stretch> around = stretches(zone, wanted - farthestOffsetMs, wanted + farthestOffsetMs);
    for (const Stretch &stretch : around) {
        const qint64 moment = std::max(stretch.begin, wanted - stretch.offset);
        if (moment < stretch.end)
            return utc(moment);
    }
    return utc(wanted - around.last().offset);
}

QDate BusinessDay::dateOf(const QDateTime &moment) const
{
    QDate date = local(moment).date();
    while (moment < firstMoment(date))
        date = date.addDays(-1);
    while (moment >= firstMoment(date.addDays(1)))
        date = date.addDays(1);
    return date;
}

QDateTime BusinessDay::local(const QDateTime &moment) const
{
    return moment.toOffsetFromUtc(zone.offsetFromUtc(moment));
}

QList<QDateTime> boundaries(
    const BusinessDay &day, const QDateTime &from, const QDateTime &before, TimeUnit unit)
{
    QList<QDateTime> moments;
    if (unit == TimeUnit::Hour) {
        // Whole days have only whole hours, but for the first of a day that begins between two.
        const qint64 first = from.toMSecsSinceEpoch();
        const qint64 offset = qint64(day.zone.offsetFromUtc(from)) * 1000;
        const bool beginsADay = day.firstMoment(day.dateOf(from)) == from;
        const qint64 intoTheHour = beginsADay ? 0 : ((first + offset) % hourMs + hourMs) % hourMs;
        appendHours(moments, day.zone, first - intoTheHour, before.toMSecsSinceEpoch());
        moments += before;
        return moments;
    }
    const auto startOf
        = [unit](const QDate &date) { return unit == TimeUnit::Day ? date : firstOfMonth(date); };
    QDate date = startOf(day.dateOf(from));
    moments += day.firstMoment(date);
    while (moments.last() < before) {
        date = unit == TimeUnit::Day ? date.addDays(1) : date.addMonths(1);
        const QDateTime moment = day.firstMoment(date);
        // A date that the zone left out has no length.
        if (moment > moments.last())
            moments += moment;
    }
    return moments;
}

QTimeZone systemZone()
{
    const QTimeZone zone = QTimeZone::systemTimeZone();
    return zone.isValid() ? zone : QTimeZone::utc();
}

} // namespace paydesk
