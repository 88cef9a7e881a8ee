// SPDX-License-Identifier: GPL-3.0-or-later
#include "rawjournal.h"

#include "journal/salerow.h"

#include <QFile>

#include <sqlite3.h>

namespace paydesk::bench {

namespace {

constexpr char insertEvent[] = "INSERT INTO events (attempt_id, kind, at_ms, actor, facts, payload, hash) "
                               "VALUES (?, ?, ?, ?, ?, ?, ?)";

/// The bytes stay where they are until the statement has run.
void bindText(sqlite3_stmt *statement, int at, const QByteArray &text)
{
    sqlite3_bind_text(statement, at, text.constData(), static_cast<int>(text.size()), nullptr);
}

void bindBytes(sqlite3_stmt *statement, int at, const QByteArray &bytes)
{
    sqlite3_bind_blob(
        statement, at, bytes.isNull() ? "" : bytes.constData(), static_cast<int>(bytes.size()), nullptr);
}

void bindEvent(sqlite3_stmt *statement, const journal::EventRow &event)
{
    bindText(statement, 1, event.attemptId);
    bindText(statement, 2, event.kind);
    sqlite3_bind_int64(statement, 3, event.atMs);
    bindText(statement, 4, event.actor);
    bindText(statement, 5, event.facts);
    bindBytes(statement, 6, event.payload);
    bindBytes(statement, 7, event.hash);
}

QByteArray insertSale()
{
    QByteArrayList names;
    QByteArrayList places;
    for (const journal::salerow::Column &column : journal::salerow::columns()) {
        names.append(column.name);
        places.append("?");
    }
    return "INSERT INTO payments (" + names.join(", ") + ") VALUES (" + places.join(", ") + ")";
}

} // namespace

void RawDatabase::Close::operator()(sqlite3 *database) const
{
    sqlite3_close_v2(database);
}

void RawDatabase::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

RawDatabase::RawDatabase(const QString &path)
{
    sqlite3 *database = nullptr;
    m_ok = sqlite3_open(QFile::encodeName(path).constData(), &database) == SQLITE_OK;
    m_database.reset(database);
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");
}

RawDatabase::~RawDatabase() = default;

RawDatabase::Statement RawDatabase::prepare(const QByteArray &sql)
{
    sqlite3_stmt *statement = nullptr;
    m_ok
        = sqlite3_prepare_v2(m_database.get(), sql.constData(), -1, &statement, nullptr) == SQLITE_OK && m_ok;
    return Statement(statement);
}

void RawDatabase::execute(const QByteArray &sql)
{
    m_ok = sqlite3_exec(m_database.get(), sql.constData(), nullptr, nullptr, nullptr) == SQLITE_OK && m_ok;
}

bool RawDatabase::run(const Statement &statement)
{
    return sqlite3_step(statement.get()) == SQLITE_DONE && sqlite3_reset(statement.get()) == SQLITE_OK;
}

RawJournal::RawJournal(const QString &path)
    : RawDatabase(path)
    , m_begin(prepare("BEGIN IMMEDIATE"))
    , m_event(prepare(insertEvent))
    , m_sale(prepare(insertSale()))
    , m_commit(prepare("COMMIT"))
{
}

bool RawJournal::commit(const journal::EventRow &event, const QVariantList &sale)
{
    bindEvent(m_event.get(), event);
    QByteArrayList kept; // until the statement has run
    for (int i = 0; i < sale.size(); ++i) {
        const QVariant &value = sale.at(i);
        if (value.isNull() && value.typeId() != QMetaType::QByteArray) {
            sqlite3_bind_null(m_sale.get(), i + 1);
        } else if (value.typeId() != QMetaType::QByteArray) {
            sqlite3_bind_int64(m_sale.get(), i + 1, value.toLongLong());
        } else {
            kept.append(value.toByteArray());
            if (journal::salerow::columns()[static_cast<size_t>(i)].isText)
                bindText(m_sale.get(), i + 1, kept.last().isNull() ? QByteArray("") : kept.last());
            else
                bindBytes(m_sale.get(), i + 1, kept.last());
        }
    }
    return run(m_begin) && run(m_event) && run(m_sale) && run(m_commit);
}

RawRow::RawRow(const QString &path)
    : RawDatabase(path)
{
    execute("CREATE TABLE events (seq INTEGER PRIMARY KEY, attempt_id TEXT, kind TEXT, at_ms INTEGER, "
            "actor TEXT, facts TEXT, payload BLOB, hash BLOB)");
    m_event = prepare(insertEvent);
}

bool RawRow::commit(const journal::EventRow &event)
{
    bindEvent(m_event.get(), event);
    return run(m_event);
}

} // namespace paydesk::bench
