// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QStringList>

namespace paydesk::journal {

/// What `paydesk --check-journal` and `--rebuild` found. Both run on the calling thread.
struct CheckReport
{
    qint64 events = 0;
    qint64 sales = 0;
    QStringList problems; ///< empty when the chain holds and the projection equals the events
};

/// Whether there is a journal in `directory`.
bool hasJournal(const QString &directory);
/// Paths of the damaged journals that were moved aside in `directory`, oldest first.
QStringList damagedJournals(const QString &directory);
/// Reads the whole journal in `directory`: the file's own structure, the chain of its events, and every
/// row of the projection against a replay. Works beside a running desk. A damaged journal is a report
/// with problems; the Error (ErrorKind::Storage) is for one that cannot be opened, or is not there. Moves
/// and replaces nothing.
Result<CheckReport> checkJournal(const QString &directory);
/// Makes the projection anew from the events, in one transaction, and checks it.
Result<CheckReport> rebuildJournal(const QString &directory);

} // namespace paydesk::journal
