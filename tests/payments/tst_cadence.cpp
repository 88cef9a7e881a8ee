// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/cadence.h"

#include <QTest>

using namespace paydesk::payments;
using namespace std::chrono_literals;

class TestCadence : public QObject
{
    Q_OBJECT
private slots:
    void attemptsBackOff();
    void questionsSlowDown();
    void searchesSlowDown();
    void theServiceHasTheLastWord();
};

void TestCadence::attemptsBackOff()
{
    QCOMPARE(pauseBeforeSending(1, {}), 500ms);
    QCOMPARE(pauseBeforeSending(2, {}), 1000ms);
    QCOMPARE(pauseBeforeSending(3, {}), 2000ms);
    QCOMPARE(pauseBeforeSending(4, {}), 4000ms);
    QCOMPARE(pauseBeforeSending(5, {}), 8000ms);
    QCOMPARE(pauseBeforeSending(10, {}), 8000ms);
    QCOMPARE(pauseBeforeSending(11, {}), 30s);
    QCOMPARE(pauseBeforeSending(1'000'000, {}), 30s);
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

void TestCadence::searchesSlowDown()
{
    QCOMPARE(pauseBeforeSearching(1, {}), 2s);
    QCOMPARE(pauseBeforeSearching(2, {}), 4s);
    QCOMPARE(pauseBeforeSearching(5, {}), 32s);
    QCOMPARE(pauseBeforeSearching(6, {}), 60s);
    QCOMPARE(pauseBeforeSearching(1'000'000, {}), 60s);
}

void TestCadence::theServiceHasTheLastWord()
{
    QCOMPARE(pauseBeforeSearching(1, 40s), 40s);
    QCOMPARE(pauseBeforeSending(1, 7s), 7s);
    QCOMPARE(pauseBeforeSending(5, 1s), 8s);
    QCOMPARE(pauseBeforeAsking(true, 0, 40s), 40s);
    QCOMPARE(pauseBeforeAsking(false, 1000, 1s), 60s);
}

QTEST_GUILESS_MAIN(TestCadence)
#include "tst_cadence.moc"
