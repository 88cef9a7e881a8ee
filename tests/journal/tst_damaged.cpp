// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/damage.h"
#include "journal/journalcheck.h"
#include "support/boundbymodes.h"
#include "support/filesizelimit.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>

using namespace paydesk::test;
using namespace samples;
using namespace std::chrono_literals;

/// A damaged journal is kept as it is, a fresh one takes its place, and everything that can be read goes on.
/// A sound one stays where it is, whatever else is wrong.
class TestDamaged : public QObject
{
    Q_OBJECT
private slots:
    void isReplaced_data();
    void isReplaced();
    void keepsWhatCanBeRead_data();
    void keepsWhatCanBeRead();
    void keepsItsIdentity();
    void keepsEventsWithoutTheirSale();
    void damageThatIsMetLater();
    void damagedAgain();
    void moveThatWasCutShort_data();
    void moveThatWasCutShort();
    void salvageThatFails();
    void notWhileAnotherUsesIt();
    void remembersTheRefill();
    void checkMovesNothing_data();
    void checkMovesNothing();
    void otherFailuresMoveNothing_data();
    void otherFailuresMoveNothing();
};

namespace {

using Damage = std::function<void(const DamagedHome &)>;

void garbage(const DamagedHome &home)
{
    home.write(QByteArray("This is no journal. ").repeated(1000));
}

/// What a power cut leaves where the folder was written and the file was not.
void emptyWithALog(const DamagedHome &home)
{
    QByteArray log;
    {
        const auto store = openStore(home.directory());
        QVERIFY(store->append(intent(makeUuidV7())).ok());
        log = home.bytes(u"journal.db-wal"_s);
    }
    home.write(log, u"journal.db-wal"_s);
    home.write({});
}

void brokenSchema(const DamagedHome &home)
{
    QByteArray contents = home.bytes();
    contents.replace(100, 1000, QByteArray(1000, '\xee')); // behind the file's header
    home.write(contents);
}

void missingTables(const DamagedHome &home)
{
    QFile::remove(home.file());
    openStore(home.directory());
    home.raw(u"DROP TABLE payments"_s);
}

void halfOfIt(const DamagedHome &home)
{
    home.write(home.bytes().first(home.bytes().size() / 2));
}

void brokenPayments(const DamagedHome &home)
{
    for (const char *kind : {"internal", "leaf"}) {
        const auto pages = home.pages(u"payments"_s, QString::fromLatin1(kind));
        if (!pages.isEmpty())
            return home.overwrite(pages.constFirst());
    }
}

void addDamages()
{
    QTest::addColumn<Damage>("damage");
    QTest::newRow("garbage") << Damage(garbage);
    QTest::newRow("empty with a log") << Damage(emptyWithALog);
    QTest::newRow("broken schema") << Damage(brokenSchema);
    QTest::newRow("missing tables") << Damage(missingTables);
    QTest::newRow("half of it") << Damage(halfOfIt);
    QTest::newRow("marked") << Damage([](const DamagedHome &home) { home.mark(); });
}

void compareSound(const DamagedHome &home, qint64 events, qint64 sales)
{
    const auto report = checkJournal(home.directory());
    QVERIFY(report.ok());
    QCOMPARE(report->problems.join(u'\n'), QString());
    QCOMPARE(report->events, events);
    QCOMPARE(report->sales, sales);
}

} // namespace

void TestDamaged::isReplaced_data()
{
    addDamages();
}

void TestDamaged::isReplaced()
{
    QFETCH(Damage, damage);
    const DamagedHome home;
    home.sell(20);
    damage(home);
    const QByteArray before = home.bytes();
    const QByteArray log = home.bytes(u"journal.db-wal"_s);

    auto store = openStore(home.directory());
    const auto replacement = store->replacement();
    QVERIFY(replacement);
    QCOMPARE(replacement->damagedFiles.size(), 1);
    QCOMPARE(damagedJournals(home.directory()), replacement->damagedFiles);
    const QFileInfo kept(replacement->damagedFiles.constFirst());
    QCOMPARE(kept.path(), home.directory());
    static const QRegularExpression name(u"^damaged-\\d{8}T\\d{6}Z-\\d+\\.db$"_s);
    QVERIFY2(name.match(kept.fileName()).hasMatch(), qPrintable(kept.fileName()));
    QVERIFY2(home.bytes(kept.fileName()) == before, "it is evidence");
    QVERIFY2(home.bytes(kept.fileName() + u"-wal"_s) == log, "so is its log");
    for (const QString &file : home.names())
        QVERIFY2(modeOf(home.file(file)) == 0600, qPrintable(file));
    QVERIFY(!home.names().contains(u"journal.damaged"_s));
    QVERIFY(!home.names().contains(u"journal.salvage"_s));

    QVERIFY(store->append(intent(makeUuidV7())).ok());
    const auto report = checkJournal(home.directory());
    QVERIFY(report.ok());
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(report->events, replacement->eventsTaken + 1);

    store.reset();
    store = openStore(home.directory());
    QCOMPARE(damagedJournals(home.directory()).size(), 1);
    QCOMPARE(store->replacement()->damagedFiles, replacement->damagedFiles);
    QVERIFY(home.bytes(kept.fileName()) == before);
}

void TestDamaged::keepsWhatCanBeRead_data()
{
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<qint64>("taken"); // of 30 events
    QTest::newRow("marked") << Damage([](const DamagedHome &) {}) << qint64(30);
    QTest::newRow("payments") << Damage(brokenPayments) << qint64(30);
    QTest::newRow("garbage") << Damage(garbage) << qint64(0);
    QTest::newRow("an event") << Damage([](const DamagedHome &home) {
        RawDatabase raw(home.directory());
        raw.run(u"DROP TRIGGER events_stay"_s);
        raw.run(u"UPDATE events SET payload = x'00' WHERE seq = 30"_s);
    }) << qint64(29);
}

void TestDamaged::keepsWhatCanBeRead()
{
    QFETCH(Damage, damage);
    QFETCH(qint64, taken);
    const DamagedHome home;
    const QList<QUuid> sales = home.sell(10);
    const auto before = openStore(home.directory())->newestFirst({}).value();
    const QStringList events
        = home.raw(u"SELECT kind, at_ms, actor, facts, payload FROM events ORDER BY seq"_s);
    damage(home);
    home.mark();
    const auto store = openStore(home.directory());
    const auto replacement = store->replacement();
    QVERIFY(replacement);
    QCOMPARE(replacement->eventsTaken, taken);
    QCOMPARE(replacement->eventsLost, taken == 0 ? 0 : 30 - taken);
    QCOMPARE(replacement->endIsLost, taken == 0);
    compareSound(home, taken, (taken + 2) / 3);
    QCOMPARE(home.raw(u"SELECT kind, at_ms, actor, facts, payload FROM events ORDER BY seq"_s),
        events.first(taken * 5));
    const auto after = store->newestFirst({}).value();
    for (qsizetype i = 0; i < taken / 3; ++i) {
        const SaleRecord &was = before.at(before.size() - 1 - i);
        const SaleRecord &is = after.at(after.size() - 1 - i);
        QCOMPARE(is.attemptId, sales.at(i));
        QCOMPARE(is.rowId, was.rowId);
        QCOMPARE(is.outcome, was.outcome);
        QCOMPARE(is.payment->raw, was.payment->raw);
        QCOMPARE(is.requestBody, was.requestBody);
        QCOMPARE(is.keyFingerprint, was.keyFingerprint);
    }
}

void TestDamaged::keepsItsIdentity()
{
    const DamagedHome home;
    home.sell(1);
    const auto identity = [&home] {
        const auto store = openStore(home.directory());
        return std::pair(store->tillId(), store->fingerprintSalt());
    };
    const auto first = identity();
    home.mark();
    QCOMPARE(identity(), first);
    QCOMPARE(identity(), first);
    garbage(home);
    const auto second = identity();
    QVERIFY(second.first != first.first);
    QVERIFY2(second.second != first.second, "fingerprints of before match no key");
    QCOMPARE(second.second.size(), 16);
}

/// Their intent is lost, and with it the sale; but not what is known of it.
void TestDamaged::keepsEventsWithoutTheirSale()
{
    const DamagedHome home;
    home.sell(4);
    {
        RawDatabase raw(home.directory());
        raw.run(u"DROP TRIGGER events_remain"_s);
        raw.run(u"DELETE FROM events WHERE seq = 3"_s); // 4, an intent, is then proven by nothing
    }
    home.mark();
    const auto store = openStore(home.directory());
    QCOMPARE(store->replacement()->eventsTaken, 10);
    QCOMPARE(store->replacement()->eventsLost, 2);
    compareSound(home, 10, 3);
    QCOMPARE(home.raw(u"SELECT kind FROM events ORDER BY seq"_s).mid(2, 2),
        (QStringList{u"page_shown"_s, u"snapshot"_s}));
}

void TestDamaged::damageThatIsMetLater()
{
    const DamagedHome home;
    const QList<QUuid> sales = home.sell(40);
    home.overwrite(home.pages(u"payments"_s, u"internal"_s).constFirst());
    {
        const auto store = openStore(home.directory());
        QVERIFY2(!store->replacement(), "nothing has read it yet");
        QVERIFY(!home.names().contains(u"journal.damaged"_s));
        const auto page = store->newestFirst({});
        QVERIFY(!page.ok());
        QVERIFY2(page.error().text.contains(u"start it again"_s), qPrintable(page.error().text));
        QVERIFY(!store->append(intent(makeUuidV7())).ok());
        QCOMPARE(modeOf(home.file(u"journal.damaged"_s)), 0600);
        QVERIFY(!checkJournal(home.directory())->problems.isEmpty());
        QVERIFY(damagedJournals(home.directory()).isEmpty());
    }
    const QByteArray before = home.bytes();
    const auto store = openStore(home.directory());
    QCOMPARE(store->replacement()->eventsTaken, 120);
    QCOMPARE(store->replacement()->eventsLost, 0);
    QVERIFY(!store->replacement()->endIsLost);
    compareSound(home, 120, 40);
    QVERIFY(home.bytes(QFileInfo(damagedJournals(home.directory()).constFirst()).fileName()) == before);
    for (const QUuid &sale : sales)
        QVERIFY(store->sale(sale)->payment);
}

void TestDamaged::damagedAgain()
{
    const DamagedHome home;
    home.sell(5);
    brokenSchema(home);
    const QByteArray first = home.bytes();
    home.sell(3);
    halfOfIt(home);
    const QByteArray second = home.bytes();
    home.sell(2);
    const QByteArray third = home.bytes();
    home.mark();

    const auto store = openStore(home.directory());
    const QStringList kept = damagedJournals(home.directory());
    QCOMPARE(kept.size(), 3);
    QVERIFY(home.bytes(QFileInfo(kept.at(0)).fileName()) == first);
    QVERIFY(home.bytes(QFileInfo(kept.at(1)).fileName()) == second);
    QVERIFY(home.bytes(QFileInfo(kept.at(2)).fileName()) == third);
    QCOMPARE(store->replacement()->damagedFiles, QStringList(kept.at(2)));
    QCOMPARE(store->newestFirst({})->size(), 2 + (store->replacement()->eventsTaken - 6 + 2) / 3);
    compareSound(home, store->replacement()->eventsTaken, store->newestFirst({})->size());
}

void TestDamaged::moveThatWasCutShort_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<bool>("marked");
    QTest::newRow("marked") << 0 << true;
    QTest::newRow("named") << 1 << true;
    QTest::newRow("no longer marked") << 1 << false;
    QTest::newRow("file moved") << 2 << false;
    QTest::newRow("log moved") << 3 << false;
    QTest::newRow("fresh one made") << 4 << false;
    QTest::newRow("fresh one made, which is damaged too") << 5 << false;
}

/// As a power cut leaves the folder after each step.
void TestDamaged::moveThatWasCutShort()
{
    QFETCH(int, steps);
    QFETCH(bool, marked);
    const DamagedHome home;
    home.sell(5);
    {
        // The last sale is in the log only.
        QByteArray contents;
        QByteArray log;
        {
            const auto store = openStore(home.directory());
            QVERIFY(store->append(intent(makeUuidV7())).ok());
            contents = home.bytes();
            log = home.bytes(u"journal.db-wal"_s);
        }
        home.write(contents);
        home.write(log, u"journal.db-wal"_s);
    }
    const QString name = u"damaged-20260102T030405Z-1.db"_s;
    if (marked)
        home.mark();
    if (steps >= 1)
        home.write(name.toUtf8() + '\n', u"journal.salvage"_s);
    if (steps >= 2)
        QVERIFY(QFile::rename(home.file(), home.file(name)));
    if (steps >= 3)
        QVERIFY(QFile::rename(home.file(u"journal.db-wal"_s), home.file(name + u"-wal"_s)));
    if (steps >= 4) {
        Database fresh({.directory = home.directory()});
        fresh.open();
    }
    if (steps == 5)
        garbage(home);

    const auto store = openStore(home.directory());
    QCOMPARE(store->replacement()->eventsTaken, 16);
    QCOMPARE(store->replacement()->eventsLost, 0);
    QCOMPARE(damagedJournals(home.directory()).size(), steps == 5 ? 2 : 1);
    QVERIFY(steps == 0 || damagedJournals(home.directory()).contains(home.file(name)));
    QVERIFY(!home.names().contains(u"journal.salvage"_s));
    compareSound(home, 16, 6);
}

/// What fails is the disk, not the salvage: it is begun anew at the next start, and nothing is taken twice.
void TestDamaged::salvageThatFails()
{
    const DamagedHome home;
    home.sell(40);
    home.mark();
    {
        const FileSizeLimit limit(40'000);
        const auto store = Store::open({.directory = home.directory()});
        QVERIFY(!store.ok());
        QVERIFY2(store.error().text.contains(u"disk"_s), qPrintable(store.error().text));
    }
    QCOMPARE(damagedJournals(home.directory()).size(), 1);
    {
        const auto store = openStore(home.directory());
        QCOMPARE(store->replacement()->eventsTaken, 120);
        compareSound(home, 120, 40);
    }
    // As if the power went before the last step of it.
    home.write(
        QFileInfo(damagedJournals(home.directory()).constFirst()).fileName().toUtf8(), u"journal.salvage"_s);
    QCOMPARE(openStore(home.directory())->replacement()->eventsTaken, 120);
    compareSound(home, 120, 40);
    QCOMPARE(damagedJournals(home.directory()).size(), 1);
}

void TestDamaged::notWhileAnotherUsesIt()
{
    const DamagedHome home;
    home.sell(5);
    auto another = openStore(home.directory());
    home.mark();
    const DatabaseOptions impatient{.directory = home.directory(), .busyTimeout = 50ms};
    const auto refused = Store::open(impatient);
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().text.contains(u"another program"_s), qPrintable(refused.error().text));
    QVERIFY(damagedJournals(home.directory()).isEmpty());
    QVERIFY(another->append(intent(makeUuidV7())).ok());
    another.reset();
    const auto store = Store::open(impatient);
    QVERIFY(store.ok());
    QCOMPARE((*store)->replacement()->eventsTaken, 16);
}

void TestDamaged::remembersTheRefill()
{
    const DamagedHome home;
    home.sell(5);
    QVERIFY(!openStore(home.directory())->replacement());
    home.mark();
    {
        const auto store = openStore(home.directory());
        QVERIFY(!store->syncState().pass);
        QVERIFY(store->record({.sync = {.pass = SyncPass{.lastPaymentId = u"pay_1"_s, .imported = 7}}}).ok());
    }
    {
        const auto store = openStore(home.directory());
        QCOMPARE(store->syncState().pass->lastPaymentId, u"pay_1"_s);
        QCOMPARE(store->syncState().pass->imported, 7);
        QCOMPARE(store->replacement()->eventsTaken, 15);
        QVERIFY(store->record({.sync = {.completeUntil = QDateTime::currentDateTimeUtc()}}).ok());
    }
    QVERIFY(!openStore(home.directory())->replacement());
    QCOMPARE(damagedJournals(home.directory()).size(), 1);
}

void TestDamaged::checkMovesNothing_data()
{
    addDamages();
    QTest::newRow("payments") << Damage(brokenPayments);
}

void TestDamaged::checkMovesNothing()
{
    QFETCH(Damage, damage);
    const DamagedHome home;
    home.sell(10);
    damage(home);
    QStringList before = home.names();
    const QByteArray contents = home.bytes();
    const QByteArray log = home.bytes(u"journal.db-wal"_s);
    Q_UNUSED(checkJournal(home.directory()))
    Q_UNUSED(rebuildJournal(home.directory()))
    Q_UNUSED(Store::open({.directory = home.directory(), .mayCreate = false}))
    QVERIFY(damagedJournals(home.directory()).isEmpty());
    QStringList after = home.names();
    // SQLite's own, which hold nothing: it looked for a log.
    for (QStringList *names : {&before, &after}) {
        names->removeAll(u"journal.db-shm"_s);
        if (log.isEmpty())
            names->removeAll(u"journal.db-wal"_s);
    }
    QCOMPARE(after, before);
    QCOMPARE(home.bytes().size(), contents.size());
    QVERIFY(home.bytes(u"journal.db-wal"_s) == log);
}

void TestDamaged::otherFailuresMoveNothing_data()
{
    QTest::addColumn<Damage>("fault");
    QTest::addColumn<bool>("marked");
    const Damage newer = [](const DamagedHome &home) { home.raw(u"PRAGMA user_version = 1000"_s); };
    const Damage readOnly
        = [](const DamagedHome &home) { QVERIFY(chmod(home.file().toLocal8Bit().constData(), 0400) == 0); };
    QTest::newRow("newer schema") << newer << false;
    QTest::newRow("newer schema, marked") << newer << true;
    QTest::newRow("read-only") << readOnly << false;
    QTest::newRow("read-only folder") << Damage([](const DamagedHome &home) {
        QVERIFY(chmod(home.directory().toLocal8Bit().constData(), 0500) == 0);
    }) << false;
    QTest::newRow("full disk") << Damage([](const DamagedHome &) {}) << false;
    QTest::newRow("locked") << Damage([](const DamagedHome &) {}) << false;
}

void TestDamaged::otherFailuresMoveNothing()
{
    QFETCH(Damage, fault);
    QFETCH(bool, marked);
    const QByteArray row = QTest::currentDataTag();
    const DamagedHome home;
    home.sell(5);
    QStringList before = home.names();
    BoundByModes::give(QFileInfo(home.directory()).path(), 0700);
    BoundByModes::give(home.directory(), 0700);
    for (const QString &name : before)
        BoundByModes::give(home.file(name), 0600);
    fault(home);
    if (marked)
        home.mark();
    const QByteArray contents = home.bytes();
    {
        const auto restored
            = qScopeGuard([&home] { chmod(home.directory().toLocal8Bit().constData(), 0700); });
        std::unique_ptr<RawDatabase> holder;
        if (row == "locked") {
            holder = std::make_unique<RawDatabase>(home.directory());
            holder->run(u"PRAGMA locking_mode = EXCLUSIVE"_s);
            holder->run(u"BEGIN EXCLUSIVE"_s);
            holder->run(u"CREATE TABLE one_more (a)"_s);
        }
        std::optional<FileSizeLimit> limit;
        if (row == "full disk")
            limit.emplace(0);
        const BoundByModes bound;
        const auto refused = Store::open({.directory = home.directory(), .busyTimeout = 50ms});
        QVERIFY2(!refused.ok(), row.constData());
        QVERIFY2(!refused.error().text.contains(u"is damaged"_s), qPrintable(refused.error().text));
        if (holder)
            holder->run(u"ROLLBACK"_s);
    }
    QVERIFY(damagedJournals(home.directory()).isEmpty());
    QVERIFY(home.bytes() == contents);
    if (marked)
        before.insert(1, u"journal.damaged"_s);
    QStringList after = home.names();
    for (const QString &log : {u"journal.db-wal"_s, u"journal.db-shm"_s})
        after.removeAll(log);
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    QCOMPARE(after, before);
}

QTEST_GUILESS_MAIN(TestDamaged)
#include "tst_damaged.moc"
