// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moment.h"

#include <QTest>

using namespace paydesk;
using namespace std::chrono_literals;

/// The age of a request, by clocks of which each may be wrong.
class TestMoment : public QObject
{
    Q_OBJECT
private slots:
    void nowIsNow();
    void takesTheGreatestAge_data();
    void takesTheGreatestAge();
};

namespace {

constexpr qint64 unknown = -1'000'000;

/// A moment that lies so many seconds behind another, by each clock.
Moment before(const Moment &now, qint64 wall, qint64 boot, qint64 service)
{
    Moment then = now;
    then.wall = now.wall.addSecs(-wall);
    then.sinceBoot = now.sinceBoot - std::chrono::seconds(boot);
    then.bootId = boot == unknown ? QByteArray("another") : now.bootId;
    then.service = service == unknown ? QDateTime() : now.service.addSecs(-service);
    return then;
}

} // namespace

void TestMoment::nowIsNow()
{
    const QDateTime service = QDateTime::currentDateTimeUtc().addSecs(-3);
    const Moment first = Moment::now({});
    const Moment second = Moment::now(service);
    QVERIFY(!first.bootId.isEmpty());
    QCOMPARE(first.bootId, second.bootId);
    QVERIFY(second.sinceBoot >= first.sinceBoot);
    QVERIFY(first.sinceBoot > 0ms);
    QCOMPARE(first.wall.timeSpec(), Qt::UTC);
    QVERIFY(!first.service.isValid());
    QCOMPARE(second.service, service);
    QVERIFY(*greatestAge(first, second) < 1min);
}

void TestMoment::takesTheGreatestAge_data()
{
    QTest::addColumn<qint64>("wall"); // seconds ago, by each clock
    QTest::addColumn<qint64>("boot");
    QTest::addColumn<qint64>("service");
    QTest::addColumn<qint64>("age"); // seconds, or unknown

    const auto row = [](const char *name, qint64 wall, qint64 boot, qint64 service, qint64 age) {
        QTest::newRow(name) << wall << boot << service << age;
    };
    row("all agree", 100, 100, 100, 100);
    row("clock set forward by a day", 86'500, 100, 100, 86'500);
    row("clock set back by a day", 100 - 86'400, 100, 100, unknown);
    row("clock set back within the span", 50'000, 86'400, 86'400, 86'400);
    row("clock a little back: kept in step", -10, 100, 100, 100);
    row("the service says more", 100, 100, 90'000, 90'000);
    row("the service says less", 100, 100, 10, 100);
    row("the service went back", 100, 100, -1000, unknown);
    row("the service not known then", 100, 100, unknown, 100);
    row("started anew since", 100, unknown, 100, 100);
    row("started anew, clock set back", 100, unknown, 90'000, 90'000);
    row("started anew, the service not known", 100, unknown, unknown, unknown);
    row("summer time ends: the clock is UTC", 3600, 3600, 3600, 3600);
}

void TestMoment::takesTheGreatestAge()
{
    QFETCH(qint64, wall);
    QFETCH(qint64, boot);
    QFETCH(qint64, service);
    QFETCH(qint64, age);
    Moment now = Moment::now({});
    now.service = now.wall;
    const auto greatest = greatestAge(before(now, wall, boot, service), now);
    QCOMPARE(greatest.has_value(), age != unknown);
    if (greatest)
        QCOMPARE(*greatest, std::chrono::milliseconds(std::chrono::seconds(age)));
}

QTEST_GUILESS_MAIN(TestMoment)
#include "tst_moment.moc"
