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
    , m_all(database, selectSql({}))
{
}

bool EventLog::append(EventRow row)
{
    End end;
    QByteArray beforeLast;
    bool isOfSameTime = false;
    if (m_lastTwo.first()) {
        end = {.seq = m_lastTwo.integer(0), .hash = m_lastTwo.bytes(1)};
        isOfSameTime = m_lastTwo.integer(2) == row.atMs;
        if (m_lastTwo.next())
            beforeLast = m_lastTwo.bytes(1);
    }
    m_lastTwo.finish();
    row.seq = end.seq;
    if (isOfSameTime && chainHash(beforeLast, row) == end.hash)
        return false;
    insert(row, end);
    return true;
}

void EventLog::appendAll(std::span<EventRow> rows)
{
    End end;
    if (m_lastTwo.first())
        end = {.seq = m_lastTwo.integer(0), .hash = m_lastTwo.bytes(1)};
    m_lastTwo.finish();
    for (EventRow &row : rows)
        insert(row, end);
}

void EventLog::insert(EventRow &row, End &end)
{
    // Nobody can have appended so many: a number without a next one was put there.
    if (end.seq == std::numeric_limits<qint64>::max())
        m_database.fail(damagedError(m_database.path(), u"event %1 has no next one"_s.arg(end.seq)));
    row.seq = ++end.seq;
    row.hash = end.hash = chainHash(end.hash, row);
    m_insert.run({row.seq, row.attemptId, row.kind, row.atMs, row.actor, row.facts, row.payload, row.hash});
    m_insert.finish();
}

void EventLog::forEach(const std::function<void(const EventRow &)> &visit)
{
    m_all.run();
    const auto done = qScopeGuard([this] { m_all.finish(); });
    while (m_all.next())
        visit(read(m_all));
}

QString EventLog::selectSql(const QString &where)
{
    return u"SELECT seq, CAST(attempt_id AS BLOB), CAST(kind AS BLOB), at_ms, CAST(actor AS BLOB), "
           "CAST(facts AS BLOB), payload, hash FROM events %1 ORDER BY seq"_s.arg(where);
}

EventRow EventLog::read(const Statement &row)
{
    return {.seq = row.integer(0),
        .attemptId = row.bytes(1),
        .kind = row.bytes(2),
        .atMs = row.integer(3),
        .actor = row.bytes(4),
        .facts = row.bytes(5),
        .payload = row.bytes(6),
        .hash = row.bytes(7)};
}

} // namespace paydesk::journal
