// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/database.h"

#include <QSqlQuery>
#include <QStringList>
#include <QVariantList>

namespace paydesk::journal {

/// One prepared statement, to be run many times. Every failure throws StorageFailure. Text goes in and out
/// as UTF-8 bytes (the SQL says CAST): Qt would go through UTF-16, on which SQLite does not keep every
/// character.
class Statement
{
public:
    Statement(Database &database, const QString &sql);
    Q_DISABLE_COPY_MOVE(Statement)

    /// Starts it anew with these values, in the order of its question marks. Only an invalid QVariant is
    /// NULL; bytes are never, not even a null QByteArray.
    void run(const QVariantList &values = {});
    /// Steps to the next row; false after the last. Must be called until then, or finish() after it: an
    /// unfinished statement keeps its view of the file open.
    bool next();
    void finish() { m_query.finish(); }
    /// Runs it and steps to its only row, if it has one. finish() as after next().
    bool first(const QVariantList &values = {});

    bool isNull(int column) const { return m_query.isNull(column); }
    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    QString text(int column) const;
    QVariant value(int column) const { return m_query.value(column); }

private:
    Database &m_database;
    QSqlQuery m_query;
    QStringList m_names; ///< of its values, in their order
};

} // namespace paydesk::journal
