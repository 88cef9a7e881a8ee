// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "journal/salequery.h"
#include "journal/salerecord.h"
#include "journal/searchindex.h"
#include "journal/statement.h"

namespace paydesk::journal {

/// The projection: the `payments` table, one row a sale, and the `search` index over it, made of nothing but
/// the events. Every failure throws StorageFailure.
class Projection
{
public:
    /// The tables are others of the same columns when a replay is to be compared.
    explicit Projection(Database &database, const QString &table = QStringLiteral("payments"),
        const QString &search = QStringLiteral("search"));

    /// Brings the event's sale up to date. Only inside a write transaction. Empty where the event belongs
    /// to no sale.
    std::optional<SaleRecord> apply(const Event &event);

    /// The same for an event whose sale is not there yet, as the caller has asked: it is the sale's intent,
    /// or it is imported, or the answer is empty.
    std::optional<SaleRecord> begin(const Event &intent);

    /// Takes every sale out, before all are made anew. Only inside a write transaction.
    void clear();

    bool contains(const QUuid &attemptId);
    std::optional<SaleRecord> sale(const QUuid &attemptId);
    std::optional<SaleRecord> saleOfPayment(const QString &paymentId);
    QList<SaleRecord> newestFirst(const PageQuery &query);
    QList<SaleRecord> needingAttention();
    /// Times are Unix milliseconds: [from, before).

    /// The least row id that a sale of this moment, or a later one, can have.
    static qint64 firstRowAt(qint64 ms);
    /// The statements behind the queries above, for those who ask SQLite how it will run them.
    static QString newestFirstSql(const QString &table);
    static QString needingAttentionSql(const QString &table);

private:
    qint64 freeRow(const QUuid &attemptId);
    bool belongsToAnother(const SaleRecord &sale);
    QList<SaleRecord> all(Statement &statement);

    SearchIndex m_search;
    Statement m_clear;
    Statement m_contains;
    Statement m_sale;
    Statement m_saleOfPayment;
    Statement m_insert;
    Statement m_update;
    Statement m_rowTaken;
    Statement m_paymentTaken;
    Statement m_newestFirst;
    Statement m_needingAttention;
};

} // namespace paydesk::journal
