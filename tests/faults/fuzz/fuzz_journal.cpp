// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/fuzz/mutatedjournal.h"
#include "faults/ramfolder.h"
#include "journal/journalcheck.h"
#include "journal/migrations.h"
#include "journal/samples.h"

#include <QCoreApplication>
#include <QDir>

#include <cstdlib>

using namespace samples;
using paydesk::fuzz::require;
using paydesk::fuzz::Sql;

/// A journal's file that anything may have happened to: see putMutated() for the input.

namespace {

/// What all inputs share. Gone at the end, with its folder.
struct World
{
    World(int *argc, char **argv)
        : application(*argc, argv)
        , folder(paydesk::test::ramFolder())
        , directory(folder->filePath(u"journal"_s))
        , genuine(paydesk::fuzz::GenuineJournal::make(directory))
        , schema(schemaOf())
    {
    }

    /// Of a genuine journal.
    QByteArray schemaOf() const
    {
        openStore(directory);
        QByteArray sql = Sql(directory).run(schemaSql);
        QDir(directory).removeRecursively();
        return sql;
    }

    static constexpr auto schemaSql
        = "SELECT group_concat(sql) FROM (SELECT sql FROM sqlite_schema ORDER BY name)";

    QCoreApplication application;
    std::unique_ptr<QTemporaryDir> folder;
    QString directory;
    paydesk::fuzz::GenuineJournal genuine;
    QByteArray schema;
};

std::unique_ptr<World> world;

template <typename T> bool answers(const Result<T> &result)
{
    if (result)
        return true;
    require(result.error().kind == ErrorKind::Storage && !result.error().text.isEmpty(),
        "what fails is the storage, and says so", result.error().detail);
    return false;
}

void isReadable(Store &store)
{
    if (const auto sales = store.newestFirst({}); answers(sales)) {
        for (const SaleRecord &sale : *sales)
            answers(store.sale(sale.attemptId));
    }
    answers(store.needingAttention());
}

bool isSound(const Result<CheckReport> &report)
{
    return answers(report) && report->problems.isEmpty()
        && Sql(world->directory).run(World::schemaSql) == world->schema;
}

/// A sound journal takes an event and stays sound; of any other there is no more to ask than an answer.
void takesAnEvent(Store &store, const Result<CheckReport> &before, bool looksAgain)
{
    const QUuid id = makeUuidV7();
    const auto appended = store.append(intent(id));
    answers(appended);
    if (!isSound(before))
        return;
    require(
        appended.ok(), "a sound journal takes an event", appended.ok() ? QString() : appended.error().detail);
    require(store.sale(id).ok(), "what was taken is there");
    if (!looksAgain)
        return;
    const auto after = checkJournal(world->directory);
    require(answers(after) && after->problems.isEmpty() && after->events == before->events + 1,
        "a sound journal stays sound", after.ok() ? after->problems.join(u'\n') : QString());
}

/// Opened by one who may not replace it.
void asItIs(size_t size)
{
    {
        auto opened = Store::open({.directory = world->directory, .mayCreate = false});
        if (!answers(opened))
            return;
        const auto store = std::move(opened).value();
        require(Sql(world->directory).run("PRAGMA user_version") == QByteArray::number(newestSchema()),
            "a journal that opened has the newest schema");
        isReadable(*store);
        takesAnEvent(*store, checkJournal(world->directory), size % 4 == 0);
    }
    if (size % 8 == 2)
        answers(rebuildJournal(world->directory));
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What opening changes before a damage can be seen: the header of a file without a write-ahead log, and one
/// that is brought to the newest schema whole. (SQLite's file format: bytes 18 and 19, and from 60 on the
/// user version.)
bool mayChangeFirst(const QByteArray &database)
{
    const bool usesLog = database.mid(18, 2) == "\2\2";
    const auto schema = quint8(database.size() > 63 ? database.at(63) : 0);
    return database.startsWith("SQLite format 3") && (!usesLog || schema < newestSchema());
}

/// Opened as at the start of a desk: what is damaged is moved aside as it was, and a fresh journal is made.
void replaced()
{
    const QString file = world->directory + u"/journal.db"_s;
    const QByteArray database = contents(file);
    const QByteArray log = contents(file + u"-wal"_s);
    auto opened = Store::open({.directory = world->directory});
    if (!answers(opened))
        return;
    const auto store = std::move(opened).value();
    const QStringList kept = damagedJournals(world->directory);
    if (kept.isEmpty())
        return;
    require(kept.size() == 1, "a damaged journal is moved once", kept.join(u'\n'));
    require(mayChangeFirst(database)
            || (contents(kept.first()) == database && contents(kept.first() + u"-wal"_s) == log),
        "a damaged journal is kept as it was");
    const auto check = checkJournal(world->directory);
    require(isSound(check), "a fresh journal is sound", check.ok() ? check->problems.join(u'\n') : QString());
    require(store->replacement() && store->replacement()->eventsTaken == check->events,
        "a fresh journal holds what was taken over");
    isReadable(*store);
    takesAnEvent(*store, check, true);
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    // SQLite and Qt say much about files like these.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) {});
    world = std::make_unique<World>(argc, *argv);
    std::atexit([] { world.reset(); });
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    QDir(world->directory).removeRecursively();
    paydesk::fuzz::putMutated(world->genuine, paydesk::fuzz::Input(data, size), world->directory);
    if (size % 2 == 0)
        asItIs(size);
    else
        replaced();
    return 0;
}
