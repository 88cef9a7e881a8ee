// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "journal/database.h"
#include "journal/eventlog.h"
#include "journal/projection.h"

#include <memory>

namespace paydesk::journal {

/// The journal as the calling thread sees it: every call returns when the disk has answered. Belongs to
/// the thread that opened it. A call that failed has written nothing, and the next one may succeed.
class Store
{
public:
    static Result<std::unique_ptr<Store>> open(const DatabaseOptions &options);

    QUuid tillId() const { return m_tillId; }
    QByteArray fingerprintSalt() const { return m_fingerprintSalt; }

    /// See Journal::append(). The same event again, to the last byte, is recorded once.
    Result<SaleRecord> append(const Event &event);
    Result<SaleRecord> sale(const QUuid &attemptId);
    Result<QList<SaleRecord>> newestFirst(const PageQuery &query);
    Result<QList<SaleRecord>> needingAttention();
    /// See Journal::paidTotals(). An invalid time is no bound.
    Result<QList<CurrencyTotal>> paidTotals(const QDateTime &from, const QDateTime &before);

private:
    explicit Store(std::unique_ptr<Database> database);
    SaleRecord begin(const Event &intent);

    std::unique_ptr<Database> m_database;
    EventLog m_log;
    Projection m_projection;
    QUuid m_tillId;
    QByteArray m_fingerprintSalt;
};

} // namespace paydesk::journal
