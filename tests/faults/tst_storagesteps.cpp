// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/faultvfs.h"
#include "faults/journalscript.h"
#include "faults/longrun.h"
#include "faults/ramfolder.h"
#include "journal/journalcheck.h"
#include "journal/samples.h"

#include <QTest>

#include <functional>
#include <sqlite3.h>

using namespace samples;
using namespace paydesk::test;

/// The disk refuses each step in turn that a journal makes on it, from its first byte to its closing: once,
/// and from then on until it is mended. Nothing is half written, nothing that was acknowledged is lost,
/// nothing is there twice, and the journal goes on as soon as the disk does.
class TestStorageSteps : public QObject
{
    Q_OBJECT
public:
    TestStorageSteps() { allowLongFunctions(); }

private slots:
    void initTestCase();
    void init();
    void faultsReachTheJournal();
    void goesOnAfterEachFault_data();
    void goesOnAfterEachFault();
    void migratesAfterEachFault_data();
    void migratesAfterEachFault();
    void cleanupTestCase();

private:
    QString directory() const { return m_home->filePath(u"journal"_s); }
    void strikeEachStep(const std::function<void()> &script);
    void runScript();
    void migrate();
    std::unique_ptr<Store> opened();
    void append(Store &store, qsizetype index);
    void tryAnotherLife(qsizetype acknowledged);

    std::unique_ptr<FaultVfs> m_vfs;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QTemporaryDir> m_old; ///< holds a journal of the first schema
    const QList<Event> m_events = saleEvents();
    const QByteArrayList m_chain = chainOf(m_events);
    int m_checkpointPages = 0;
    Fault m_fault;
    std::array<int, stepKinds> m_struck = {}; ///< faults by the step that they struck
    int m_refusals = 0; ///< appends that failed
    int m_lateTruths = 0; ///< refused events that another process found all the same
};

namespace {

void verifyStorageError(const Error &error)
{
    QCOMPARE(error.kind, ErrorKind::Storage);
    QVERIFY2(error.text.endsWith(u'.') || error.text.endsWith(".db"_L1), qPrintable(error.text));
    QVERIFY2(error.detail.startsWith("SQLite "_L1), qPrintable(error.detail));
}

/// What can be seen of a sale, in one text.
QString seen(Store &store, const QUuid &id)
{
    const auto sale = store.sale(id);
    if (!sale)
        return {};
    return u"%1 %2 %3 %4"_s.arg(int(sale->outcome))
        .arg(sale->payment ? sale->payment->status.toWire() : QString(), sale->requestIds.join(u' '),
            sale->problem);
}

void verifySound(const QString &directory, const QByteArrayList &chain)
{
    const auto check = checkJournal(directory);
    QVERIFY(check.ok());
    QCOMPARE(check->problems, QStringList());
    QCOMPARE(chainIn(directory), chain);
    QCOMPARE(damagedJournals(directory), QStringList());
}

void addFaults(const QList<int> &checkpointIntervals)
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("lasts");
    QTest::addColumn<int>("checkpointPages");

    struct Kind
    {
        const char *name;
        Step step;
        int code;
    };
    constexpr std::array kinds = {Kind{"full disk", Step::Write, SQLITE_FULL},
        Kind{"failing write", Step::Write, SQLITE_IOERR_WRITE},
        Kind{"failing sync", Step::Sync, SQLITE_IOERR_FSYNC},
        Kind{"full disk at a sync", Step::Sync, SQLITE_FULL},
        Kind{"failing truncation", Step::Truncate, SQLITE_IOERR_TRUNCATE},
        Kind{"file that cannot be made", Step::Open, SQLITE_CANTOPEN},
        Kind{"file that cannot be deleted", Step::Delete, SQLITE_IOERR_DELETE},
        Kind{"no room for the index", Step::Share, SQLITE_IOERR_SHMSIZE}};
    for (const Kind &kind : kinds) {
        for (const bool lasts : {false, true}) {
            // In the short run a full disk stays full, and a write that fails does so once.
            if (!isLongRun() && kind.step == Step::Write && lasts != (kind.code == SQLITE_FULL))
                continue;
            for (const int pages : checkpointIntervals)
                QTest::addRow(
                    "%s, %s, checkpoint every %d pages", kind.name, lasts ? "lasting" : "once", pages)
                    << kind.step << kind.code << lasts << pages;
        }
    }
}

} // namespace

void TestStorageSteps::initTestCase()
{
    m_vfs = std::make_unique<FaultVfs>();
    m_old = ramFolder();
}

void TestStorageSteps::cleanupTestCase()
{
    qInfo("struck: %d writes, %d syncs, %d truncations, %d files made, %d files deleted, %d index pages",
        m_struck[0], m_struck[1], m_struck[2], m_struck[3], m_struck[4], m_struck[5]);
    qInfo("%d appends refused; after %d of them another process found the event all the same", m_refusals,
        m_lateTruths);
    m_home.reset();
    m_old.reset();
    m_vfs.reset();
}

void TestStorageSteps::init()
{
    m_home = ramFolder();
    QVERIFY(m_home->isValid());
}

/// Qt's driver uses the same SQLite, and the layer between.
void TestStorageSteps::faultsReachTheJournal()
{
    const auto store = openStore(directory());
    m_vfs->restart();
    QVERIFY(store->append(m_events.first()).ok());
    QCOMPARE(m_vfs->count(Step::Sync), 1);
    QVERIFY(m_vfs->count(Step::Write) > 1);

    m_vfs->arm({.step = Step::Write, .code = SQLITE_FULL});
    const auto refused = store->append(m_events.at(1));
    m_vfs->disarm();
    QVERIFY(!refused.ok());
    verifyStorageError(refused.error());
    QVERIFY2(refused.error().text.contains(u"disk is full"_s), qPrintable(refused.error().text));
}

void TestStorageSteps::goesOnAfterEachFault_data()
{
    addFaults(checkpointIntervals());
}

void TestStorageSteps::goesOnAfterEachFault()
{
    QFETCH(int, checkpointPages);
    m_checkpointPages = checkpointPages;
    strikeEachStep([this] { runScript(); });
}

void TestStorageSteps::migratesAfterEachFault_data()
{
    addFaults({1000});
}

/// A journal of the first schema, with all events in it, is opened by this program.
void TestStorageSteps::migratesAfterEachFault()
{
    init();
    runScript();
    revertToFirstSchema(directory());
    QVERIFY(QFile::rename(directory() + u"/journal.db"_s, m_old->filePath(u"journal.db"_s)));
    strikeEachStep([this] { migrate(); });
    QVERIFY(QFile::remove(m_old->filePath(u"journal.db"_s)));
}

void TestStorageSteps::migrate()
{
    QDir().mkpath(directory());
    QVERIFY(QFile::copy(m_old->filePath(u"journal.db"_s), directory() + u"/journal.db"_s));
    QVERIFY(opened());
}

/// The script must end with all events in the journal.
void TestStorageSteps::strikeEachStep(const std::function<void()> &script)
{
    QFETCH(Step, step);
    QFETCH(int, code);
    QFETCH(bool, lasts);
    init();
    m_vfs->restart();
    script();
    const int steps = m_vfs->count(step);
    QVERIFY(steps > 0);
    for (int at = 1; at <= steps; ++at) {
        init();
        m_fault = {.step = step, .at = at, .code = code, .lasts = lasts};
        m_vfs->arm(m_fault);
        script();
        m_vfs->disarm();
        verifySound(directory(), m_chain);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(u"at step %1 of %2"_s.arg(at).arg(steps)));
        QVERIFY2(m_vfs->hasStruck(), qPrintable(u"step %1 of %2"_s.arg(at).arg(steps)));
        ++m_struck[size_t(step)];
    }
}

/// Two sales from the journal's first moment on. It is closed and opened between them, as at the end of a
/// day.
void TestStorageSteps::runScript()
{
    auto store = opened();
    QVERIFY(store);
    checkpointEvery(m_checkpointPages);
    for (qsizetype i = 0; i < m_events.size() && !QTest::currentTestFailed(); ++i) {
        if (i == m_events.size() / 2) {
            store.reset();
            store = opened();
            QVERIFY(store);
            checkpointEvery(m_checkpointPages);
        }
        append(*store, i);
    }
}

/// The journal; where that fails, after the disk was mended.
std::unique_ptr<Store> TestStorageSteps::opened()
{
    auto store = Store::open({.directory = directory()});
    if (!store) {
        verifyStorageError(store.error());
        m_vfs->disarm();
        store = Store::open({.directory = directory()});
    }
    return store ? std::move(store).value() : nullptr;
}

void TestStorageSteps::append(Store &store, qsizetype index)
{
    const Event &event = m_events.at(index);
    const QString before = seen(store, event.attemptId);
    const auto appended = store.append(event);
    if (appended)
        return;
    ++m_refusals;
    verifyStorageError(appended.error());
    m_vfs->disarm();
    QCOMPARE(seen(store, event.attemptId), before);
    tryAnotherLife(index);
    if (m_fault.lasts) {
        m_vfs->arm({.step = m_fault.step, .code = m_fault.code, .lasts = true});
        if (const auto again = store.append(event); !again)
            verifyStorageError(again.error());
        m_vfs->disarm();
    }
    const auto last = store.append(event);
    QVERIFY2(last.ok(), last ? "" : qPrintable(last.error().detail));
}

/// The process is killed at this moment, and another one finds the files as they are. The event that was
/// refused may be in them, whole; recorded again, it is there once.
void TestStorageSteps::tryAnotherLife(qsizetype acknowledged)
{
    const QString other = m_home->filePath(u"other"_s);
    QDir().mkpath(other);
    const auto cleared = qScopeGuard([&other] { QDir(other).removeRecursively(); });
    for (const DataFile file : {DataFile::Database, DataFile::Log, DataFile::Journal}) {
        const QString name = u"/journal.db"_s + QLatin1StringView(suffixOf(file));
        QFile::copy(directory() + name, other + name);
    }
    {
        const auto store = openStore(other);
        const QByteArrayList chain = chainIn(other);
        QVERIFY2(chain == m_chain.first(acknowledged) || chain == m_chain.first(acknowledged + 1),
            qPrintable(u"%1 events, and %2 were acknowledged"_s.arg(chain.size()).arg(acknowledged)));
        m_lateTruths += int(chain.size() - acknowledged);
        const auto again = store->append(m_events.at(acknowledged));
        QVERIFY2(again.ok(), again ? "" : qPrintable(again.error().detail));
    }
    verifySound(other, m_chain.first(acknowledged + 1));
}

QTEST_GUILESS_MAIN(TestStorageSteps)
#include "tst_storagesteps.moc"
