// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journalcheck.h"
#include "journal/samples.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace samples;

/// Several processes on one journal, and processes that are killed in the middle of it.
class TestProcesses : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void appendToOneJournalTogether();
    void makeTheJournalTogether();
    void killedWhileAppending();

private:
    QString directory() const { return m_home->filePath(u"journal"_s); }
    std::unique_ptr<QProcess> start(int count) const;
    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

/// The sales that a process has acknowledged: whole lines only.
QList<QUuid> acknowledged(QProcess &process)
{
    QList<QUuid> sales;
    while (process.canReadLine()) {
        const QByteArray line = process.readLine().trimmed();
        if (line != "ready")
            sales += QUuid::fromString(QString::fromLatin1(line));
    }
    return sales;
}

} // namespace

void TestProcesses::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
}

std::unique_ptr<QProcess> TestProcesses::start(int count) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QCoreApplication::applicationDirPath() + u"/journal_appender"_s,
        {directory(), QString::number(count)});
    return process;
}

void TestProcesses::appendToOneJournalTogether()
{
    constexpr int sales = 150;
    const auto store = openStore(directory());
    const auto other = start(sales);
    QVERIFY(other->waitForReadyRead()); // it is open and appends
    QSet<QUuid> expected;
    for (int i = 0; i < sales; ++i) {
        const QUuid id = makeUuidV7();
        QVERIFY(store->append(intent(id)).ok());
        QVERIFY(store->append(pageClosedEvent(id, u"leave"_s)).ok());
        expected += id;
    }
    QVERIFY(other->waitForFinished());
    QCOMPARE(other->exitStatus(), QProcess::NormalExit);
    QCOMPARE(other->exitCode(), 0);
    const QList<QUuid> theirs = acknowledged(*other);
    QCOMPARE(theirs.size(), sales);
    expected += QSet<QUuid>(theirs.cbegin(), theirs.cend());

    QSet<QUuid> found;
    for (const SaleRecord &sale : store->newestFirst({.limit = 10 * sales}).value())
        found += sale.attemptId;
    QCOMPARE(found, expected);
    const auto report = checkJournal(directory());
    QVERIFY(report.ok());
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(report->events, 4 * sales);
}

void TestProcesses::makeTheJournalTogether()
{
    for (int round = 0; round < 8; ++round) {
        init();
        std::array<std::unique_ptr<QProcess>, 4> processes;
        for (auto &process : processes)
            process = start(3);
        for (const auto &process : processes) {
            QVERIFY(process->waitForFinished());
            QCOMPARE(process->exitStatus(), QProcess::NormalExit);
            QCOMPARE(process->exitCode(), 0);
        }
        const auto report = checkJournal(directory());
        QVERIFY(report.ok());
        QCOMPARE(report->problems, QStringList());
        QCOMPARE(report->sales, 12);
    }
}

void TestProcesses::killedWhileAppending()
{
    constexpr int kills = 15;
    constexpr int endless = 1'000'000;
    QSet<QUuid> expected;
    for (int round = 0; round < kills; ++round) {
        const auto process = start(endless);
        // Each round dies after a few sales more than the one before: in another phase of the log.
        QList<QUuid> sales;
        while (sales.size() <= round) {
            QVERIFY(process->waitForReadyRead());
            sales += acknowledged(*process);
        }
        process->kill();
        QVERIFY(process->waitForFinished());
        QCOMPARE(process->exitStatus(), QProcess::CrashExit);
        sales += acknowledged(*process);
        expected += QSet<QUuid>(sales.cbegin(), sales.cend());

        const auto store = openStore(directory());
        QSet<QUuid> found;
        for (const SaleRecord &sale : store->newestFirst({.limit = endless}).value())
            found += sale.attemptId;
        QVERIFY2(found.contains(expected), "an acknowledged sale is lost");
        const auto report = checkJournal(directory());
        QVERIFY(report.ok());
        QCOMPARE(report->problems, QStringList());
    }
    QVERIFY(expected.size() >= kills * (kills + 1) / 2);
}

QTEST_GUILESS_MAIN(TestProcesses)
#include "tst_processes.moc"
