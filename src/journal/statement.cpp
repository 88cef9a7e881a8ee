// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/statement.h"

#include "journal/storageerror.h"

#include <QStringDecoder>

#include <sqlite3.h>

namespace paydesk::journal {

void Statement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

Statement::Statement(Database &database, const QString &sql)
    : m_database(database)
{
    const QByteArray text = sql.toUtf8();
    sqlite3_stmt *statement = nullptr;
    const int code = sqlite3_prepare_v3(database.handle(), text.constData(), int(text.size()),
        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    m_statement.reset(statement);
    if (code != SQLITE_OK)
        database.failNow();
}

void Statement::run(const QVariantList &values)
{
    finish();
    for (int i = 0; i < values.size(); ++i)
        bind(i + 1, values.at(i));
    // As far as the first row: what has none is carried out by that.
    if (step())
        m_at = At::FirstRow;
}

bool Statement::next()
{
    if (m_at == At::FirstRow) {
        m_at = At::Row;
        return true;
    }
    return m_at == At::Row && step();
}

void Statement::finish()
{
    m_at = At::End;
    sqlite3_reset(m_statement.get()); // what it returns is the failure of the last step, which was reported
}

bool Statement::first(const QVariantList &values)
{
    run(values);
    return next();
}

bool Statement::step()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    m_at = At::End;
    // Asked before it is reset, which clears it.
    if (code != SQLITE_DONE) {
        try {
            m_database.failNow();
        } catch (...) {
            finish();
            throw;
        }
    }
    finish();
    return false;
}

void Statement::bind(int place, const QVariant &value)
{
    sqlite3_stmt *statement = m_statement.get();
    int code = SQLITE_OK;
    if (!value.isValid()) {
        code = sqlite3_bind_null(statement, place);
    } else if (value.typeId() == QMetaType::QByteArray) {
        const QByteArray bytes = value.toByteArray();
        // A null pointer would be NULL.
        code = sqlite3_bind_blob64(statement, place, bytes.isNull() ? "" : bytes.constData(),
            sqlite3_uint64(bytes.size()), SQLITE_TRANSIENT);
    } else if (value.typeId() == QMetaType::QString) {
        const QByteArray text = value.toString().toUtf8();
        code = sqlite3_bind_text64(statement, place, text.isNull() ? "" : text.constData(),
            sqlite3_uint64(text.size()), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else {
        code = sqlite3_bind_int64(statement, place, value.toLongLong());
    }
    if (code != SQLITE_OK)
        m_database.failNow();
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

qint64 Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

QByteArrayView Statement::view(int column) const
{
    const void *bytes = sqlite3_column_blob(m_statement.get(), column); // before its size is asked
    return {static_cast<const char *>(bytes), sqlite3_column_bytes(m_statement.get(), column)};
}

QByteArray Statement::bytes(int column) const
{
    return view(column).toByteArray();
}

QString Statement::text(int column) const
{
    // Every character, where QString::fromUtf8() drops a byte-order mark at the beginning.
    QStringDecoder decode(QStringConverter::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decode(view(column));
}

QVariant Statement::value(int column) const
{
    switch (sqlite3_column_type(m_statement.get(), column)) {
    case SQLITE_NULL:
        return {};
    case SQLITE_INTEGER:
        return integer(column);
    case SQLITE_TEXT:
        return text(column);
    default:
        return bytes(column);
    }
}

} // namespace paydesk::journal
