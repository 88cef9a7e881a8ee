// SPDX-License-Identifier: GPL-3.0-or-later
#include "rawreader.h"

#include <QElapsedTimer>
#include <QFile>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

RawReader::RawReader(const QString &directory, const QString &sql)
{
    const QByteArray path = QFile::encodeName(directory + u"/journal.db"_s);
    const QByteArray text = sql.toUtf8();
    if (sqlite3_open_v2(path.constData(), &m_database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK)
        sqlite3_prepare_v2(m_database, text.constData(), -1, &m_statement, nullptr);
}

RawReader::~RawReader()
{
    sqlite3_finalize(m_statement);
    sqlite3_close_v2(m_database);
}

std::optional<double> RawReader::ms()
{
    if (!m_statement)
        return {};
    QElapsedTimer clock;
    clock.start();
    int code = SQLITE_ROW;
    const int columns = sqlite3_column_count(m_statement);
    while ((code = sqlite3_step(m_statement)) == SQLITE_ROW) {
        for (int i = 0; i < columns; ++i) {
            if (sqlite3_column_type(m_statement, i) == SQLITE_INTEGER)
                m_bytes += sqlite3_column_int64(m_statement, i) & 1;
            else if (sqlite3_column_blob(m_statement, i))
                m_bytes += sqlite3_column_bytes(m_statement, i);
        }
    }
    sqlite3_reset(m_statement);
    if (code != SQLITE_DONE)
        return {};
    return double(clock.nsecsElapsed()) / 1e6;
}

} // namespace paydesk::bench
