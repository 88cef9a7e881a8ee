// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "journal/event.h"
#include "journal/salequery.h"
#include "journal/salerecord.h"

#include <QObject>

#include <atomic>
#include <memory>

namespace paydesk::journal {

/// Set from any thread, it stops what was asked with it: staff has typed on, or presses Cancel.
using Stop = std::shared_ptr<std::atomic_bool>;

/// The journal's past, for those who look into it: the asynchronous face of HistoryReader. Questions about
/// single rows, questions about all of them, and exports each have a thread of their own, so that none waits
/// for another, and none stands before a sale that is to be recorded.
///
/// All errors are ErrorKind::Storage. What is stopped ends soon, without an answer.
class History : public QObject
{
    Q_OBJECT
public:
    /// `directory` is the journal's, which must have been opened before the first question.
    explicit History(const QString &directory, QObject *parent = nullptr);
    ~History() override;

    /// The first sales of a query, in its order.
    void first(const SaleQuery &query, int limit, const Stop &stop, QObject *context,
        Callback<QList<SaleRecord>> callback);
    /// All of them: their row ids in order, and the totals.
    void survey(const SaleQuery &query, const Stop &stop, QObject *context, Callback<Survey> callback);
    /// The sales of these rows, in this order. A row that is not there is left out.
    void rows(const QList<qint64> &rowIds, QObject *context, Callback<QList<SaleRecord>> callback);
    /// Whether this sale is one of the filter's.
    void matches(qint64 rowId, const SaleFilter &filter, QObject *context, Callback<bool> callback);

    void totals(const SaleFilter &filter, QObject *context, Callback<QList<SaleTotal>> callback);
    /// What was taken between each of the moments (ascending, two at least) and the next, in order; nothing
    /// where nothing was taken.
    void takings(const SaleFilter &filter, const QList<QDateTime> &moments, QObject *context,
        Callback<QList<Takings>> callback);
    /// What was given back in [from, before), of whichever sales, by currency.
    void refundsMade(const QDateTime &from, const QDateTime &before, QObject *context,
        Callback<QList<RefundTotal>> callback);
    void choices(QObject *context, Callback<FilterChoices> callback);

    /// The events of one sale, oldest first, without those that only a newer program can read.
    void events(const QUuid &attemptId, QObject *context, Callback<QList<Event>> callback);
    /// The reasons that staff gave for the last refunds, newest first, each once.
    void recentReasons(int limit, QObject *context, Callback<QStringList> callback);

    /// Calls `visit` with every sale of the query, in its order, and how many there are; on a thread of its
    /// own, and all as of one moment.
    void walk(const SaleQuery &query, std::function<void(const SaleLine &line, qint64 of)> visit,
        const Stop &stop, QObject *context, Callback<Done> callback);

private:
    class Lane;
    std::unique_ptr<Lane> m_single;
    std::unique_ptr<Lane> m_all;
    std::unique_ptr<Lane> m_export;
};

} // namespace paydesk::journal
