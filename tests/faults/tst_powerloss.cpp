// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/journalscript.h"
#include "faults/longrun.h"
#include "faults/ramfolder.h"
#include "faults/simulateddisk.h"
#include "journal/journalcheck.h"
#include "journal/samples.h"

#include <QTest>

using namespace samples;
using namespace paydesk::test;

/// The power fails while a journal is made and written: at each step, and at each sync with everything lost
/// that was not synced, with nothing lost, and with anything between. What the journal had acknowledged is
/// there afterwards, to the last byte, and it goes on.
class TestPowerLoss : public QObject
{
    Q_OBJECT
public:
    TestPowerLoss() { allowLongFunctions(); }

private slots:
    void initTestCase();
    void losesNothingAcknowledged_data();
    void losesNothingAcknowledged();
    void losesNothingWhileMigrating();
    void aDiskThatDoesNotSyncIsNoticed();
    void cleanupTestCase();

private:
    /// What had been acknowledged after so many operations of the record.
    struct Promise
    {
        qsizetype operations = 0;
        qsizetype events = 0;
        QUuid till; ///< null until the journal was open
    };

    QString recorded() const { return m_home->filePath(u"recorded"_s); }
    void startRecord();
    void recordTheScript(int checkpointPages);
    void promise(qsizetype events, const QUuid &till);
    const Promise &promisedAt(qsizetype operations) const;
    QString found(const SimulatedDisk::Files &files, const Promise &promise);
    void cutEverywhere(const QByteArray &database);
    void cutAt(const SimulatedDisk &disk, qsizetype operations, SimulatedDisk::Unsynced unsynced);

    std::unique_ptr<FaultVfs> m_vfs;
    std::unique_ptr<QTemporaryDir> m_home;
    const QList<Event> m_events = saleEvents();
    const QByteArrayList m_chain = chainOf(m_events + QList<Event>{anotherIntent()});
    QList<Operation> m_record;
    QList<Promise> m_promises;
    QRandomGenerator m_random{2026};
    int m_cuts = 0;
    int m_inFlight = 0; ///< cuts after which an event is there that nobody had been told of
};

void TestPowerLoss::initTestCase()
{
    m_vfs = std::make_unique<FaultVfs>();
    m_home = ramFolder();
    QVERIFY(m_home->isValid());
}

void TestPowerLoss::cleanupTestCase()
{
    m_vfs.reset();
}

void TestPowerLoss::startRecord()
{
    m_vfs->restart();
    m_promises.clear();
}

void TestPowerLoss::promise(qsizetype events, const QUuid &till)
{
    m_promises.append({.operations = m_vfs->record().size(), .events = events, .till = till});
}

/// The journal is closed and opened in the middle, as at the end of a day: that checkpoints it and deletes
/// the log.
void TestPowerLoss::recordTheScript(int checkpointPages)
{
    QDir(recorded()).removeRecursively();
    startRecord();
    promise(0, {});
    auto store = openStore(recorded());
    checkpointEvery(checkpointPages);
    const QUuid till = store->tillId();
    promise(0, till);
    for (qsizetype i = 0; i < m_events.size(); ++i) {
        if (i == m_events.size() / 2) {
            store.reset();
            store = openStore(recorded());
            checkpointEvery(checkpointPages);
        }
        QVERIFY(store->append(m_events.at(i)).ok());
        promise(i + 1, till);
    }
    QCOMPARE(chainIn(recorded()), m_chain.first(m_events.size()));
    store.reset();
    m_record = m_vfs->record();
    QVERIFY(m_vfs->count(Step::Sync) > m_events.size());
}

const TestPowerLoss::Promise &TestPowerLoss::promisedAt(qsizetype operations) const
{
    const auto later = std::find_if(m_promises.cbegin(), m_promises.cend(),
        [operations](const Promise &promise) { return promise.operations > operations; });
    return *std::prev(later);
}

/// An empty text where the promise is kept by what the cut left; else what is wrong.
QString TestPowerLoss::found(const SimulatedDisk::Files &files, const Promise &promise)
{
    m_vfs->restart(); // what is done from here on is not looked at
    const QString directory = m_home->filePath(u"found"_s);
    QDir().mkpath(directory);
    const auto cleared = qScopeGuard([&directory] { QDir(directory).removeRecursively(); });
    writeFiles(files, directory + u"/journal.db"_s);

    auto opened = Store::open({.directory = directory});
    if (!opened)
        return u"cannot be opened: "_s + opened.error().detail;
    const auto store = std::move(opened).value();
    if (store->replacement())
        return u"is taken for damaged"_s;
    if (!promise.till.isNull() && store->tillId() != promise.till)
        return u"it is another till's"_s;
    const QByteArrayList chain = chainIn(directory);
    if (chain.size() < promise.events)
        return u"%1 of %2 events are lost"_s.arg(promise.events - chain.size()).arg(promise.events);
    // The one that was being written may be there as well, whole.
    if (chain.size() > promise.events + 1 || chain != m_chain.first(chain.size()))
        return u"holds what was never written"_s;
    m_inFlight += int(chain.size() - promise.events);

    if (const auto next = store->append(anotherIntent()); !next)
        return u"takes no event: "_s + next.error().detail;
    const auto check = checkJournal(directory);
    if (!check || check->events != chain.size() + 1)
        return u"does not hold the next event"_s;
    return check->problems.join(u'\n');
}

void TestPowerLoss::cutAt(const SimulatedDisk &disk, qsizetype operations, SimulatedDisk::Unsynced unsynced)
{
    ++m_cuts;
    const QString wrong = found(disk.afterCut(unsynced, m_random), promisedAt(operations));
    QVERIFY2(
        wrong.isEmpty(), qPrintable(u"cut %1, at operation %2: %3"_s.arg(m_cuts).arg(operations).arg(wrong)));
}

void TestPowerLoss::losesNothingAcknowledged_data()
{
    QTest::addColumn<int>("checkpointPages");
    for (const int pages : checkpointIntervals())
        QTest::addRow("checkpoint every %d pages", pages) << pages;
}

void TestPowerLoss::losesNothingAcknowledged()
{
    QFETCH(int, checkpointPages);
    recordTheScript(checkpointPages);
    cutEverywhere({});
}

/// A journal of the first schema, with all events in it, is opened by this program.
void TestPowerLoss::losesNothingWhileMigrating()
{
    recordTheScript(checkpointIntervals().constFirst());
    revertToFirstSchema(recorded());
    QFile file(recorded() + u"/journal.db"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray database = file.readAll();
    file.close();
    const QUuid till = m_promises.constLast().till;
    startRecord();
    promise(m_events.size(), till);
    QCOMPARE(openStore(recorded())->tillId(), till);
    m_record = m_vfs->record();
    cutEverywhere(database);
}

/// `database`: what its file held when the record began.
void TestPowerLoss::cutEverywhere(const QByteArray &database)
{
    using Unsynced = SimulatedDisk::Unsynced;
    const int randomCuts = isLongRun() ? 100 : 8;
    m_cuts = 0;
    m_inFlight = 0;
    SimulatedDisk disk(database);
    for (qsizetype i = 0; i <= m_record.size(); ++i) {
        const bool atSync = i == m_record.size() || m_record.at(i).step == Step::Sync;
        if (atSync) {
            cutAt(disk, i, Unsynced::Lost);
            cutAt(disk, i, Unsynced::Kept);
        }
        for (int round = 0; round < (atSync ? randomCuts : 1); ++round)
            cutAt(disk, i, Unsynced::Random);
        if (QTest::currentTestFailed())
            return;
        if (i < m_record.size())
            disk.carryOut(m_record.at(i));
    }
    const auto made = [this](Step step) {
        return int(std::count_if(m_record.cbegin(), m_record.cend(),
            [step](const Operation &operation) { return operation.step == step; }));
    };
    qInfo("%d writes, %d syncs, %d truncations, %d files made, %d files deleted", made(Step::Write),
        made(Step::Sync), made(Step::Truncate), made(Step::Open), made(Step::Delete));
    qInfo("%d cuts; after %d of them the event that was being written is there as well", m_cuts, m_inFlight);
}

/// So that the above can fail: a disk that forgets what was synced loses what was acknowledged.
void TestPowerLoss::aDiskThatDoesNotSyncIsNoticed()
{
    recordTheScript(checkpointIntervals().constFirst());
    SimulatedDisk disk;
    for (const Operation &operation : std::as_const(m_record)) {
        if (operation.step != Step::Sync)
            disk.carryOut(operation);
    }
    const auto files = disk.afterCut(SimulatedDisk::Unsynced::Lost, m_random);
    QCOMPARE(found(files, m_promises.constLast()), u"it is another till's"_s);
}

QTEST_GUILESS_MAIN(TestPowerLoss)
#include "tst_powerloss.moc"
