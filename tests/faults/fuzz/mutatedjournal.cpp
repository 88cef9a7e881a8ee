// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/fuzz/mutatedjournal.h"

#include "journal/samples.h"

#include <QDir>
#include <QFile>

#include <array>
#include <limits>
#include <span>
#include <sqlite3.h>

using namespace samples;

namespace paydesk::fuzz {

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    require(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size(), "files can be made", path);
}

QByteArray read(const QString &path)
{
    QFile file(path);
    require(file.open(QIODevice::ReadOnly), "files can be read", path);
    return file.readAll();
}

void append(Store &store, const Event &event)
{
    require(store.append(event).ok(), "a genuine journal takes events");
}

void changeBytes(QByteArray &bytes, Input &input)
{
    while (!input.isEmpty()) {
        const auto at = qsizetype(input.number(3) % quint64(bytes.size()));
        bytes[at] = char(input.byte());
    }
}

QByteArray cut(QByteArray bytes, Input &input)
{
    bytes.truncate(qsizetype(input.number(3) % quint64(bytes.size())));
    return bytes;
}

/// A value of SQL: an integer on a border, or a small one, or text, or bytes.
QByteArray valueIn(Input &input)
{
    using Limit = std::numeric_limits<qint64>;
    static constexpr std::array borders = {Limit::min(), Limit::min() + 1, qint64(-1), qint64(0), qint64(1),
        qint64(1) << 53, (qint64(1) << 43) - 1, Limit::max() - 1, Limit::max()};
    const uint8_t kind = input.byte();
    switch (kind) {
    case 'N':
        return "NULL";
    case 'i':
        return QByteArray::number(qint64(input.number(8)));
    case 't':
        return '\'' + input.bytes(input.byte()).replace('\'', "''").replace('\0', "") + '\'';
    case 'x':
        return "x'" + input.bytes(input.byte()).toHex() + '\'';
    default:
        return "CAST('" + QByteArray::number(borders[kind % borders.size()]) + "' AS INTEGER)";
    }
}

QByteArray columnIn(Input &input, std::span<const char *const> columns)
{
    return columns[input.byte() % columns.size()];
}

constexpr std::array eventColumns
    = {"seq", "attempt_id", "kind", "at_ms", "actor", "facts", "payload", "hash"};
constexpr std::array saleColumns
    = {"row_id", "attempt_id", "payment_id", "started_ms", "amount", "currency", "outcome", "settled",
        "needs_review", "create_ambiguous", "status", "request_id", "problem", "metadata", "return_url",
        "idempotency_key", "sent_at", "others", "refunds", "request_body", "payment", "payment_raw"};

QByteArray rowIn(Input &input, const char *table)
{
    return QByteArray(" WHERE rowid = (SELECT rowid FROM ") + table + " ORDER BY rowid LIMIT 1 OFFSET "
        + QByteArray::number(input.byte() % 16) + ')';
}

QByteArray schemaChangeIn(Input &input)
{
    static constexpr std::array changes = {"DROP TABLE events", "DROP TABLE payments", "DROP TABLE meta",
        "DROP INDEX payments_by_payment", "DROP INDEX payments_unsettled",
        "ALTER TABLE payments DROP COLUMN problem", "ALTER TABLE events ADD COLUMN more TEXT",
        "ALTER TABLE payments RENAME TO sales", "CREATE VIEW sales AS SELECT * FROM payments",
        "CREATE TABLE mine (id INTEGER)", "PRAGMA journal_mode = DELETE", "PRAGMA auto_vacuum = FULL; VACUUM",
        "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM",
        "CREATE TRIGGER t BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END",
        "DELETE FROM payments", "DELETE FROM events", "DELETE FROM meta",
        "CREATE TRIGGER i AFTER INSERT ON events BEGIN DELETE FROM payments; END"};
    return changes[input.byte() % changes.size()];
}

void changeBySql(Sql &sql, Input &input)
{
    sql.run("DROP TRIGGER events_stay; DROP TRIGGER events_remain;");
    while (!input.isEmpty()) {
        switch (input.byte()) {
        case 'v':
            sql.run("PRAGMA user_version = " + QByteArray::number(qint32(input.number(4))));
            break;
        case 'e': {
            const QByteArray column = columnIn(input, eventColumns);
            const QByteArray row = rowIn(input, "events");
            sql.run("UPDATE events SET " + column + " = " + valueIn(input) + row);
            break;
        }
        case 'p': {
            const QByteArray column = columnIn(input, saleColumns);
            const QByteArray row = rowIn(input, "payments");
            sql.run("UPDATE payments SET " + column + " = " + valueIn(input) + row);
            break;
        }
        case 'm':
            sql.run("UPDATE meta SET value = " + valueIn(input)
                + (input.byte() % 2 ? " WHERE key = 'till_id'" : " WHERE key = 'fingerprint_salt'"));
            break;
        case 'd':
            sql.run("DELETE FROM events" + rowIn(input, "events"));
            break;
        case 'D':
            sql.run("DELETE FROM payments" + rowIn(input, "payments"));
            break;
        case 'c':
            sql.run(schemaChangeIn(input));
            break;
        default:
            break;
        }
    }
}

} // namespace

Sql::Sql(const QString &directory)
{
    sqlite3_open((directory + u"/journal.db"_s).toLocal8Bit().constData(), &m_database);
}

Sql::~Sql()
{
    sqlite3_close(m_database);
}

QByteArray Sql::run(const QByteArray &sql)
{
    QByteArray first;
    const auto take = [](void *into, int, char **cells, char **) {
        *static_cast<QByteArray *>(into) = cells[0];
        return 1;
    };
    sqlite3_exec(m_database, sql.constData(), take, &first, nullptr);
    return first;
}

GenuineJournal GenuineJournal::make(const QString &directory)
{
    GenuineJournal made;
    const QString file = directory + u"/journal.db"_s;
    {
        const auto store = openStore(directory);
        for (const PaymentStatus status :
            {PaymentStatus::Succeeded, PaymentStatus::Failed, PaymentStatus::Pending}) {
            const QUuid id = makeUuidV7();
            append(*store, intent(id));
            append(*store, createUnknownEvent(id, failure(ErrorKind::Network, u"No answer."_s)));
            append(*store, sessionEvent(id, answer(id, PaymentStatus::Pending), u"req_1"_s));
            append(*store, snapshotEvent(id, answer(id, status), u"req_2"_s));
        }
    }
    made.earlier = read(file);
    {
        const auto store = openStore(directory);
        const QUuid id = makeUuidV7();
        append(*store, intent(id));
        append(*store, notCreatedEvent(id, failure(ErrorKind::Refused, u"No."_s)));
        made.log = read(file + u"-wal"_s);
    }
    made.database = read(file);
    revertToFirstSchema(directory);
    made.old = read(file);
    QDir(directory).removeRecursively();
    return made;
}

void putMutated(const GenuineJournal &genuine, Input input, const QString &directory)
{
    QDir().mkpath(directory);
    const QString file = directory + u"/journal.db"_s;
    const uint8_t way = input.byte();
    switch (way) {
    case 'f':
        return write(file, input.rest());
    case 'w':
        write(file, genuine.database);
        return write(file + u"-wal"_s, input.rest());
    case 't':
        return write(file, cut(genuine.database, input));
    case 'b': {
        QByteArray bytes = genuine.database;
        changeBytes(bytes, input);
        return write(file, bytes);
    }
    case 'l': {
        QByteArray bytes = genuine.log;
        changeBytes(bytes, input);
        write(file, genuine.earlier);
        return write(file + u"-wal"_s, bytes);
    }
    default: {
        write(file, way == 'o' ? genuine.old : genuine.database);
        Sql sql(directory);
        return changeBySql(sql, input);
    }
    }
}

} // namespace paydesk::fuzz
