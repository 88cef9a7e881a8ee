// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/retryafter.h"

#include <QTest>

using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;

class TestRetryAfter : public QObject
{
    Q_OBJECT
private slots:
    void parses_data();
    void parses();
    void parsesDates_data();
    void parsesDates();
};

void TestRetryAfter::parses_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("ms"); // -1: cannot be read

    const auto add = [](const char *value, int ms) { QTest::newRow(value) << QByteArray(value) << ms; };
    add("", -1);
    add("0", 0);
    add("1", 1000);
    add(" 7 ", 7000);
    add("007", 7000);
    add("60", 60000);
    add("61", 60000);
    add("99999999999999999999999", 60000);
    add("-1", -1);
    add("+1", -1);
    add("1.5", -1);
    add("1e3", -1);
    add("5 s", -1);
    add("soon", -1);
    add("Sun, 06 Nov 1994 08:49:37 GMT", 0); // now
    add("Sun, 06 Nov 1994 08:49:42 GMT", 5000);
    add("Sun, 06 Nov 1994 08:51:00 GMT", 60000);
    add("Mon, 07 Nov 1994 08:49:37 GMT", 60000);
    add("Sun, 06 Nov 1994 08:49:00 GMT", 0);
    add("Sun, 06 Nov 1994 08:49:42", -1);
    add("1994-11-06T08:49:42Z", -1);
}

void TestRetryAfter::parses()
{
    QFETCH(QByteArray, value);
    QFETCH(int, ms);
    const QDateTime now(QDate(1994, 11, 6), QTime(8, 49, 37), Qt::UTC);
    const auto wait = parseRetryAfter(value, now);
    QCOMPARE(wait.has_value(), ms >= 0);
    if (wait)
        QCOMPARE(wait->count(), ms);
}

void TestRetryAfter::parsesDates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QDateTime>("date");

    const QDateTime none;
    QTest::newRow("good") << QByteArray("Tue, 29 Feb 2028 23:59:59 GMT")
                          << QDateTime(QDate(2028, 2, 29), QTime(23, 59, 59), Qt::UTC);
    QTest::newRow("no such day") << QByteArray("Tue, 30 Feb 2028 23:59:59 GMT") << none;
    QTest::newRow("no such hour") << QByteArray("Tue, 29 Feb 2028 24:59:59 GMT") << none;
    QTest::newRow("other zone") << QByteArray("Tue, 29 Feb 2028 23:59:59 CET") << none;
    QTest::newRow("other letter case") << QByteArray("Tue, 29 FEb 2028 23:59:59 GMT") << none;
    QTest::newRow("wrong weekday") << QByteArray("Mon, 29 Feb 2028 23:59:59 GMT") << none;
    QTest::newRow("one digit") << QByteArray("Tue, 1 Feb 2028 23:59:59 GMT") << none;
    QTest::newRow("empty") << QByteArray() << none;
}

void TestRetryAfter::parsesDates()
{
    QFETCH(QByteArray, text);
    QFETCH(QDateTime, date);
    const QDateTime parsed = parseHttpDate(text);
    QCOMPARE(parsed.isValid(), date.isValid());
    if (date.isValid())
        QCOMPARE(parsed, date);
}

QTEST_APPLESS_MAIN(TestRetryAfter)
#include "tst_retryafter.moc"
