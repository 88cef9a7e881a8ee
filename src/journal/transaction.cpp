// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/transaction.h"

#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

Transaction::Transaction(Database &database, Kind kind)
    : m_database(database)
{
    database.executeKept(kind == Write ? u"BEGIN IMMEDIATE"_s : u"BEGIN"_s);
}

Transaction::~Transaction()
{
    // After some failures SQLite has rolled back by itself; then this has nothing to do and says so.
    if (m_open)
        QSqlQuery(m_database.connection()).exec(u"ROLLBACK"_s);
}

void Transaction::commit()
{
    m_database.executeKept(u"COMMIT"_s);
    m_open = false;
}

} // namespace paydesk::journal
