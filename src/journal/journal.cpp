// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journal.h"

#include "journal/reply.h"
#include "journal/storageerror.h"
#include "journal/store.h"

#include <QCoreApplication>
#include <QMutex>
#include <QThread>

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
    template <typename T> using Work = std::function<Result<T>()>;

    /// Queues `work` for the journal's thread; its answer goes to `callback` on the context's.
    template <typename T> void post(QObject *context, Callback<T> callback, Work<T> work)
    {
        auto reply = std::make_shared<Reply>();
        auto answer = std::make_shared<std::optional<Result<T>>>();
        QObject::connect(
            reply.get(), &Reply::ready, context,
            [answer, callback = std::move(callback)] { callback(**answer); }, Qt::QueuedConnection);
        enqueue([reply, answer, work = std::move(work)] {
            *answer = work();
            emit reply->ready();
        });
    }

    /// The same for what needs an open store.
    template <typename T>
    void ask(QObject *context, Callback<T> callback, std::function<Result<T>(Store &)> question)
    {
        post<T>(context, std::move(callback), [this, question = std::move(question)]() -> Result<T> {
            if (!store)
                return storageError(
                    JournalText::tr("The journal is not open. Close Paydesk and start it again."));
            return question(*store);
        });
    }

    /// Runs a task on the journal's thread, behind all that were queued before.
    void enqueue(std::function<void()> task);
    Result<Done> open();
    void readReplacement();

    QString directory;
    QThread thread;
    QObject worker; ///< lives on `thread`; what is posted to it runs there, in order
    std::unique_ptr<Store> store; ///< touched on `thread` only

    mutable QMutex mutex; ///< guards what both threads read
    QUuid tillId;
    QByteArray fingerprintSalt;
    std::optional<Replacement> replacement;
};

void Journal::Private::enqueue(std::function<void()> task)
{
    QMetaObject::invokeMethod(&worker, std::move(task), Qt::QueuedConnection);
}

Result<Done> Journal::Private::open()
{
    if (store)
        return Done();
    auto opened = Store::open({.directory = directory});
    if (!opened)
        return opened.error();
    store = std::move(opened).value();
    const QMutexLocker lock(&mutex);
    tillId = store->tillId();
    fingerprintSalt = store->fingerprintSalt();
    replacement = store->replacement();
    return Done();
}

void Journal::Private::readReplacement()
{
    const QMutexLocker lock(&mutex);
    replacement = store->replacement();
}

Journal::Journal(const QString &directory, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->directory = directory;
    d->thread.setObjectName(QStringLiteral("journal"));
    d->worker.moveToThread(&d->thread);
    d->thread.start();
}

Journal::~Journal()
{
    // Last in the queue, so that everything asked before is done first.
    d->enqueue([this] {
        d->store.reset();
        d->thread.quit();
    });
    d->thread.wait();
}

void Journal::open(QObject *context, Callback<Done> callback)
{
    d->post<Done>(context, std::move(callback), [this] { return d->open(); });
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
    d->enqueue([this, appended] {
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

void Journal::paidTotals(
    const QDateTime &from, const QDateTime &before, QObject *context, Callback<QList<CurrencyTotal>> callback)
{
    d->ask<QList<CurrencyTotal>>(context, std::move(callback),
        [from, before](Store &store) { return store.paidTotals(from, before); });
}

void Journal::find(const QUuid &attemptId, QObject *context, Callback<std::optional<SaleRecord>> callback)
{
    d->ask<std::optional<SaleRecord>>(
        context, std::move(callback), [attemptId](Store &store) { return store.find(attemptId); });
}

void Journal::saveRefill(const RefillProgress &progress, QObject *context, Callback<Done> callback)
{
    d->ask<Done>(context, std::move(callback), [this, progress](Store &store) {
        auto saved = store.saveRefill(progress);
        d->readReplacement();
        return saved;
    });
}

void Journal::endRefill(QObject *context, Callback<Done> callback)
{
    d->ask<Done>(context, std::move(callback), [this](Store &store) {
        auto ended = store.endRefill();
        d->readReplacement();
        return ended;
    });
}

} // namespace paydesk::journal
