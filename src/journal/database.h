// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <chrono>
#include <map>

namespace paydesk::journal {

struct DatabaseOptions
{
    QString directory; ///< holds `journal.db`
    bool mayCreate = true; ///< false: a journal that is not there is an error
    std::chrono::milliseconds busyTimeout = std::chrono::seconds(5); ///< how long to wait for another process
};

/// The journal's file: made for the owner's eyes only, brought to the newest schema, and set up so that a
/// commit is on the disk when it returns. Several processes may have it open. Belongs to the thread that
/// opens it. Every failure throws StorageFailure.
class Database
{
public:
    explicit Database(DatabaseOptions options);
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    void open();

    QString path() const;
    /// The open connection, for statements.
    QSqlDatabase connection() const { return m_connection; }
    /// Runs one statement that has neither values nor rows.
    void execute(const QString &sql);
    /// The same for one that is run again and again: it is prepared once, and kept.
    void executeKept(const QString &sql);
    [[noreturn]] void fail(const QSqlError &error) const;

private:
    void makeFile() const;
    void switchToWriteAheadLog();

    DatabaseOptions m_options;
    QString m_name; ///< of the connection; Qt keeps connections by name
    QSqlDatabase m_connection;
    std::map<QString, QSqlQuery> m_kept;
};

} // namespace paydesk::journal
