// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"

#include "journal/storageerror.h"
#include "journal/store.h"
#include "journal/worker.h"

#include <QCoreApplication>
#include <QMutex>

namespace paydesk::journal {

namespace {

struct JournalText
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

} // namespace

class Journal::Private
{
public:
    /// Asks the open store.
    template <typename T>
    void ask(QObject *context, Callback<T> callback, std::function<Result<T>(Store &)> question)
    {
        worker.ask<T>(context, std::move(callback),
            [this, question = std::move(question)]() -> std::optional<Result<T>> {
                if (!store)
                    return storageError(
                        JournalText::tr("The journal is not open. Close Paydesk and start it again."));
                return question(*store);
            });
    }

    Result<Done> open();
    void readState();

    QString directory;
    Worker worker{QStringLiteral("journal")};
    std::unique_ptr<Store> store; ///< touched on the worker's thread only

    mutable QMutex mutex; ///< guards what both threads read
    QUuid tillId;
    QByteArray fingerprintSalt;
    std::optional<Replacement> replacement;
    SyncState sync;
};

Result<Done> Journal::Private::open()
{
    if (store)
        return Done();
    auto opened = Store::open({.directory = directory});
    if (!opened)
        return opened.error();
    store = std::move(opened).value();
    readState();
    return Done();
}

void Journal::Private::readState()
{
    const QMutexLocker lock(&mutex);
    tillId = store->tillId();
    fingerprintSalt = store->fingerprintSalt();
    replacement = store->replacement();
    sync = store->syncState();
}

Journal::Journal(const QString &directory, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->directory = directory;
}

Journal::~Journal()
{
    d->worker.finish([this] { d->store.reset(); });
}

void Journal::open(QObject *context, Callback<Done> callback)
{
    d->worker.ask<Done>(context, std::move(callback), [this] { return d->open(); });
}

QUuid Journal::tillId() const
{
    const QMutexLocker lock(&d->mutex);
    return d->tillId;
}

QByteArray Journal::fingerprintSalt() const
{
    const QMutexLocker lock(&d->mutex);
    return d->fingerprintSalt;
}

std::optional<Replacement> Journal::replacement() const
{
    const QMutexLocker lock(&d->mutex);
    return d->replacement;
}

SyncState Journal::syncState() const
{
    const QMutexLocker lock(&d->mutex);
    return d->sync;
}

void Journal::append(const Event &event, QObject *context, Callback<SaleRecord> callback)
{
    auto appended = std::make_shared<std::optional<SaleRecord>>();
    d->ask<SaleRecord>(context, std::move(callback), [event, appended](Store &store) {
        auto result = store.append(event);
        if (result && result->rowId != 0)
            *appended = *result;
        return result;
    });
    // Queued behind the append, so that the signal is posted behind the callback.
    d->worker.enqueue([this, appended] {
        if (appended->has_value())
            QMetaObject::invokeMethod(
                this, [this, sale = **appended] { emit saleChanged(sale); }, Qt::QueuedConnection);
    });
}

void Journal::newestFirst(const PageQuery &query, QObject *context, Callback<QList<SaleRecord>> callback)
{
    d->ask<QList<SaleRecord>>(
        context, std::move(callback), [query](Store &store) { return store.newestFirst(query); });
}

void Journal::needingAttention(QObject *context, Callback<QList<SaleRecord>> callback)
{
    d->ask<QList<SaleRecord>>(
        context, std::move(callback), [](Store &store) { return store.needingAttention(); });
}

void Journal::sale(const QUuid &attemptId, QObject *context, Callback<SaleRecord> callback)
{
    d->ask<SaleRecord>(
        context, std::move(callback), [attemptId](Store &store) { return store.sale(attemptId); });
}

void Journal::find(const QUuid &attemptId, QObject *context, Callback<std::optional<SaleRecord>> callback)
{
    d->ask<std::optional<SaleRecord>>(
        context, std::move(callback), [attemptId](Store &store) { return store.find(attemptId); });
}

void Journal::record(const AnswerBatch &batch, QObject *context, Callback<RecordedBatch> callback)
{
    auto recorded = std::make_shared<RecordedBatch>();
    d->ask<RecordedBatch>(context, std::move(callback), [this, batch, recorded](Store &store) {
        auto result = store.record(batch);
        if (result)
            *recorded = *result;
        d->readState();
        return result;
    });
    d->worker.enqueue([this, recorded] {
        if (recorded->imported == 0 && recorded->changed.isEmpty())
            return;
        const auto tell = [this, imported = recorded->imported, changed = recorded->changed] {
            for (const SaleRecord &sale : changed)
                emit saleChanged(sale);
            if (imported > 0)
                emit salesImported(imported);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
}

} // namespace paydesk::journal
