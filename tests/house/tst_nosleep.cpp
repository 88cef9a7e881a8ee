// SPDX-License-Identifier: GPL-3.0-or-later
#include "house/sourcetree.h"

#include <QRegularExpression>
#include <QTest>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// No test waits for a fixed time: too short on a busy machine, and too long on every other. What is waited
/// for is asked for (QTRY_…, qWaitFor, QSignalSpy::wait).
class TestNoSleep : public QObject
{
    Q_OBJECT
private slots:
    void recognizes_data();
    void recognizes();
    void noTestSleeps();
};

namespace {

/// Also this file holds none of the calls that it looks for.
bool sleeps(const QString &line)
{
    static const QRegularExpression pattern(
        u"\\b(?:qWait|qSleep|sleep|usleep|msleep|nanosleep|sleep_for|sleep_until)\\s*\\("_s);
    return pattern.match(line).hasMatch();
}

} // namespace

void TestNoSleep::recognizes_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<bool>("asleep");

    QTest::newRow("wait") << u"QTest::qWait%1;"_s << true;
    QTest::newRow("sleep") << u"QTest::qSleep%1;"_s << true;
    QTest::newRow("thread") << u"QThread::msleep%1;"_s << true;
    QTest::newRow("library") << u"::usleep%1;"_s << true;
    QTest::newRow("standard") << u"std::this_thread::sleep_for%1;"_s << true;
    QTest::newRow("with a space") << u"sleep %1;"_s << true;
    QTest::newRow("condition") << u"QTest::qWaitFor%1;"_s << false;
    QTest::newRow("other") << u"fallsAsleep%1;"_s << false;
}

void TestNoSleep::recognizes()
{
    QFETCH(QString, call);
    QTEST(sleeps(call.arg(u"(100)"_s)), "asleep");
}

void TestNoSleep::noTestSleeps()
{
    QStringList offenders;
    const QStringList files = filesBelow(u"tests"_s, {u"*.h"_s, u"*.cpp"_s});
    QVERIFY(files.size() > 50);
    for (const QString &file : files) {
        if (file.startsWith("tests/bench/"_L1))
            continue; // It samples a screen between sleeps, and no verdict hangs on it.
        const QStringList lines = linesOf(textOf(file));
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (sleeps(lines[i]))
                offenders += u"%1:%2: %3"_s.arg(file).arg(i + 1).arg(lines[i].trimmed());
        }
    }
    QVERIFY2(offenders.isEmpty(), listed(offenders).constData());
}

QTEST_APPLESS_MAIN(TestNoSleep)
#include "tst_nosleep.moc"
