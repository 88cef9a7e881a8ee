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
    answers(store.unsettled());
    answers(store.paidTotals({}, {}));
}

/// A sound journal takes an event and stays sound; for any other there is no more to ask than an answer.
void takesAnEvent(Store &store, bool lookAgain)
{
    const auto before = checkJournal(world->directory);
    const bool isSound = answers(before) && before->problems.isEmpty()
        && Sql(world->directory).run(World::schemaSql) == world->schema;
    const QUuid id = makeUuidV7();
    const auto appended = store.append(intent(id));
    answers(appended);
    if (!isSound)
        return;
    require(
        appended.ok(), "a sound journal takes an event", appended.ok() ? QString() : appended.error().detail);
    require(store.sale(id).ok(), "what was taken is there");
    if (!lookAgain)
        return;
    const auto after = checkJournal(world->directory);
    require(answers(after) && after->problems.isEmpty() && after->events == before->events + 1,
        "a sound journal stays sound", after.ok() ? after->problems.join(u'\n') : QString());
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
    {
        auto opened = Store::open({.directory = world->directory, .mayCreate = false});
        if (!answers(opened))
            return 0;
        const auto store = std::move(opened).value();
        require(Sql(world->directory).run("PRAGMA user_version") == QByteArray::number(newestSchema()),
            "a journal that opened has the newest schema");
        isReadable(*store);
        takesAnEvent(*store, size % 4 == 1);
    }
    if (size % 4 == 0)
        answers(rebuildJournal(world->directory));
    return 0;
}
