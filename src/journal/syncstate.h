// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace paydesk::journal {

/// One pass through the service's list of payments, newest first. Its times are the payments' `created`.
struct SyncPass
{
    QDateTime createdFrom; ///< how far back it reads, in UTC; invalid: to the list's end
    QString lastPaymentId; ///< all before and including this one were read; empty at the beginning
    QDateTime newest; ///< of what it has read, in UTC; invalid before that
    QDateTime oldest;
    qint64 read = 0; ///< payments
    qint64 imported = 0; ///< of these, what the journal did not hold
    qint64 updated = 0; ///< and what told it something else that it did not know

    bool isFull() const { return !createdFrom.isValid(); }
};

/// How far the journal knows what the service knows. Kept in it, in one transaction with what was read.
struct SyncState
{
    /// Every payment that was created up to then has been read, in UTC; invalid before a full pass came to
    /// its end.
    QDateTime completeUntil;
    std::optional<SyncPass> pass; ///< has begun, and has not come to its end
    bool canceled = false; ///< by staff: the pass does not go on by itself
};

/// The state's own format in the file.
QByteArray syncStateToJson(const SyncState &state);
SyncState syncStateFromJson(const QByteArray &text);

} // namespace paydesk::journal
