// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bootclock.h"

#include <QFile>
#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

class TestBootClock : public QObject
{
    Q_OBJECT
private slots:
    void countsFromTheStartOfTheMachine();
    void runsForward();
};

namespace {

/// The kernel's own figure, which includes suspends, in its steps of 10 ms.
std::chrono::duration<double> uptime()
{
    QFile file(u"/proc/uptime"_s);
    return std::chrono::duration<double>(
        file.open(QIODevice::ReadOnly) ? file.readLine().split(' ').first().toDouble() : 0);
}

} // namespace

void TestBootClock::countsFromTheStartOfTheMachine()
{
    const std::chrono::duration<double> step(0.02);
    const auto before = uptime();
    const std::chrono::duration<double> now = BootClock::now().time_since_epoch();
    const auto after = uptime();
    QVERIFY(before.count() > 0);
    QVERIFY2(before - step <= now && now <= after + step,
        qPrintable(u"%1 <= %2 <= %3"_s.arg(before.count()).arg(now.count()).arg(after.count())));
}

void TestBootClock::runsForward()
{
    const BootClock::time_point start = BootClock::now();
    QVERIFY(BootClock::now() >= start);
    QTRY_VERIFY(BootClock::now() > start + std::chrono::milliseconds(2));
}

QTEST_GUILESS_MAIN(TestBootClock)
#include "tst_bootclock.moc"
