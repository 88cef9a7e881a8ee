// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSqlError>

namespace paydesk::journal {

/// SQLite's primary result codes (the low byte of every extended one) that matter here. They never change:
/// https://www.sqlite.org/rescode.html
enum SqliteCode : int {
    SqliteNoCode = 0, ///< SQLite has no part in it
    SqliteError = 1, ///< also: no such table
    SqlitePermission = 3,
    SqliteBusy = 5,
    SqliteLocked = 6,
    SqliteReadOnly = 8,
    SqliteInterrupt = 9,
    SqliteIoError = 10,
    SqliteCorrupt = 11,
    SqliteFull = 13,
    SqliteCannotOpen = 14,
    SqliteNotADatabase = 26,
};

/// Carries an Error from a failed statement up to the edge of the store, past the steps between that could
/// do nothing about it. It never leaves this folder: guarded() turns it into a Result.
struct StorageFailure
{
    Error error;
    SqliteCode code = SqliteNoCode;

    /// What is in the file can no longer be relied on. No other failure says anything about its contents.
    bool isDamage() const { return code == SqliteCorrupt || code == SqliteNotADatabase; }
};

/// What a failure of SQLite means for staff, with SQLite's own words and code in the detail. `path` is the
/// journal file.
StorageFailure sqliteFailure(const QSqlError &error, const QString &path);
/// The same for what SQLite was not asked, or would have said.
StorageFailure sqliteFailure(SqliteCode code, const QString &detail, const QString &path);
/// What SQLite read without complaint, and this program cannot have written.
StorageFailure damagedError(const QString &path, const QString &detail);
/// A failure that SQLite has no part in.
Error storageError(const QString &text, const QString &detail = {});

/// Runs `work`, which returns a T and may throw StorageFailure.
template <typename T, typename Work> Result<T> guarded(Work work)
{
    try {
        return work();
    } catch (const StorageFailure &failure) {
        return failure.error;
    }
}

} // namespace paydesk::journal
