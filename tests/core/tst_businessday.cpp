// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/businessday.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(BusinessDay)
Q_DECLARE_METATYPE(TimeUnit)

/// Days of real zones, on which clocks are put forward and back.
class TestBusinessDay : public QObject
{
    Q_OBJECT
private slots:
    void tilesTime_data();
    void tilesTime();
    void begins_data();
    void begins();
    void changesAreCounted_data();
    void changesAreCounted();
    void divides_data();
    void divides();
    void divisionsTileEveryDay_data() { tilesTime_data(); }
    void divisionsTileEveryDay();
    void leavesOutADateThatNeverWas();
    void systemZoneIsValid();
};

namespace {

BusinessDay dayOf(const char *zone, QTime start)
{
    return {.start = start, .zone = QTimeZone(zone)};
}

QDateTime at(const QString &iso)
{
    return QDateTime::fromString(iso, Qt::ISODate);
}

/// What the shop's clock shows, as if it were UTC: to compare with a date and a time.
QDateTime shown(const BusinessDay &day, const QDateTime &moment)
{
    QDateTime local = day.local(moment);
    return {local.date(), local.time(), Qt::UTC};
}

} // namespace

void TestBusinessDay::tilesTime_data()
{
    QTest::addColumn<BusinessDay>("day");
    QTest::addColumn<int>("firstYear");
    QTest::addColumn<int>("lastYear");
    struct Place
    {
        const char *zone;
        int firstYear;
        int lastYear;
    };
    // Sao Paulo changed its clocks at midnight, until 2019. Lord Howe changes them by half an hour.
    for (const Place &place : {Place{"Europe/Berlin", 2019, 2028}, Place{"America/New_York", 2019, 2028},
             Place{"Australia/Lord_Howe", 2019, 2028}, Place{"America/Sao_Paulo", 2014, 2020},
             Place{"Asia/Kathmandu", 2024, 2025}, Place{"UTC", 2024, 2025}}) {
        for (const QTime &start : {QTime(0, 0), QTime(1, 45), QTime(2, 30), QTime(4, 0), QTime(23, 59)})
            QTest::addRow("%s %s", place.zone, qPrintable(start.toString(u"hh:mm"_s)))
                << dayOf(place.zone, start) << place.firstYear << place.lastYear;
    }
}

void TestBusinessDay::tilesTime()
{
    QFETCH(BusinessDay, day);
    QFETCH(int, firstYear);
    QFETCH(int, lastYear);
    QVERIFY(day.zone.isValid());
    QDateTime begin = day.firstMoment(QDate(firstYear, 1, 1));
    for (QDate date(firstYear, 1, 1); date.year() <= lastYear; date = date.addDays(1)) {
        const QDateTime end = day.firstMoment(date.addDays(1));
        QCOMPARE(begin.timeSpec(), Qt::UTC);
        const qint64 minutes = begin.secsTo(end) / 60;
        QVERIFY2(minutes >= 23 * 60 && minutes <= 25 * 60, qPrintable(date.toString(Qt::ISODate)));
        const QDateTime wanted(date, day.start, Qt::UTC);
        QVERIFY2(shown(day, begin) >= wanted, qPrintable(begin.toString(Qt::ISODate)));
        // No earlier moment shows it, also not in the hour that comes twice.
        for (const qint64 earlier : {qint64(1), qint64(1'800'000), qint64(3'599'999), qint64(3'600'000)})
            QVERIFY2(shown(day, begin.addMSecs(-earlier)) < wanted, qPrintable(begin.toString(Qt::ISODate)));
        QCOMPARE(day.dateOf(begin), date);
        QCOMPARE(day.dateOf(begin.addMSecs(-1)), date.addDays(-1));
        QCOMPARE(day.dateOf(begin.addSecs(12 * 3600)), date);
        begin = end;
    }
}

void TestBusinessDay::begins_data()
{
    QTest::addColumn<BusinessDay>("day");
    QTest::addColumn<QDate>("date");
    QTest::addColumn<QDateTime>("moment");
    const auto berlin = [](QTime start) { return dayOf("Europe/Berlin", start); };
    QTest::newRow("UTC") << dayOf("UTC", {0, 0}) << QDate(2026, 3, 1) << at(u"2026-03-01T00:00:00Z"_s);
    QTest::newRow("winter") << berlin({4, 0}) << QDate(2026, 1, 15) << at(u"2026-01-15T03:00:00Z"_s);
    QTest::newRow("summer") << berlin({4, 0}) << QDate(2026, 7, 15) << at(u"2026-07-15T02:00:00Z"_s);
    QTest::newRow("start is skipped")
        << berlin({2, 30}) << QDate(2026, 3, 29) << at(u"2026-03-29T01:00:00Z"_s);
    QTest::newRow("start comes twice")
        << berlin({2, 30}) << QDate(2026, 10, 25) << at(u"2026-10-25T00:30:00Z"_s);
    QTest::newRow("the hour after the change")
        << berlin({3, 0}) << QDate(2026, 10, 25) << at(u"2026-10-25T02:00:00Z"_s);
    QTest::newRow("midnight is skipped")
        << dayOf("America/Sao_Paulo", {0, 0}) << QDate(2018, 11, 4) << at(u"2018-11-04T03:00:00Z"_s);
    QTest::newRow("the evening comes twice")
        << dayOf("America/Sao_Paulo", {23, 30}) << QDate(2018, 2, 17) << at(u"2018-02-18T01:30:00Z"_s);
    QTest::newRow("midnight after it")
        << dayOf("America/Sao_Paulo", {0, 0}) << QDate(2018, 2, 18) << at(u"2018-02-18T03:00:00Z"_s);
    QTest::newRow("half an hour is skipped")
        << dayOf("Australia/Lord_Howe", {2, 15}) << QDate(2026, 10, 4) << at(u"2026-10-03T15:30:00Z"_s);
    QTest::newRow("45 minutes") << dayOf("Asia/Kathmandu", {0, 0}) << QDate(2026, 1, 1)
                                << at(u"2025-12-31T18:15:00Z"_s);
    QTest::newRow("far ahead") << berlin({0, 0}) << QDate(2060, 7, 1) << at(u"2060-06-30T22:00:00Z"_s);
}

void TestBusinessDay::begins()
{
    QFETCH(BusinessDay, day);
    QFETCH(QDate, date);
    QFETCH(QDateTime, moment);
    QCOMPARE(day.firstMoment(date), moment);
}

void TestBusinessDay::changesAreCounted_data()
{
    QTest::addColumn<BusinessDay>("day");
    QTest::addColumn<int>("year");
    QTest::addColumn<QList<int>>("minutes"); // of the days that have not 24 hours, in order
    const auto midnight = QTime(0, 0);
    QTest::newRow("Berlin") << dayOf("Europe/Berlin", midnight) << 2026 << QList<int>{23 * 60, 25 * 60};
    QTest::newRow("New York") << dayOf("America/New_York", {4, 0}) << 2026 << QList<int>{23 * 60, 25 * 60};
    QTest::newRow("Lord Howe") << dayOf("Australia/Lord_Howe", midnight) << 2026
                               << QList<int>{24 * 60 + 30, 23 * 60 + 30};
    QTest::newRow("Sao Paulo") << dayOf("America/Sao_Paulo", midnight) << 2018
                               << QList<int>{25 * 60, 23 * 60};
    QTest::newRow("Kathmandu") << dayOf("Asia/Kathmandu", midnight) << 2026 << QList<int>{};
    QTest::newRow("far ahead") << dayOf("Europe/Berlin", midnight) << 2050 << QList<int>{23 * 60, 25 * 60};
    QTest::newRow("UTC") << dayOf("UTC", midnight) << 2026 << QList<int>{};
}

void TestBusinessDay::changesAreCounted()
{
    QFETCH(BusinessDay, day);
    QFETCH(int, year);
    QFETCH(QList<int>, minutes);
    QList<int> found;
    for (QDate date(year, 1, 1); date.year() == year; date = date.addDays(1)) {
        const int length = int(day.firstMoment(date).secsTo(day.firstMoment(date.addDays(1))) / 60);
        if (length != 24 * 60)
            found += length;
    }
    QCOMPARE(found, minutes);
}

void TestBusinessDay::divides_data()
{
    QTest::addColumn<BusinessDay>("day");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("before");
    QTest::addColumn<TimeUnit>("unit");
    QTest::addColumn<QStringList>("clock"); // as the shop reads it
    const auto berlin = dayOf("Europe/Berlin", {0, 0});
    QTest::newRow("hours") << berlin << u"2026-01-15T08:10:00Z"_s << u"2026-01-15T10:20:00Z"_s
                           << TimeUnit::Hour
                           << QStringList{u"15 09:00"_s, u"15 10:00"_s, u"15 11:00"_s, u"15 11:20"_s};
    QTest::newRow("an hour is skipped")
        << berlin << u"2026-03-29T00:00:00Z"_s << u"2026-03-29T03:00:00Z"_s << TimeUnit::Hour
        << QStringList{u"29 01:00"_s, u"29 03:00"_s, u"29 04:00"_s, u"29 05:00"_s};
    QTest::newRow("an hour comes twice")
        << berlin << u"2026-10-24T23:00:00Z"_s << u"2026-10-25T02:00:00Z"_s << TimeUnit::Hour
        << QStringList{u"25 01:00"_s, u"25 02:00"_s, u"25 02:00"_s, u"25 03:00"_s};
    QTest::newRow("half an hour comes twice")
        << dayOf("Australia/Lord_Howe", {0, 0}) << u"2026-04-04T14:00:00Z"_s << u"2026-04-04T16:30:00Z"_s
        << TimeUnit::Hour << QStringList{u"05 01:00"_s, u"05 01:30"_s, u"05 02:00"_s, u"05 03:00"_s};
    QTest::newRow("a day that begins at half past")
        << dayOf("Asia/Kathmandu", {4, 30}) << u"2025-12-31T22:45:00Z"_s << u"2026-01-01T00:15:00Z"_s
        << TimeUnit::Hour << QStringList{u"01 04:30"_s, u"01 05:00"_s, u"01 06:00"_s};
    QTest::newRow("days") << dayOf("Europe/Berlin", {4, 0}) << u"2026-03-28T02:00:00Z"_s
                          << u"2026-03-29T09:00:00Z"_s << TimeUnit::Day
                          << QStringList{u"27 04:00"_s, u"28 04:00"_s, u"29 04:00"_s, u"30 04:00"_s};
    QTest::newRow("whole days end where they end")
        << berlin << u"2026-01-14T23:00:00Z"_s << u"2026-01-15T23:00:00Z"_s << TimeUnit::Day
        << QStringList{u"15 00:00"_s, u"16 00:00"_s};
    QTest::newRow("months") << dayOf("Europe/Berlin", {4, 0}) << u"2026-01-15T08:10:00Z"_s
                            << u"2026-03-01T03:00:00Z"_s << TimeUnit::Month
                            << QStringList{u"01 04:00"_s, u"01 04:00"_s, u"01 04:00"_s};
}

void TestBusinessDay::divides()
{
    QFETCH(BusinessDay, day);
    QFETCH(QString, from);
    QFETCH(QString, before);
    QFETCH(TimeUnit, unit);
    QFETCH(QStringList, clock);
    QStringList found;
    const auto moments = boundaries(day, at(from), at(before), unit);
    for (const QDateTime &moment : moments)
        found += day.local(moment).toString(u"dd hh:mm"_s);
    QCOMPARE(found, clock);
}

void TestBusinessDay::divisionsTileEveryDay()
{
    QFETCH(BusinessDay, day);
    QFETCH(int, firstYear);
    for (QDate date(firstYear, 1, 1); date.year() == firstYear; date = date.addDays(1)) {
        const QDateTime begin = day.firstMoment(date);
        const QDateTime end = day.firstMoment(date.addDays(1));
        const QList<QDateTime> hours = boundaries(day, begin, end, TimeUnit::Hour);
        QCOMPARE(hours.first(), begin);
        QCOMPARE(hours.last(), end);
        for (qsizetype i = 1; i < hours.size(); ++i) {
            const qint64 seconds = hours[i - 1].secsTo(hours[i]);
            QVERIFY2(seconds > 0 && seconds <= 3600, qPrintable(hours[i].toString(Qt::ISODate)));
        }
        QCOMPARE(boundaries(day, begin, end, TimeUnit::Day), (QList<QDateTime>{begin, end}));
    }
}

void TestBusinessDay::leavesOutADateThatNeverWas()
{
    // Samoa went over the date line: after the 29th of December 2011 came the 31st.
    const BusinessDay day = dayOf("Pacific/Apia", {0, 0});
    const QDateTime change = at(u"2011-12-30T10:00:00Z"_s);
    QCOMPARE(day.firstMoment(QDate(2011, 12, 30)), change);
    QCOMPARE(day.firstMoment(QDate(2011, 12, 31)), change);
    QCOMPARE(day.dateOf(change), QDate(2011, 12, 31));
    QCOMPARE(day.dateOf(change.addMSecs(-1)), QDate(2011, 12, 29));
    QCOMPARE(boundaries(day, change.addDays(-1), change.addDays(1), TimeUnit::Day).size(), 3);
}

void TestBusinessDay::systemZoneIsValid()
{
    QVERIFY(systemZone().isValid());
}

QTEST_GUILESS_MAIN(TestBusinessDay)
#include "tst_businessday.moc"
