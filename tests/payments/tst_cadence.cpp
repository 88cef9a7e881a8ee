// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/cadence.h"

#include <QTest>

using namespace paydesk::payments;
using namespace std::chrono_literals;

class TestCadence : public QObject
{
    Q_OBJECT
private slots:
    void createsBackOff();
    void questionsSlowDown();
    void theServiceHasTheLastWord();
};

void TestCadence::createsBackOff()
{
    QCOMPARE(pauseBeforeCreate(1, {}), 500ms);
    QCOMPARE(pauseBeforeCreate(2, {}), 1000ms);
    QCOMPARE(pauseBeforeCreate(3, {}), 2000ms);
    QCOMPARE(pauseBeforeCreate(4, {}), 4000ms);
    QCOMPARE(pauseBeforeCreate(5, {}), 8000ms);
    QCOMPARE(pauseBeforeCreate(10, {}), 8000ms);
    QCOMPARE(pauseBeforeCreate(11, {}), 30s);
    QCOMPARE(pauseBeforeCreate(1'000'000, {}), 30s);
}

void TestCadence::questionsSlowDown()
{
    QCOMPARE(pauseBeforeAsking(true, 0, {}), 2500ms);
    QCOMPARE(pauseBeforeAsking(true, 100'000, {}), 2500ms); // The customer is there, however long.
    QCOMPARE(pauseBeforeAsking(false, 47, {}), 2500ms);
    QCOMPARE(pauseBeforeAsking(false, 48, {}), 15s);
    QCOMPARE(pauseBeforeAsking(false, 107, {}), 15s);
    QCOMPARE(pauseBeforeAsking(false, 108, {}), 60s);
    QCOMPARE(pauseBeforeAsking(false, 1'000'000, {}), 60s);
}

void TestCadence::theServiceHasTheLastWord()
{
    QCOMPARE(pauseBeforeCreate(1, 7s), 7s);
    QCOMPARE(pauseBeforeCreate(5, 1s), 8s);
    QCOMPARE(pauseBeforeAsking(true, 0, 40s), 40s);
    QCOMPARE(pauseBeforeAsking(false, 1000, 1s), 60s);
}

QTEST_GUILESS_MAIN(TestCadence)
#include "tst_cadence.moc"
