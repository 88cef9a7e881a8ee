// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/database.h"

#include <QVariantList>

#include <memory>

struct sqlite3_stmt;

namespace paydesk::journal {

/// One prepared statement, to be run many times. Every failure throws StorageFailure. Belongs to the thread
/// of its database, and must not outlive it.
///
/// On SQLite's own interface, through the connection that Qt opened: a QSqlQuery makes a QVariant of every
/// value of every row, and text goes through UTF-16, on which SQLite does not keep every character. Here text
/// goes in and out as UTF-8 bytes (the SQL says CAST where a value is text).
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
    void finish();
    /// Runs it and steps to its only row, if it has one. finish() as after next().
    bool first(const QVariantList &values = {});

    bool isNull(int column) const;
    qint64 integer(int column) const;
    QByteArray bytes(int column) const;
    QString text(int column) const;
    /// By the type that the file has it in.
    QVariant value(int column) const;
    /// The bytes where SQLite has them: gone with the next step.
    QByteArrayView view(int column) const;

private:
    enum class At { End, FirstRow, Row };

    void bind(int place, const QVariant &value);
    /// Whether there is a row.
    bool step();

    struct Finalize
    {
        void operator()(sqlite3_stmt *statement) const;
    };

    Database &m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    At m_at = At::End;
};

} // namespace paydesk::journal
