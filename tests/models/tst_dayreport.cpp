// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dayreport.h"
#include "models/openjournal.h"
#include "support/uuidat.h"

#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::models;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(DayReport)

/// What the day's books say, on days of 23 and 25 hours too.
class TestDayReport : public QObject
{
    Q_OBJECT
private slots:
    void init() { m_source = std::make_unique<OpenJournal>(); }
    void emptyDay();
    void holdsItsSalesAndNoOthers_data();
    void holdsItsSalesAndNoOthers();
    void refundCountsOnItsOwnDay();
    void namesWhatIsNotKnown();
    void namesWhatNeedsReview();
    void tellsWhetherTheDayIsOver();
    void answersForTheLastDayAskedFor();
    void saysWhenItCannotBeRead();

private:
    QUuid sell(const QDateTime &at, const PaymentStatus &status, Money amount = Money(2500, Currency::Eur))
    {
        const QUuid id = uuidAt(at);
        m_source->append({samples::intent(id, amount)});
        if (status.isFinal())
            m_source->settle(id, status, amount);
        return id;
    }
    DayReport read(const BusinessDay &day, const QDate &date)
    {
        DayReportReader reader(m_source->history());
        DayReport report;
        bool ready = false;
        connect(&reader, &DayReportReader::ready, this, [&](const DayReport &read) {
            report = read;
            ready = true;
        });
        reader.read(day, date);
        if (!QTest::qWaitFor([&ready] { return ready; }))
            QTest::qFail("no report", __FILE__, __LINE__);
        return report;
    }

    std::unique_ptr<OpenJournal> m_source;
};

namespace {

const QDate someDay(2026, 3, 10);

BusinessDay dayOf(const char *zone, QTime start = {0, 0})
{
    return {.start = start, .zone = QTimeZone(zone)};
}

QDateTime noon()
{
    return {someDay, QTime(12, 0), Qt::UTC};
}

QList<QUuid> idsOf(const QList<journal::SaleRecord> &sales)
{
    QList<QUuid> ids;
    for (const journal::SaleRecord &sale : sales)
        ids += sale.attemptId;
    return ids;
}

} // namespace

void TestDayReport::emptyDay()
{
    const DayReport report = read(dayOf("UTC"), someDay);
    QCOMPARE(report.sales(), 0);
    QVERIFY(report.totals.isEmpty() && report.refundsMade.isEmpty() && report.unresolved.isEmpty());
    QVERIFY(!report.firstSale.isValid() && !report.lastSale.isValid());
    QVERIFY(report.isOver());
}

void TestDayReport::holdsItsSalesAndNoOthers_data()
{
    QTest::addColumn<BusinessDay>("day");
    QTest::addColumn<QDate>("date");
    QTest::addColumn<int>("hours");
    QTest::newRow("24 hours") << dayOf("Europe/Berlin") << QDate(2026, 3, 10) << 24;
    QTest::newRow("23 hours") << dayOf("Europe/Berlin") << QDate(2026, 3, 29) << 23;
    QTest::newRow("25 hours, from two") << dayOf("Europe/Berlin", {2, 0}) << QDate(2025, 10, 26) << 25;
    QTest::newRow("25 hours, from midnight") << dayOf("Europe/Berlin") << QDate(2025, 10, 26) << 25;
    QTest::newRow("from four") << dayOf("America/New_York", {4, 0}) << QDate(2026, 3, 7) << 23;
    QTest::newRow("45 minutes") << dayOf("Asia/Kathmandu", {4, 0}) << QDate(2026, 3, 8) << 24;
}

void TestDayReport::holdsItsSalesAndNoOthers()
{
    QFETCH(BusinessDay, day);
    QFETCH(QDate, date);
    QFETCH(int, hours);
    const QDateTime from = day.firstMoment(date);
    const QDateTime last = from.addSecs(hours * 3600).addMSecs(-1);
    sell(from.addMSecs(-1), PaymentStatus::Succeeded, Money(1, Currency::Eur));
    sell(from, PaymentStatus::Succeeded, Money(20, Currency::Eur));
    sell(last, PaymentStatus::Succeeded, Money(300, Currency::Eur));
    sell(from.addSecs(3600), PaymentStatus::Failed, Money(4000, Currency::Eur));
    sell(from.addSecs(7200), PaymentStatus::Succeeded, Money(50'000, Currency::Usd));
    sell(last.addMSecs(1), PaymentStatus::Succeeded, Money(600'000, Currency::Eur));

    const DayReport report = read(day, date);
    QCOMPARE(report.sales(), 4);
    const QList<journal::SaleTotal> expected
        = {{.currency = Currency::Eur, .outcome = Outcome::Paid, .count = 2, .gross = 320},
            {.currency = Currency::Eur, .outcome = Outcome::Declined, .count = 1},
            {.currency = Currency::Usd, .outcome = Outcome::Paid, .count = 1, .gross = 50'000}};
    QCOMPARE(report.totals, expected);
    QCOMPARE(report.firstSale, from);
    QCOMPARE(report.lastSale, last);
    QCOMPARE(report.date, date);
}

void TestDayReport::refundCountsOnItsOwnDay()
{
    const QUuid sale = sell(noon(), PaymentStatus::Succeeded);
    const QUuid other = sell(noon(), PaymentStatus::Succeeded);
    m_source->append({journal::snapshotEvent(
                          sale, samples::refunded(sale, 700, u"succeeded"_s, noon().addDays(1)), {}),
        journal::snapshotEvent(other, samples::refunded(other, 900, u"pending"_s, noon().addDays(1)), {})});

    const DayReport sold = read(dayOf("UTC"), someDay);
    QCOMPARE(sold.totals.size(), 1);
    QCOMPARE(sold.totals.first().refunded, 700);
    QCOMPARE(sold.totals.first().net(), 4300);
    QVERIFY(sold.refundsMade.isEmpty());

    const DayReport given = read(dayOf("UTC"), someDay.addDays(1));
    QCOMPARE(given.sales(), 0);
    QCOMPARE(given.refundsMade.size(), 1);
    QCOMPARE(given.refundsMade.first().count, 2);
    QCOMPARE(given.refundsMade.first().refunded, 700);
    QCOMPARE(given.refundsMade.first().pending, 900);
}

void TestDayReport::namesWhatIsNotKnown()
{
    const QUuid second = sell(noon().addSecs(60), PaymentStatus::Pending);
    const QUuid first = sell(noon(), PaymentStatus::Pending);
    m_source->append(
        {journal::createUnknownEvent(first, samples::failure(ErrorKind::Network, u"No answer."_s))});
    sell(noon(), PaymentStatus::Succeeded);
    sell(noon().addDays(1), PaymentStatus::Pending);
    const DayReport report = read(dayOf("UTC"), someDay);
    QCOMPARE(idsOf(report.unresolved), (QList<QUuid>{first, second}));
    QCOMPARE(report.unresolvedSales(), 2);
    QCOMPARE(report.sales(), 3);
}

void TestDayReport::namesWhatNeedsReview()
{
    const QUuid sale = sell(noon(), PaymentStatus::Succeeded);
    sell(noon(), PaymentStatus::Succeeded);
    m_source->append({journal::contradictionEvent(sale, samples::answer(sale, PaymentStatus::Failed), {})});
    QCOMPARE(idsOf(read(dayOf("UTC"), someDay).toReview), QList<QUuid>{sale});
}

void TestDayReport::tellsWhetherTheDayIsOver()
{
    const BusinessDay day = dayOf("UTC");
    const QDate today = day.dateOf(QDateTime::currentDateTimeUtc());
    QVERIFY(!read(day, today.addDays(1)).isOver());
    QVERIFY(read(day, today.addDays(-1)).isOver());
}

void TestDayReport::answersForTheLastDayAskedFor()
{
    sell(noon(), PaymentStatus::Succeeded);
    DayReportReader reader(m_source->history());
    QList<QDate> dates;
    connect(&reader, &DayReportReader::ready, this, [&](const DayReport &report) {
        dates += report.date;
        QCOMPARE(report.sales(), report.date == someDay ? 1 : 0);
    });
    for (const int days : {-2, -1, 0, 1, 0})
        reader.read(dayOf("UTC"), someDay.addDays(days));
    QTRY_COMPARE(dates, QList<QDate>{someDay});
    // Nothing is left that could come later.
    reader.read(dayOf("UTC"), someDay.addDays(1));
    QTRY_COMPARE(dates, (QList<QDate>{someDay, someDay.addDays(1)}));
}

void TestDayReport::saysWhenItCannotBeRead()
{
    QTemporaryDir nothing;
    journal::History history(nothing.filePath(u"missing"_s));
    DayReportReader reader(history);
    QSignalSpy failed(&reader, &DayReportReader::failed);
    QSignalSpy ready(&reader, &DayReportReader::ready);
    reader.read(dayOf("UTC"), someDay);
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().first().value<Error>().kind, ErrorKind::Storage);
    // Once, though every question fails: the answer to a later one comes after all of them.
    bool later = false;
    history.recentReasons(1, this, [&later](const Result<QStringList> &) { later = true; });
    QTRY_VERIFY(later);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(ready.size(), 0);
}

QTEST_GUILESS_MAIN(TestDayReport)
#include "tst_dayreport.moc"
