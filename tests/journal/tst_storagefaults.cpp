// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journalcheck.h"
#include "journal/samples.h"
#include "support/boundbymodes.h"
#include "support/filesizelimit.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace paydesk::test;
using namespace samples;
using namespace std::chrono_literals;

/// Disks that are full, locked, read-only or broken: a clear error, nothing half written, and a store that
/// goes on as soon as the disk does.
class TestStorageFaults : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void fullDatabase();
    void failingWrites();
    void lockedByAnother();
    void readOnly_data();
    void readOnly();
    void notADatabase();
    void corruptPages();
    void noNextEvent();
    void notADirectory();

private:
    QString directory() const { return m_home->filePath(u"journal"_s); }
    QString file() const { return directory() + u"/journal.db"_s; }
    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

/// The error is one for staff, and says what SQLite said.
void compareStorageError(const Error &error, const QString &inText, const QString &inDetail)
{
    QCOMPARE(error.kind, ErrorKind::Storage);
    QVERIFY2(error.text.contains(inText), qPrintable(error.text));
    QVERIFY2(error.detail.contains(inDetail), qPrintable(error.detail));
}

} // namespace

void TestStorageFaults::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
}

void TestStorageFaults::fullDatabase()
{
    const auto store = openStore(directory());
    QVERIFY(store->append(intent(makeUuidV7())).ok());
    // SQLite's own limit, as it answers a disk without space, and only on the store's own connection.
    QSqlDatabase connection = QSqlDatabase::database(QSqlDatabase::connectionNames().constFirst());
    QSqlQuery query(connection);
    QVERIFY(query.exec(u"PRAGMA max_page_count = 1"_s)); // no less than what is there
    QVERIFY(query.next());
    const qint64 pages = query.value(0).toLongLong();
    query.finish();

    const QUuid tooLarge = makeUuidV7();
    IntentFacts facts = charge(tooLarge);
    facts.requestBody = QByteArray(100'000, 'x');
    const auto refused = store->append(intentEvent(tooLarge, facts));
    QVERIFY(!refused.ok());
    compareStorageError(refused.error(), u"disk is full"_s, u"SQLite 13"_s);
    QVERIFY(!store->sale(tooLarge).ok());

    QVERIFY(query.exec(u"PRAGMA max_page_count = %1"_s.arg(pages + 1000)));
    query.finish();
    QVERIFY(store->append(intentEvent(tooLarge, facts)).ok());
    QCOMPARE(store->newestFirst({})->size(), 2);
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStorageFaults::failingWrites()
{
    const auto store = openStore(directory());
    QVERIFY(store->append(intent(makeUuidV7())).ok());
    const QUuid unlucky = makeUuidV7();
    {
        const FileSizeLimit limit(QFileInfo(file() + u"-wal"_s).size());
        const auto refused = store->append(intent(unlucky));
        QVERIFY(!refused.ok());
        compareStorageError(refused.error(), u"disk"_s, u"SQLite "_s);
        QVERIFY(!store->sale(unlucky).ok());
        QCOMPARE(store->newestFirst({})->size(), 1);
    }
    QVERIFY(store->append(intent(unlucky)).ok());
    QCOMPARE(checkJournal(directory())->events, 2);
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStorageFaults::lockedByAnother()
{
    auto opened = Store::open({.directory = directory(), .busyTimeout = 50ms});
    QVERIFY(opened.ok());
    const auto store = std::move(opened).value();
    RawDatabase another(directory());
    another.run(u"BEGIN IMMEDIATE"_s);
    const QUuid id = makeUuidV7();
    const auto refused = store->append(intent(id));
    QVERIFY(!refused.ok());
    compareStorageError(refused.error(), u"locked"_s, u"SQLite 5"_s);
    QVERIFY2(store->newestFirst({}).ok(), "reading needs no lock");
    another.run(u"ROLLBACK"_s);
    QVERIFY(store->append(intent(id)).ok());
}

void TestStorageFaults::readOnly_data()
{
    QTest::addColumn<int>("directoryMode");
    QTest::addColumn<int>("fileMode");
    QTest::newRow("file") << 0700 << 0400;
    QTest::newRow("directory") << 0500 << 0600;
    QTest::newRow("both") << 0500 << 0400;
    QTest::newRow("not even readable") << 0700 << 0000;
}

void TestStorageFaults::readOnly()
{
    QFETCH(int, directoryMode);
    QFETCH(int, fileMode);
    openStore(directory());
    BoundByModes::give(m_home->path(), 0700);
    BoundByModes::give(file(), mode_t(fileMode));
    BoundByModes::give(directory(), mode_t(directoryMode));
    const auto restored = qScopeGuard([this] { BoundByModes::give(directory(), 0700); });
    const BoundByModes bound;
    const auto store = Store::open({.directory = directory()});
    QVERIFY(!store.ok());
    compareStorageError(store.error(), file(), u"SQLite "_s);
    QVERIFY2(store.error().text.contains(u"permissions"_s), qPrintable(store.error().text));
}

void TestStorageFaults::notADatabase()
{
    openStore(directory());
    QFile broken(file());
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write(QByteArray("This is no journal. ").repeated(1000));
    broken.close();
    const auto check = checkJournal(directory());
    QVERIFY(!check.ok());
    compareStorageError(check.error(), u"damaged"_s, u"SQLite 26"_s);
    QVERIFY(check.error().text.contains(file()));
    QVERIFY(!rebuildJournal(directory()).ok());
    QVERIFY(broken.open(QIODevice::ReadOnly));
    QVERIFY2(broken.readAll().startsWith("This is no journal."), "a damaged file is evidence");
}

void TestStorageFaults::corruptPages()
{
    {
        const auto store = openStore(directory());
        for (int i = 0; i < 100; ++i)
            QVERIFY(store->append(intent(makeUuidV7())).ok());
    }
    // Where the rows are: what is read to open the journal would have it replaced.
    const QStringList pages
        = RawDatabase(directory())
              .run(u"SELECT pageno FROM dbstat WHERE name IN ('events', 'payments') AND pagetype = 'leaf'"_s);
    QVERIFY(pages.size() > 20);
    {
        QFile broken(file());
        QVERIFY(broken.open(QIODevice::ReadWrite));
        for (const QString &page : pages) {
            broken.seek((page.toLongLong() - 1) * 4096);
            broken.write(QByteArray(64, '\xff'));
        }
    }
    const auto check = checkJournal(directory());
    QVERIFY(check.ok());
    QVERIFY(!check->problems.isEmpty());
    const auto store = openStore(directory());
    const auto page = store->newestFirst({});
    QVERIFY(!page.ok());
    compareStorageError(page.error(), u"damaged"_s, u"SQLite "_s);
    const auto refused = store->append(intent(makeUuidV7()));
    QVERIFY(!refused.ok());
    compareStorageError(refused.error(), file(), u"SQLite "_s);
}

void TestStorageFaults::noNextEvent()
{
    const auto store = openStore(directory());
    QVERIFY(store->append(intent(makeUuidV7())).ok());
    RawDatabase raw(directory());
    raw.run(u"DROP TRIGGER events_stay"_s);
    raw.run(u"UPDATE events SET seq = 9223372036854775807"_s);
    const auto refused = store->append(intent(makeUuidV7()));
    QVERIFY(!refused.ok());
    compareStorageError(refused.error(), u"damaged"_s, u"9223372036854775807"_s);
    QCOMPARE(store->newestFirst({})->size(), 1);
}

void TestStorageFaults::notADirectory()
{
    QFile inTheWay(directory());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    const auto store = Store::open({.directory = directory()});
    QVERIFY(!store.ok());
    compareStorageError(store.error(), file(), QString());
}

QTEST_GUILESS_MAIN(TestStorageFaults)
#include "tst_storagefaults.moc"
