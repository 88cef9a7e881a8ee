// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/database.h"
#include "journal/journalcheck.h"
#include "journal/migrations.h"
#include "journal/samples.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace samples;

/// The journal's file: who may read it, how durable it is, which schemas are accepted.
class TestDatabase : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void isForTheOwnerOnly_data();
    void isForTheOwnerOnly();
    void tightensWhatIsThere();
    void isDurable();
    void migratesAnEmptyFile();
    void migratesTheFirstSchema();
    void keepsItsIdentity();
    void refusesANewerFile();
    void refusesAnImpossibleFile();
    void leavesAFailedMigrationUndone();
    void eventsCannotBeChanged();
    void missingJournal();

private:
    QString directory() const { return m_home->filePath(u"data/journal"_s); }
    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

int modeOf(const QString &path)
{
    struct stat info = {};
    return stat(path.toLocal8Bit().constData(), &info) == 0 ? int(info.st_mode & 07777) : -1;
}

} // namespace

void TestDatabase::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
}

void TestDatabase::isForTheOwnerOnly_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("usual umask") << 022;
    QTest::newRow("no umask") << 0;
}

void TestDatabase::isForTheOwnerOnly()
{
    QFETCH(int, mask);
    const mode_t before = umask(mode_t(mask));
    const auto store = openStore(directory());
    const auto appended = store->append(intent(makeUuidV7()));
    umask(before);
    QVERIFY(appended.ok());
    QCOMPARE(modeOf(directory()), 0700);
    for (const QString &name : {u"journal.db"_s, u"journal.db-wal"_s, u"journal.db-shm"_s})
        QCOMPARE(modeOf(directory() + u'/' + name), 0600);
}

void TestDatabase::tightensWhatIsThere()
{
    openStore(directory());
    QVERIFY(chmod(directory().toLocal8Bit().constData(), 0755) == 0);
    QVERIFY(chmod((directory() + u"/journal.db"_s).toLocal8Bit().constData(), 0644) == 0);
    const auto store = openStore(directory());
    QCOMPARE(modeOf(directory()), 0700);
    QCOMPARE(modeOf(directory() + u"/journal.db"_s), 0600);
    QCOMPARE(modeOf(directory() + u"/journal.db-wal"_s), 0600);
}

void TestDatabase::isDurable()
{
    Database database({.directory = directory()});
    database.open();
    QSqlQuery query(database.connection());
    const auto pragma = [&query](const QString &name) {
        return query.exec(u"PRAGMA "_s + name) && query.next() ? query.value(0).toString() : QString();
    };
    QCOMPARE(pragma(u"journal_mode"_s), u"wal"_s);
    QCOMPARE(pragma(u"synchronous"_s), u"2"_s); // FULL
    QCOMPARE(pragma(u"foreign_keys"_s), u"1"_s);
    QCOMPARE(pragma(u"busy_timeout"_s), u"5000"_s);
}

void TestDatabase::migratesAnEmptyFile()
{
    QVERIFY(QDir().mkpath(directory()));
    QFile empty(directory() + u"/journal.db"_s);
    QVERIFY(empty.open(QIODevice::WriteOnly));
    empty.close();
    openStore(directory());
    RawDatabase raw(directory());
    QCOMPARE(raw.run(u"PRAGMA user_version"_s), QStringList(QString::number(newestSchema())));
    QCOMPARE(
        raw.run(u"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') "
                "AND name NOT LIKE 'sqlite_%' ORDER BY name"_s),
        (QStringList{u"events"_s, u"meta"_s, u"payments"_s, u"search"_s, u"search_terms"_s}));
}

void TestDatabase::migratesTheFirstSchema()
{
    const QUuid sale = makeUuidV7();
    {
        const auto store = openStore(directory());
        QVERIFY(store->append(intent(sale)).ok());
        QVERIFY(store->append(createUnknownEvent(sale, failure(ErrorKind::Network, u"No answer."_s))).ok());
    }
    {
        // What an older program made of the same events.
        QCOMPARE(RawDatabase(directory())
                     .run(u"UPDATE payments SET create_ambiguous = 0, outcome = 'in_progress'"_s),
            QStringList());
    }
    revertToFirstSchema(directory());
    const auto store = openStore(directory());
    const auto record = store->sale(sale);
    QVERIFY(record.ok());
    QVERIFY(record->createAmbiguous);
    QCOMPARE(record->outcome, Outcome::NotKnownYet);
    QCOMPARE(
        RawDatabase(directory()).run(u"PRAGMA user_version"_s), QStringList(QString::number(newestSchema())));
    QCOMPARE(checkJournal(directory())->problems, QStringList());
    QVERIFY(store->append(recoveredEvent(sale)).ok());
}

void TestDatabase::keepsItsIdentity()
{
    const QUuid till = openStore(directory())->tillId();
    const QByteArray salt = openStore(directory())->fingerprintSalt();
    QCOMPARE(till.version(), QUuid::Random);
    QCOMPARE(salt.size(), 16);
    QCOMPARE(openStore(directory())->tillId(), till);
    QCOMPARE(openStore(directory())->fingerprintSalt(), salt);
    const auto another = openStore(m_home->filePath(u"another"_s));
    QVERIFY(another->tillId() != till);
    QVERIFY(another->fingerprintSalt() != salt);
}

void TestDatabase::refusesANewerFile()
{
    openStore(directory());
    RawDatabase(directory()).run(u"PRAGMA user_version = %1"_s.arg(newestSchema() + 1));
    const auto store = Store::open({.directory = directory()});
    QVERIFY(!store.ok());
    QCOMPARE(store.error().kind, ErrorKind::Storage);
    QVERIFY2(store.error().text.contains(u"newer version"_s), qPrintable(store.error().text));
    QVERIFY(store.error().detail.contains(u"schema %1"_s.arg(newestSchema() + 1)));
    QCOMPARE(RawDatabase(directory()).run(u"PRAGMA user_version"_s),
        QStringList(QString::number(newestSchema() + 1)));
}

void TestDatabase::refusesAnImpossibleFile()
{
    openStore(directory());
    RawDatabase(directory()).run(u"PRAGMA user_version = -1"_s);
    const auto report = checkJournal(directory());
    QVERIFY(!report.ok());
    QCOMPARE(report.error().kind, ErrorKind::Storage);
    QVERIFY2(report.error().text.contains(u"damaged"_s), qPrintable(report.error().text));
    QCOMPARE(RawDatabase(directory()).run(u"PRAGMA user_version"_s), QStringList(u"-1"_s));
}

void TestDatabase::leavesAFailedMigrationUndone()
{
    QVERIFY(QDir().mkpath(directory()));
    // In the way of the last table of the first schema.
    RawDatabase(directory()).run(u"CREATE TABLE meta (mine)"_s);
    const auto store = Store::open({.directory = directory()});
    QVERIFY(!store.ok());
    QCOMPARE(store.error().kind, ErrorKind::Storage);
    RawDatabase raw(directory());
    QCOMPARE(raw.run(u"PRAGMA user_version"_s), QStringList(u"0"_s));
    QCOMPARE(raw.run(u"SELECT name FROM sqlite_master WHERE type = 'table'"_s), QStringList(u"meta"_s));
}

void TestDatabase::eventsCannotBeChanged()
{
    QVERIFY(openStore(directory())->append(intent(makeUuidV7())).ok());
    RawDatabase raw(directory());
    QVERIFY(raw.run(u"UPDATE events SET actor = 'me'"_s).value(0).contains(u"append-only"_s));
    QVERIFY(raw.run(u"DELETE FROM events"_s).value(0).contains(u"append-only"_s));
    QCOMPARE(raw.run(u"SELECT COUNT(*) FROM events WHERE actor <> 'me'"_s), QStringList(u"1"_s));
}

void TestDatabase::missingJournal()
{
    const auto store = Store::open({.directory = directory(), .mayCreate = false});
    QVERIFY(!store.ok());
    QCOMPARE(store.error().kind, ErrorKind::Storage);
    QVERIFY(store.error().text.contains(directory()));
    QVERIFY(!QFileInfo::exists(directory()));
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
