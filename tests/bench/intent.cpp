// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/wire.h"
#include "journal/journal.h"
#include "journal/projector.h"
#include "journal/salerow.h"
#include "journal/samples.h"
#include "measurements.h"
#include "rawjournal.h"
#include "waiter.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr int commitsWithoutGrowth = 60;
constexpr int mostWarmUps = 4000;

/// An intent as the till makes it.
journal::Event newIntent()
{
    const QUuid id = makeUuidV7();
    journal::IntentFacts facts = samples::charge(id);
    facts.requestBody = flowlix::encodeCreate(facts.request);
    return journal::intentEvent(id, facts);
}

/// The two rows that the journal writes for an intent, made beforehand.
struct Rows
{
    explicit Rows(const journal::Event &intent)
        : event(journal::toRow(intent))
    {
        event.hash = QByteArray(32, 'h');
        auto record = journal::project({}, intent);
        record->rowId = ++lastRow;
        sale = journal::salerow::toValues(*record);
    }

    journal::EventRow event;
    QVariantList sale;

private:
    static inline qint64 lastRow = 0;
};

/// One way to commit an intent: its time in microseconds, empty when it failed.
struct Writer
{
    QString file;
    std::function<std::optional<double>(const journal::Event &)> commit;
};

/// Until the write-ahead log has been written through once and no longer makes its file longer: growing
/// costs more than overwriting, and every one of the writers gets there after another number of commits.
bool warmUp(const Writer &writer, bool quick)
{
    qint64 size = 0;
    int unchanged = 0;
    for (int i = 0; i < (quick ? 5 : mostWarmUps) && unchanged < commitsWithoutGrowth; ++i) {
        if (!writer.commit(newIntent()))
            return false;
        const qint64 now = QFileInfo(writer.file + u"-wal"_s).size();
        unchanged = now == size ? unchanged + 1 : 0;
        size = now;
    }
    return true;
}

double sinceUs(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e3;
}

Writer storeWriter(journal::Store &store, const QString &file)
{
    return {file, [&store](const journal::Event &intent) -> std::optional<double> {
                QElapsedTimer clock;
                clock.start();
                const bool ok = store.append(intent).ok();
                return ok ? std::optional(sinceUs(clock)) : std::nullopt;
            }};
}

/// As the till sees it: with the way to the journal's thread and back.
Writer journalWriter(journal::Journal &journal, const QString &file)
{
    return {file, [&journal](const journal::Event &intent) -> std::optional<double> {
                QObject context;
                Waiter answered;
                std::optional<double> us;
                QElapsedTimer clock;
                clock.start();
                journal.append(intent, &context, [&](const Result<journal::SaleRecord> &result) {
                    us = result ? std::optional(sinceUs(clock)) : std::nullopt;
                    answered.done();
                });
                answered.wait();
                return us;
            }};
}

Writer rawWriter(RawJournal &raw, const QString &file)
{
    return {file, [&raw](const journal::Event &intent) -> std::optional<double> {
                const Rows rows(intent);
                QElapsedTimer clock;
                clock.start();
                const bool ok = raw.commit(rows.event, rows.sale);
                return ok ? std::optional(sinceUs(clock)) : std::nullopt;
            }};
}

Writer rowWriter(RawRow &raw, const QString &file)
{
    return {file, [&raw](const journal::Event &intent) -> std::optional<double> {
                const Rows rows(intent);
                QElapsedTimer clock;
                clock.start();
                const bool ok = raw.commit(rows.event);
                return ok ? std::optional(sinceUs(clock)) : std::nullopt;
            }};
}

bool openJournal(journal::Journal &journal)
{
    QObject context;
    Waiter opened;
    bool ok = false;
    journal.open(&context, [&](const Result<Done> &result) {
        ok = result.ok();
        opened.done();
    });
    return opened.wait() && ok;
}

} // namespace

QList<Row> measureIntent(const Bench &bench)
{
    Row layer{.id = u"intent"_s,
        .name = u"durable intent"_s,
        .unit = u"µs"_s,
        .figure = {},
        .peerName = u"the same rows, raw SQLite"_s,
        .goal = {Goal::RatioAtMost, 1.2}};
    Row single = layer;
    single.id = u"intent_beside_one_row"_s;
    single.peerName = u"one row, raw SQLite"_s;
    single.goal = {};
    Row asynchronous = layer;
    asynchronous.id = u"intent_asynchronous"_s;
    asynchronous.name = u"durable intent, with the thread's hop"_s;
    asynchronous.goal = {};

    const QTemporaryDir files;
    const auto fileIn = [&files](const QString &folder) { return files.filePath(folder + u"/journal.db"_s); };
    auto store = journal::Store::open({.directory = files.filePath(u"store"_s)});
    journal::Journal journal(files.filePath(u"journal"_s));
    const bool schemaMade = journal::Store::open({.directory = files.filePath(u"raw"_s)}).ok();
    RawJournal raw(fileIn(u"raw"_s));
    RawRow row(files.filePath(u"row.db"_s));
    if (!store || !openJournal(journal) || !schemaMade || !raw.isOpen() || !row.isOpen()) {
        layer.note = u"a database could not be made"_s;
        return {layer, single, asynchronous};
    }

    const QList<Writer> writers{storeWriter(**store, fileIn(u"store"_s)), rawWriter(raw, fileIn(u"raw"_s)),
        rowWriter(row, files.filePath(u"row.db"_s)), journalWriter(journal, fileIn(u"journal"_s))};
    bool ok = true;
    for (const Writer &writer : writers)
        ok = ok && warmUp(writer, bench.quick);
    const int runs = bench.runs(1000);
    for (int run = 0; run < runs && ok; ++run) {
        QList<std::optional<double>> us;
        for (const Writer &writer : writers)
            us.append(writer.commit(newIntent()));
        ok = !us.contains(std::nullopt);
        if (!ok)
            break;
        for (Row *each : {&layer, &single})
            each->figure.add(*us[0]);
        layer.peer.add(*us[1]);
        single.peer.add(*us[2]);
        asynchronous.figure.add(*us[3]);
        asynchronous.peer.add(*us[1]);
    }
    if (!ok)
        layer.note = u"a commit failed"_s;
    return {layer, single, asynchronous};
}

} // namespace paydesk::bench
