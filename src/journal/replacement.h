// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace paydesk::journal {

/// How far the service's list of payments was read.
struct RefillProgress
{
    QString lastPaymentId; ///< all before and including this one; empty at the beginning
    qint64 imported = 0; ///< payments that the journal did not hold
};

/// The journal was damaged, and a fresh one took its place, which is being refilled. Kept in the fresh one
/// until the refill has been completed.
struct Replacement
{
    QStringList damagedFiles; ///< paths at which they are kept; mostly one
    qint64 eventsTaken = 0; ///< into the fresh journal
    qint64 eventsLost = 0; ///< what the damaged files show to have been there, and no more
    bool endIsLost = false; ///< they do not show how many there were: more may be lost
    RefillProgress refill;
};

} // namespace paydesk::journal
