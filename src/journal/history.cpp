// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/history.h"

#include "journal/historyreader.h"
#include "journal/worker.h"

namespace paydesk::journal {

/// A thread with a connection of its own, opened by its first question.
class History::Lane
{
public:
    template <typename T> using Question = std::function<Result<T>(HistoryReader &)>;

    Lane(const QString &name, const QString &directory)
        : m_directory(directory)
        , m_worker(name)
    {
    }
    ~Lane()
    {
        m_closing = true;
        m_worker.finish([this] { m_reader.reset(); });
    }
    Q_DISABLE_COPY_MOVE(Lane)

    template <typename T>
    void ask(QObject *context, Callback<T> callback, Question<T> question, const Stop &stop = {})
    {
        // It may be stopped while the answer is on its way.
        auto unlessStopped = [callback = std::move(callback), stop](const Result<T> &answer) {
            if (!stop || !*stop)
                callback(answer);
        };
        m_worker.ask<T>(context, std::move(unlessStopped),
            [this, question = std::move(question), stop]() -> std::optional<Result<T>> {
                const auto isStopped = [this, stop] { return m_closing || (stop && *stop); };
                if (isStopped())
                    return {};
                if (const auto opened = open(); !opened)
                    return opened.error();
                m_reader->giveUpWhen(isStopped);
                std::optional<Result<T>> answer = question(*m_reader);
                m_reader->giveUpWhen({});
                if (isStopped())
                    answer.reset();
                return answer;
            });
    }

private:
    Result<Done> open()
    {
        if (m_reader)
            return Done();
        auto opened = HistoryReader::open(m_directory);
        if (!opened)
            return opened.error();
        m_reader = std::move(opened).value();
        return Done();
    }

    const QString m_directory;
    std::atomic_bool m_closing = false;
    std::unique_ptr<HistoryReader> m_reader; ///< touched on the worker's thread only
    Worker m_worker;
};

History::History(const QString &directory, QObject *parent)
    : QObject(parent)
    , m_single(std::make_unique<Lane>(QStringLiteral("history-rows"), directory))
    , m_all(std::make_unique<Lane>(QStringLiteral("history-all"), directory))
    , m_export(std::make_unique<Lane>(QStringLiteral("history-export"), directory))
{
}

History::~History() = default;

void History::first(const SaleQuery &query, int limit, const Stop &stop, QObject *context,
    Callback<QList<SaleRecord>> callback)
{
    m_single->ask<QList<SaleRecord>>(
        context, std::move(callback),
        [query, limit](HistoryReader &reader) { return reader.first(query, limit); }, stop);
}

void History::survey(const SaleQuery &query, const Stop &stop, QObject *context, Callback<Survey> callback)
{
    m_all->ask<Survey>(
        context, std::move(callback), [query](HistoryReader &reader) { return reader.survey(query); }, stop);
}

void History::rows(const QList<qint64> &rowIds, QObject *context, Callback<QList<SaleRecord>> callback)
{
    m_single->ask<QList<SaleRecord>>(
        context, std::move(callback), [rowIds](HistoryReader &reader) { return reader.rows(rowIds); });
}

void History::matches(qint64 rowId, const SaleFilter &filter, QObject *context, Callback<bool> callback)
{
    m_single->ask<bool>(context, std::move(callback),
        [rowId, filter](HistoryReader &reader) { return reader.matches(rowId, filter); });
}

void History::totals(const SaleFilter &filter, QObject *context, Callback<QList<SaleTotal>> callback)
{
    m_all->ask<QList<SaleTotal>>(
        context, std::move(callback), [filter](HistoryReader &reader) { return reader.totals(filter); });
}

void History::takings(const SaleFilter &filter, const QList<QDateTime> &moments, QObject *context,
    Callback<QList<Takings>> callback)
{
    m_all->ask<QList<Takings>>(context, std::move(callback),
        [filter, moments](HistoryReader &reader) { return reader.takings(filter, moments); });
}

void History::refundsMade(
    const QDateTime &from, const QDateTime &before, QObject *context, Callback<QList<RefundTotal>> callback)
{
    m_all->ask<QList<RefundTotal>>(context, std::move(callback),
        [from, before](HistoryReader &reader) { return reader.refundsMade(from, before); });
}

void History::choices(QObject *context, Callback<FilterChoices> callback)
{
    m_all->ask<FilterChoices>(
        context, std::move(callback), [](HistoryReader &reader) { return reader.choices(); });
}

void History::events(const QUuid &attemptId, QObject *context, Callback<QList<Event>> callback)
{
    m_single->ask<QList<Event>>(context, std::move(callback),
        [attemptId](HistoryReader &reader) { return reader.events(attemptId); });
}

void History::recentReasons(int limit, QObject *context, Callback<QStringList> callback)
{
    m_single->ask<QStringList>(
        context, std::move(callback), [limit](HistoryReader &reader) { return reader.recentReasons(limit); });
}

void History::walk(const SaleQuery &query, std::function<void(const SaleLine &line, qint64 of)> visit,
    const Stop &stop, QObject *context, Callback<Done> callback)
{
    m_export->ask<Done>(
        context, std::move(callback),
        [query, visit = std::move(visit)](HistoryReader &reader) { return reader.walk(query, visit); }, stop);
}

} // namespace paydesk::journal
