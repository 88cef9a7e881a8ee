// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/damage.h"
#include "journal/journalcheck.h"
#include "journal/salvage.h"
#include "journal/storageerror.h"

#include <QTest>

#include <numeric>

using namespace samples;

/// What can be read of a damaged journal, to the event: nothing that is not proven, nothing twice, and
/// nothing that is there and left out.
class TestSalvage : public QObject
{
    Q_OBJECT
private slots:
    void soundFile();
    void notADatabase_data();
    void notADatabase();
    void brokenLeaf_data();
    void brokenLeaf();
    void brokenLeaves();
    void brokenPageOfTheTree();
    void gapThatIsTooLongToTry();
    void brokenRoot();
    void truncated_data();
    void truncated();
    void tamperedRow_data();
    void tamperedRow();
    void stillInTheLog();
    void onlyInTheLog();
    void stopsWithItsVisitor();
};

namespace {

struct Found
{
    QList<qint64> seqs;
    Salvage::Count count;
};

/// Also checks that reading changed nothing.
Found read(const DamagedHome &home)
{
    const QByteArray before = home.bytes();
    const QByteArray log = home.bytes(u"journal.db-wal"_s);
    Found found;
    {
        Salvage salvage(home.file());
        found.count = salvage.forEachEvent([&found](const EventRow &row) { found.seqs += row.seq; });
    }
    if (home.bytes() != before || home.bytes(u"journal.db-wal"_s) != log)
        qFatal("the damaged file was changed");
    return found;
}

QList<qint64> range(qint64 first, qint64 last)
{
    QList<qint64> seqs(std::max<qint64>(0, last - first + 1));
    std::iota(seqs.begin(), seqs.end(), first);
    return seqs;
}

} // namespace

void TestSalvage::soundFile()
{
    const DamagedHome home;
    home.sell(20);
    const Found found = read(home);
    QCOMPARE(found.seqs, range(1, 60));
    QCOMPARE(found.count.taken, 60);
    QCOMPARE(found.count.lost, 0);
    QVERIFY(!found.count.endIsLost);
    const auto store = openStore(home.directory());
    Salvage salvage(home.file());
    QCOMPARE(QUuid::fromString(QString::fromUtf8(salvage.meta(u"till_id"_s))), store->tillId());
    QCOMPARE(salvage.meta(u"fingerprint_salt"_s), store->fingerprintSalt());
    QCOMPARE(salvage.meta(u"nothing"_s), QByteArray());
}

void TestSalvage::notADatabase_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::newRow("text") << QByteArray("This is no journal. ").repeated(1000);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("header, then nothing") << QByteArray("SQLite format 3\0", 16) + QByteArray(100'000, '\0');
}

void TestSalvage::notADatabase()
{
    QFETCH(QByteArray, contents);
    const DamagedHome home;
    QVERIFY(QDir().mkpath(home.directory()));
    home.write(contents);
    const Found found = read(home);
    QCOMPARE(found.count.taken, 0);
    QCOMPARE(found.count.lost, 0);
    QVERIFY(found.count.endIsLost);
    QCOMPARE(Salvage(home.file()).meta(u"till_id"_s), QByteArray());
}

void TestSalvage::brokenLeaf_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("first") << 0;
    QTest::newRow("second") << 1;
    QTest::newRow("middle") << 7;
    QTest::newRow("last but one") << -2;
    QTest::newRow("last") << -1;
}

void TestSalvage::brokenLeaf()
{
    QFETCH(int, which);
    const DamagedHome home;
    home.sell(50);
    const auto leaves = home.pages(u"events"_s, u"leaf"_s);
    QVERIFY(leaves.size() > 9);
    const qsizetype index = which < 0 ? leaves.size() + which : which;
    const auto cellsOf = [](qint64 sum, const DamagedHome::Page &page) { return sum + page.cells; };
    const qint64 before = std::accumulate(leaves.begin(), leaves.begin() + index, qint64(0), cellsOf);
    const qint64 broken = leaves.at(index).cells;
    home.overwrite(leaves.at(index));

    const Found found = read(home);
    if (which == -1) {
        QCOMPARE(found.seqs, range(1, before));
        QCOMPARE(found.count.lost, 0);
        QVERIFY(found.count.endIsLost);
    } else {
        // The first one behind the gap is there, and proven by nothing.
        QCOMPARE(found.seqs, range(1, before) + range(before + broken + 2, 150));
        QCOMPARE(found.count.lost, broken + 1);
        QVERIFY(!found.count.endIsLost);
    }
    QCOMPARE(found.count.taken, found.seqs.size());
}

void TestSalvage::brokenLeaves()
{
    const DamagedHome home;
    home.sell(40);
    const auto leaves = home.pages(u"events"_s, u"leaf"_s);
    QList<qint64> expected;
    qint64 seq = 1;
    for (qsizetype i = 0; i < leaves.size(); ++i) {
        const bool broken = i % 3 == 1 && i + 1 < leaves.size(); // its end is sound
        if (broken)
            home.overwrite(leaves.at(i));
        else
            expected += range(seq + (i % 3 == 2 ? 1 : 0), seq + leaves.at(i).cells - 1);
        seq += leaves.at(i).cells;
    }
    const Found found = read(home);
    QCOMPARE(found.seqs, expected);
    QCOMPARE(found.count.lost, 120 - expected.size());
    QVERIFY(!found.count.endIsLost);
}

/// A page in the middle of the tree takes all with it that is below.
void TestSalvage::brokenPageOfTheTree()
{
    const DamagedHome home;
    home.usePagesOf(512);
    home.appendMany(2000);
    const auto inner = home.pages(u"events"_s, u"internal"_s);
    QVERIFY(inner.size() >= 5); // the root is the first
    home.overwrite(inner.at(2));
    const Found found = read(home);
    QVERIFY(found.count.taken > 1000);
    QVERIFY(found.count.lost > 50);
    QCOMPARE(found.count.taken + found.count.lost, 2000);
    QCOMPARE(found.seqs.constFirst(), 1);
    QCOMPARE(found.seqs.constLast(), 2000);
    QVERIFY(!found.count.endIsLost);
}

/// As a page high in a large tree leaves it; here the numbers themselves make a leap.
void TestSalvage::gapThatIsTooLongToTry()
{
    const DamagedHome home;
    home.appendMany(300);
    {
        RawDatabase raw(home.directory());
        raw.run(u"DROP TRIGGER events_stay"_s);
        QCOMPARE(raw.run(u"UPDATE events SET seq = 50000 WHERE seq = 300"_s), QStringList());
    }
    home.appendMany(300);
    const auto leaves = home.pages(u"events"_s, u"leaf"_s);
    qint64 before = 0;
    qsizetype broken = 0;
    while (before + leaves.at(broken).cells < 300)
        before += leaves.at(broken++).cells;
    home.overwrite(leaves.at(broken));
    const qint64 behind = 600 - before - leaves.at(broken).cells;
    QVERIFY(behind > 100);

    const Found found = read(home);
    QCOMPARE(found.seqs, range(1, before) + range(50'300 - behind + 2, 50'300));
    QCOMPARE(found.count.lost, 50'300 - found.count.taken);
    QVERIFY(!found.count.endIsLost);
}

void TestSalvage::brokenRoot()
{
    const DamagedHome home;
    home.sell(40);
    home.overwrite(home.pages(u"events"_s, u"internal"_s).constFirst());
    const Found found = read(home);
    QCOMPARE(found.count.taken, 0);
    QVERIFY(found.count.endIsLost);
    QVERIFY2(!Salvage(home.file()).meta(u"till_id"_s).isEmpty(), "the other tables are sound");
}

void TestSalvage::truncated_data()
{
    QTest::addColumn<int>("percent");
    for (const int percent : {40, 60, 80, 99})
        QTest::addRow("%d %%", percent) << percent;
}

void TestSalvage::truncated()
{
    QFETCH(int, percent);
    const DamagedHome home;
    home.sell(40);
    const auto leaves = home.pages(u"events"_s, u"leaf"_s);
    const QByteArray whole = home.bytes();
    home.write(whole.first(whole.size() * percent / 100));
    const qint64 pagesLeft = home.bytes().size() / home.pageSize();
    qint64 before = 0;
    for (qsizetype i = 0; i < leaves.size() && leaves.at(i).number <= pagesLeft; ++i)
        before += leaves.at(i).cells;
    QVERIFY(before > 0);

    const Found found = read(home);
    QVERIFY(found.seqs.size() >= before);
    QCOMPARE(found.seqs.first(before), range(1, before));
}

void TestSalvage::tamperedRow_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QList<qint64>>("missing");
    QTest::newRow("contents") << u"UPDATE events SET actor = 'me' WHERE seq = 5"_s << QList<qint64>{5};
    QTest::newRow("hash") << u"UPDATE events SET hash = x'00' WHERE seq = 5"_s << QList<qint64>{5, 6};
    QTest::newRow("removed") << u"DELETE FROM events WHERE seq = 5"_s << QList<qint64>{5, 6};
    QTest::newRow("first removed") << u"DELETE FROM events WHERE seq = 1"_s << QList<qint64>{1, 2};
    QTest::newRow("last") << u"UPDATE events SET at_ms = 0 WHERE seq = 12"_s << QList<qint64>{12};
    QTest::newRow("moved") << u"UPDATE events SET seq = 1000000000000 WHERE seq = 12"_s << QList<qint64>{12};
}

void TestSalvage::tamperedRow()
{
    QFETCH(QString, change);
    QFETCH(QList<qint64>, missing);
    const DamagedHome home;
    home.sell(4);
    {
        RawDatabase raw(home.directory());
        raw.run(u"DROP TRIGGER events_stay"_s);
        raw.run(u"DROP TRIGGER events_remain"_s);
        QCOMPARE(raw.run(change), QStringList());
        QCOMPARE(raw.run(u"SELECT changes()"_s), QStringList(u"1"_s));
    }
    QList<qint64> expected = range(1, 12);
    expected.removeIf([&missing](qint64 seq) { return missing.contains(seq); });
    const Found found = read(home);
    QCOMPARE(found.seqs, expected);
    // A row that is nowhere near its place shows nothing about where it was.
    const bool moved = home.raw(u"SELECT max(seq) FROM events"_s).constFirst().toLongLong() > 12;
    QCOMPARE(found.count.lost, moved ? 0 : missing.size());
    QVERIFY(!found.count.endIsLost);
}

/// The newest events of a desk that was killed are in the log only.
void TestSalvage::stillInTheLog()
{
    const DamagedHome home;
    home.sell(5);
    const DamagedHome killed;
    QVERIFY(QDir().mkpath(killed.directory()));
    {
        const auto store = openStore(home.directory());
        for (int i = 0; i < 5; ++i)
            QVERIFY(store->append(intent(makeUuidV7())).ok());
        for (const QString &name : {u"journal.db"_s, u"journal.db-wal"_s})
            killed.write(home.bytes(name), name);
    }
    const Found found = read(killed);
    QCOMPARE(found.seqs, range(1, 20));
    QVERIFY(!found.count.endIsLost);
}

/// A journal that is so young that all of it is in the log.
void TestSalvage::onlyInTheLog()
{
    const DamagedHome home;
    const DamagedHome killed;
    QVERIFY(QDir().mkpath(killed.directory()));
    {
        const auto store = openStore(home.directory());
        for (int i = 0; i < 5; ++i)
            QVERIFY(store->append(intent(makeUuidV7())).ok());
        killed.write(home.bytes(u"journal.db-wal"_s), u"journal.db-wal"_s);
        killed.write({});
    }
    const QStringList before = killed.names();
    const Found found = read(killed);
    QCOMPARE(found.seqs, range(1, 5));
    QVERIFY(!found.count.endIsLost);
    QVERIFY(!Salvage(killed.file()).meta(u"till_id"_s).isEmpty());
    QCOMPARE(killed.names(), before);
    QVERIFY(QDir(killed.directory()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
}

void TestSalvage::stopsWithItsVisitor()
{
    const DamagedHome home;
    home.sell(4);
    Salvage salvage(home.file());
    int visited = 0;
    const auto refuse = [&visited](const EventRow &) {
        if (++visited == 3)
            throw StorageFailure{storageError(u"The disk is full."_s), SqliteFull};
    };
    QVERIFY_THROWS_EXCEPTION(StorageFailure, salvage.forEachEvent(refuse));
    QCOMPARE(visited, 3);
}

QTEST_GUILESS_MAIN(TestSalvage)
#include "tst_salvage.moc"
