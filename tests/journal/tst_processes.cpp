// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/damage.h"
#include "journal/journalcheck.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
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
    void refundTogether();
    void makeTheJournalTogether();
    void killedWhileAppending();
    void replaceADamagedOneTogether();
    void killedWhileReplacing_data();
    void killedWhileReplacing();

private:
    QString directory() const { return m_home->directory(); }
    /// See journal_appender.
    std::unique_ptr<QProcess> start(int number, const QStringList &further = {}) const;
    std::unique_ptr<DamagedHome> m_home;
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
    m_home = std::make_unique<DamagedHome>();
}

std::unique_ptr<QProcess> TestProcesses::start(int number, const QStringList &further) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process->start(QCoreApplication::applicationDirPath() + u"/journal_appender"_s,
        QStringList{directory(), QString::number(number)} + further);
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

/// Each has read the sale before the others refunded.
void TestProcesses::refundTogether()
{
    const QUuid id = makeUuidV7();
    {
        const auto store = openStore(directory());
        QVERIFY(store->append(intent(id)).ok());
        QVERIFY(store->append(snapshotEvent(id, answer(id, PaymentStatus::Succeeded), {})).ok());
    }
    std::array<std::unique_ptr<QProcess>, 3> processes;
    for (auto &process : processes)
        process = start(100, {id.toString()});
    qsizetype refunds = 0;
    for (const auto &process : processes) {
        QVERIFY(process->waitForFinished());
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 0);
        refunds += acknowledged(*process).size();
    }
    QCOMPARE(refunds, 25);
    const SaleRecord sale = openStore(directory())->sale(id).value();
    QCOMPARE(sale.refunds.size(), 25);
    QCOMPARE(refundedAmount(sale), Money(2500, Currency::Eur));
    QVERIFY(!sale.needsReview);
    const auto report = checkJournal(directory());
    QVERIFY(report.ok());
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(report->events, 2 + 2 * 25);
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

void TestProcesses::replaceADamagedOneTogether()
{
    for (int round = 0; round < 4; ++round) {
        init();
        m_home->sell(20);
        if (round % 2 == 0)
            m_home->mark();
        else
            m_home->write(QByteArray("This is no journal. ").repeated(1000));
        std::array<std::unique_ptr<QProcess>, 4> processes;
        for (auto &process : processes)
            process = start(3);
        for (const auto &process : processes) {
            QVERIFY(process->waitForFinished());
            QCOMPARE(process->exitStatus(), QProcess::NormalExit);
            QCOMPARE(process->exitCode(), 0);
        }
        QCOMPARE(damagedJournals(directory()).size(), 1);
        const auto report = checkJournal(directory());
        QVERIFY(report.ok());
        QCOMPARE(report->problems, QStringList());
        QCOMPARE(report->sales, round % 2 == 0 ? 32 : 12);
    }
}

void TestProcesses::killedWhileReplacing_data()
{
    QTest::addColumn<std::function<bool()>>("reached");
    const auto exists = [this](const QString &name) { return QFileInfo::exists(m_home->file(name)); };
    const auto row
        = [](const char *name, const std::function<bool()> &reached) { QTest::newRow(name) << reached; };
    row("started", [] { return true; });
    row("named", [exists] { return exists(u"journal.salvage"_s); });
    row("moved", [exists] { return exists(u"journal.salvage"_s) && !exists(u"journal.db"_s); });
    row("fresh one made", [exists] { return exists(u"journal.salvage"_s) && exists(u"journal.db-wal"_s); });
    row("salvaging", [this] { return QFileInfo(m_home->file(u"journal.db-wal"_s)).size() > 100'000; });
    row("done",
        [this, exists] { return !damagedJournals(directory()).isEmpty() && !exists(u"journal.salvage"_s); });
}

/// Whatever the moment, the next process takes it up from there: everything is taken over, and once.
void TestProcesses::killedWhileReplacing()
{
    QFETCH(std::function<bool()>, reached);
    // Some of these moments are short: on a busy machine one may pass unseen, and is waited for again.
    constexpr int attempts = 30;
    QByteArray damaged;
    bool seen = false;
    for (int attempt = 0; attempt < attempts && !seen; ++attempt) {
        init();
        m_home->sell(60);
        m_home->mark();
        damaged = m_home->bytes();
        const auto process = start(0);
        while (!seen && !process->waitForFinished(0))
            seen = reached();
        seen = seen || reached();
        process->kill();
        process->waitForFinished();
    }
    QVERIFY(seen);
    const auto store = openStore(directory());
    QVERIFY(store->replacement());
    QCOMPARE(store->replacement()->eventsTaken, 180);
    const QStringList kept = damagedJournals(directory());
    QCOMPARE(kept, store->replacement()->damagedFiles);
    QCOMPARE(kept.size(), 1);
    QVERIFY(m_home->bytes(QFileInfo(kept.constFirst()).fileName()) == damaged);
    const auto report = checkJournal(directory());
    QVERIFY(report.ok());
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(report->events, 180);
    QCOMPARE(report->sales, 60);
}

QTEST_GUILESS_MAIN(TestProcesses)
#include "tst_processes.moc"
