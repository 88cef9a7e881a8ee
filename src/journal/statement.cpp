// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/statement.h"

namespace paydesk::journal {

namespace {

bool isNullBytes(const QVariant &value)
{
    return value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull();
}

} // namespace

Statement::Statement(Database &database, const QString &sql)
    : m_database(database)
    , m_query(database.connection())
{
    m_query.setForwardOnly(true); // without it, Qt keeps every row that was read
    if (!m_query.prepare(sql))
        database.fail(m_query.lastError());
}

void Statement::run(const QVariantList &values)
{
    for (int i = 0; i < values.size(); ++i)
        m_query.bindValue(i, isNullBytes(values.at(i)) ? QVariant(QByteArray("")) : values.at(i));
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

bool Statement::first(const QVariantList &values)
{
    run(values);
    return next();
}

} // namespace paydesk::journal
