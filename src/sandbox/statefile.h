// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/ledger.h"

#include <QFile>
#include <QJsonObject>
#include <QLockFile>

namespace paydesk::sandbox {

/// What a state file holds.
struct SavedState
{
    QList<LedgerPayment> payments; ///< as they were changed: of one id, the last counts
    QList<QJsonObject> idempotency; ///< for IdempotencyStore::restore()
    quint16 port = 0; ///< the port of the last run, so that its pages' addresses stay good
};

/// The sandbox's memory: one JSON object a line, each the newest state of what one request changed. A change
/// appends a line, so that its cost does not grow with the ledger; opening the file rewrites it without what
/// was overtaken, whole or not at all. A process that is killed loses nothing that was answered; there is no
/// fsync, because what a power cut may take here is training data.
///
/// Mode 0600. Holds no API key and no card number. One process at a time: a lock file lies beside it.
class StateFile
{
public:
    explicit StateFile(const QString &path);

    /// Locks and reads the file; a missing one is empty, and a last line that was cut off is left out.
    /// Errors are ErrorKind::Storage: in use, unreadable, or not a state file.
    Result<SavedState> open();
    /// Replaces all content, atomically. Call once, after open().
    Result<Done> rewrite(const SavedState &state);
    /// Appends changes. False where they could not be written; they are then tried again with the next.
    bool append(const QList<LedgerPayment> &payments, const QList<QJsonObject> &idempotency);

private:
    QFile m_file;
    QLockFile m_lock;
    QByteArray m_unwritten;
};

} // namespace paydesk::sandbox
