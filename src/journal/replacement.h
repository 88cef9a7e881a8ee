// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace paydesk::journal {

/// The journal was damaged, and a fresh one took its place, which is being refilled from the service's list.
/// Kept in the fresh one until a whole pass through that list has come to its end.
struct Replacement
{
    QStringList damagedFiles; ///< paths at which they are kept; mostly one
    qint64 eventsTaken = 0; ///< into the fresh journal
    qint64 eventsLost = 0; ///< what the damaged files show to have been there, and no more
    bool endIsLost = false; ///< they do not show how many there were: more may be lost
};

} // namespace paydesk::journal
