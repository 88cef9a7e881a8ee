// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/ratelimit.h"

#include <QTest>

using namespace paydesk::sandbox;

class TestRateLimit : public QObject
{
    Q_OBJECT
private slots:
    void countsInAFixedWindow();
    void countsEachCallerForItself();
};

void TestRateLimit::countsInAFixedWindow()
{
    constexpr qint64 start = 1'900'000'000'000;
    RateLimiter limiter(3);
    for (int left = 2; left >= 0; --left) {
        const RateLimiter::Budget budget = limiter.take("A", start + (2 - left) * 1000LL);
        QVERIFY(budget.allowed);
        QCOMPARE(budget.limit, 3);
        QCOMPARE(budget.remaining, left);
        QCOMPARE(budget.resetSeconds, start / 1000 + 60);
    }
    const RateLimiter::Budget over = limiter.take("A", start + 20'500);
    QVERIFY(!over.allowed);
    QCOMPARE(over.remaining, 0);
    QCOMPARE(over.retryAfterSeconds, 40); // whoever waits as long as told gets through
    QVERIFY(!limiter.take("A", start + 59'999).allowed);
    QVERIFY(limiter.take("A", start + 60'000).allowed);
    QCOMPARE(limiter.take("A", start + 60'000).remaining, 1);
    QVERIFY(limiter.take("A", start - 5'000).allowed); // a clock set back starts a new window
}

void TestRateLimit::countsEachCallerForItself()
{
    RateLimiter limiter(1);
    QVERIFY(limiter.take("A", 0).allowed);
    QVERIFY(!limiter.take("A", 0).allowed);
    QVERIFY(limiter.take("B", 0).allowed);
}

QTEST_GUILESS_MAIN(TestRateLimit)
#include "tst_ratelimit.moc"
