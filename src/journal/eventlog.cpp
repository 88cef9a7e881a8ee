// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/eventlog.h"

#include "journal/storageerror.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

EventLog::EventLog(Database &database)
    : m_database(database)
    , m_lastTwo(database, u"SELECT seq, hash, at_ms FROM events ORDER BY seq DESC LIMIT 2"_s)
    , m_insert(database,
          u"INSERT INTO events (seq, attempt_id, kind, at_ms, actor, facts, payload, hash) VALUES "
          "(?, CAST(? AS TEXT), CAST(? AS TEXT), ?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?)"_s)
    , m_all(database,
          u"SELECT seq, CAST(attempt_id AS BLOB), CAST(kind AS BLOB), at_ms, CAST(actor AS BLOB), "
          "CAST(facts AS BLOB), payload, hash FROM events ORDER BY seq"_s)
{
}

bool EventLog::append(EventRow row)
{
    QByteArray last;
    QByteArray beforeLast;
    bool isOfSameTime = false;
    if (m_lastTwo.first()) {
        row.seq = m_lastTwo.integer(0);
        last = m_lastTwo.bytes(1);
        isOfSameTime = m_lastTwo.integer(2) == row.atMs;
        if (m_lastTwo.next())
            beforeLast = m_lastTwo.bytes(1);
    }
    m_lastTwo.finish();
    if (isOfSameTime && chainHash(beforeLast, row) == last)
        return false;
    // Nobody can have appended so many: a number without a next one was put there.
    if (row.seq == std::numeric_limits<qint64>::max())
        throw StorageFailure{damagedError(m_database.path(), u"event %1 has no next one"_s.arg(row.seq))};
    ++row.seq;
    row.hash = chainHash(last, row);
    m_insert.run({row.seq, row.attemptId, row.kind, row.atMs, row.actor, row.facts, row.payload, row.hash});
    m_insert.finish();
    return true;
}

void EventLog::forEach(const std::function<void(const EventRow &)> &visit)
{
    m_all.run();
    const auto done = qScopeGuard([this] { m_all.finish(); });
    while (m_all.next()) {
        visit({.seq = m_all.integer(0),
            .attemptId = m_all.bytes(1),
            .kind = m_all.bytes(2),
            .atMs = m_all.integer(3),
            .actor = m_all.bytes(4),
            .facts = m_all.bytes(5),
            .payload = m_all.bytes(6),
            .hash = m_all.bytes(7)});
    }
}

} // namespace paydesk::journal
