// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSqlError>

namespace paydesk::journal {

/// Carries an Error from a failed statement up to the edge of the store, past the steps between that could
/// do nothing about it. It never leaves this folder: guarded() turns it into a Result.
struct StorageFailure
{
    Error error;
};

/// What a failure of SQLite means for staff, with SQLite's own words and code in the detail. `path` is the
/// journal file.
Error storageError(const QSqlError &error, const QString &path);
/// What SQLite read without complaint, and this program cannot have written.
Error damagedError(const QString &path, const QString &detail);
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
