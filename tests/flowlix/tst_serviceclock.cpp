// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/serviceclock.h"

#include <QTest>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace std::chrono_literals;

class TestServiceClock : public QObject
{
    Q_OBJECT
private slots:
    void knowsNothingBeforeTheFirst();
    void carriesOn_data();
    void carriesOn();
    void newestAnswerCounts();
    void laterHeadCountsInEitherOrder();
    void answersWithoutDateChangeNothing();
};

namespace {

const BootClock::time_point start{1000s};
const QDateTime noon(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);

} // namespace

void TestServiceClock::knowsNothingBeforeTheFirst()
{
    QVERIFY(!ServiceClock().at(start));
}

void TestServiceClock::carriesOn_data()
{
    QTest::addColumn<QDateTime>("date");
    QTest::addColumn<qint64>("later"); // in milliseconds
    QTest::addColumn<QDateTime>("expected");

    QTest::newRow("at once") << noon << 0LL << noon;
    QTest::newRow("a moment") << noon << 1500LL << noon.addMSecs(1500);
    QTest::newRow("a night's sleep") << noon << 40'000'000LL << noon.addMSecs(40'000'000);
    QTest::newRow("told in local time") << noon.toOffsetFromUtc(7200) << 1LL << noon.addMSecs(1);
}

void TestServiceClock::carriesOn()
{
    QFETCH(QDateTime, date);
    QFETCH(qint64, later);
    ServiceClock clock;
    clock.note(date, start);
    const auto time = clock.at(start + std::chrono::milliseconds(later));
    QVERIFY(time);
    QTEST(*time, "expected");
    QCOMPARE(time->timeSpec(), Qt::UTC);
}

void TestServiceClock::newestAnswerCounts()
{
    ServiceClock clock;
    clock.note(noon, start);
    clock.note(noon.addSecs(-60), start + 1s); // the service's own clock was set
    QCOMPARE(clock.at(start + 2s), noon.addSecs(-59));
}

void TestServiceClock::laterHeadCountsInEitherOrder()
{
    ServiceClock clock;
    clock.note(noon.addSecs(20), start + 20s);
    clock.note(noon.addSecs(3), start + 5s); // its body took longer
    QCOMPARE(clock.at(start + 30s), noon.addSecs(30));
}

void TestServiceClock::answersWithoutDateChangeNothing()
{
    ServiceClock clock;
    clock.note({}, start);
    QVERIFY(!clock.at(start));
    clock.note(noon, start);
    clock.note({}, start + 5s);
    QCOMPARE(clock.at(start + 7s), noon.addSecs(7));
}

QTEST_GUILESS_MAIN(TestServiceClock)
#include "tst_serviceclock.moc"
