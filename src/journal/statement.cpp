// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/statement.h"

#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

bool isNullBytes(const QVariant &value)
{
    return value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull();
}

/// Question marks become names. Qt makes itself a name for each value that is bound by its position, anew
/// each time, which takes longer than SQLite takes to run most statements.
QString withNames(const QString &sql, QStringList &names)
{
    const QStringList parts = sql.split(u'?');
    QString named = parts.first();
    for (qsizetype i = 1; i < parts.size(); ++i) {
        names.append(u":v%1"_s.arg(i));
        named += names.last() + parts.at(i);
    }
    return named;
}

} // namespace

Statement::Statement(Database &database, const QString &sql)
    : m_database(database)
    , m_query(database.connection())
{
    m_query.setForwardOnly(true); // without it, Qt keeps every row that was read
    if (!m_query.prepare(withNames(sql, m_names)))
        database.fail(m_query.lastError());
}

void Statement::run(const QVariantList &values)
{
    for (int i = 0; i < values.size(); ++i)
        m_query.bindValue(m_names.at(i), isNullBytes(values.at(i)) ? QVariant(QByteArray("")) : values.at(i));
    if (!m_query.exec()) {
        const QSqlError error = m_query.lastError();
        m_query.finish();
        m_database.fail(error);
    }
}

bool Statement::next()
{
    if (m_query.next())
        return true;
    const QSqlError error = m_query.lastError();
    m_query.finish();
    if (error.isValid())
        m_database.fail(error);
    return false;
}

QString Statement::text(int column) const
{
    // Every character, where QString::fromUtf8() drops a byte-order mark at the beginning.
    QStringDecoder decode(QStringConverter::Utf8, QStringConverter::Flag::ConvertInitialBom);
    return decode(bytes(column));
}

bool Statement::first(const QVariantList &values)
{
    run(values);
    return next();
}

} // namespace paydesk::journal
