// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journallock.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <chrono>
#include <functional>
#include <map>
#include <memory>

struct sqlite3;

namespace paydesk::journal {

struct StorageFailure;

struct DatabaseOptions
{
    QString directory; ///< holds `journal.db`
    /// false: one that is not there is an error, and one that is damaged is neither marked nor replaced
    bool mayCreate = true;
    std::chrono::milliseconds busyTimeout = std::chrono::seconds(5); ///< how long to wait for another process
};

/// The journal's file: made for the owner's eyes only, brought to the newest schema, and set up so that a
/// commit is on the disk when it returns. Several processes may have it open. Belongs to the thread that
/// opens it. Every failure throws StorageFailure.
///
/// What is damaged is left as it is, so that it can be moved aside (see Quarantine). A statement that finds
/// damage later on marks the journal, for the next start.
class Database
{
public:
    /// `lock` is the folder's where the caller holds it already.
    explicit Database(DatabaseOptions options, std::shared_ptr<JournalLock> lock = nullptr);
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    void open();
    /// Instead of open(), for a file of that name in the folder: changes nothing in it, nor in its log.
    void openReadOnly(const QString &name);
    /// Instead of open(), for reading beside those who write. The journal must be there, in the newest
    /// schema.
    void openForReading();
    /// Asked every now and then while a statement runs, on its thread: true gives the statement up, as a
    /// failure (SqliteInterrupt).
    void giveUpWhen(std::function<bool()> isGivenUp);

    QString path() const;
    /// The open connection.
    QSqlDatabase connection() const { return m_connection; }
    /// The same, for SQLite's own interface. Owned by the connection.
    sqlite3 *handle() const { return m_handle; }
    /// Runs one statement that has neither values nor rows.
    void execute(const QString &sql);
    /// The same for one that is run again and again: it is prepared once, and kept.
    void executeKept(const QString &sql);
    [[noreturn]] void fail(const QSqlError &error);
    /// With what SQLite says of its last call on this connection.
    [[noreturn]] void failNow();
    [[noreturn]] void fail(const StorageFailure &failure);

private:
    void makeDirectory() const;
    void share();
    void makeFile() const;
    void refuseDamage() const;
    void connectTo(const QString &name, const QString &connectOptions);
    void takeHandle();
    void switchToWriteAheadLog();

    DatabaseOptions m_options;
    std::shared_ptr<JournalLock> m_lock; ///< outlives the connection
    QString m_file; ///< its name in the folder
    bool m_marksDamage = false;
    QString m_connectionName; ///< Qt keeps connections by name
    QSqlDatabase m_connection;
    sqlite3 *m_handle = nullptr;
    std::map<QString, QSqlQuery> m_kept;
    std::function<bool()> m_isGivenUp;
};

} // namespace paydesk::journal
