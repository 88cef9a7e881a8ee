// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/eventrow.h"
#include "journal/statement.h"

#include <functional>
#include <span>

namespace paydesk::journal {

/// The `events` table: appended to, never changed. Every failure throws StorageFailure.
class EventLog
{
public:
    explicit EventLog(Database &database);

    /// Gives the row its place at the end of the chain and writes it. Only inside a write transaction: the
    /// end must be the end until the commit.
    ///
    /// False where the end is this very event, to the last byte. That is no second one: a commit whose sync
    /// failed was reported as failed, and yet lies in the write-ahead log, where the next process finds it.
    bool append(EventRow row);
    /// The same for several, one after the other, of which none can be there already.
    void appendAll(std::span<EventRow> rows);
    /// Every event, oldest first.
    void forEach(const std::function<void(const EventRow &)> &visit);

    /// Selects whole events, in the order of `seq`, for read(). `where` is empty or "WHERE …".
    static QString selectSql(const QString &where);
    static EventRow read(const Statement &row);

private:
    /// The end of the chain: the number and the hash of the last event.
    struct End
    {
        qint64 seq = 0;
        QByteArray hash;
    };
    void insert(EventRow &row, End &end);

    Database &m_database;
    Statement m_lastTwo;
    Statement m_insert;
    Statement m_all;
};

} // namespace paydesk::journal
