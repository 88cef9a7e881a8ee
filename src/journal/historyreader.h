// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "journal/event.h"
#include "journal/salequery.h"
#include "journal/salerecord.h"
#include "journal/searchindex.h"

#include <functional>
#include <memory>

namespace paydesk::journal {

/// Reads the projection, and the events of a sale, over a read-only connection of its own, so that no
/// question stands before a sale that is to be recorded. Belongs to the thread that opened it; every call
/// returns when the answer is complete. See History for what the calls mean.
class HistoryReader
{
public:
    static Result<std::unique_ptr<HistoryReader>> open(const QString &directory);

    /// Asked while a call runs: true ends it with an error.
    void giveUpWhen(std::function<bool()> isGivenUp);

    Result<QList<SaleRecord>> first(const SaleQuery &query, int limit);
    Result<QList<SaleRecord>> rows(const QList<qint64> &rowIds);
    Result<bool> matches(qint64 rowId, const SaleFilter &filter);
    Result<Survey> survey(const SaleQuery &query);
    Result<QList<SaleTotal>> totals(const SaleFilter &filter);
    Result<QList<Takings>> takings(const SaleFilter &filter, const QList<QDateTime> &moments);
    Result<QList<RefundTotal>> refundsMade(const QDateTime &from, const QDateTime &before);
    Result<FilterChoices> choices();
    Result<QList<Event>> events(const QUuid &attemptId);
    Result<QStringList> recentReasons(int limit);
    Result<Done> walk(
        const SaleQuery &query, const std::function<void(const SaleLine &line, qint64 of)> &visit);

private:
    explicit HistoryReader(std::unique_ptr<Database> database);
    QList<qint64> ids(const SaleQuery &query, int limit = -1);
    QList<SaleRecord> records(const QList<qint64> &rowIds);
    QStringList distinct(const QString &column);

    std::unique_ptr<Database> m_database;
    SearchExpression m_search;
    Statement m_record;
    Statement m_line;
    Statement m_events;
    Statement m_refunded;
    Statement m_reasons;
};

} // namespace paydesk::journal
