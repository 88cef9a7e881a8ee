// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "models/detailrows.h"

namespace paydesk::models {

/// What happened to a sale, in the words of staff.
struct TimelineEntry
{
    QDateTime at; ///< UTC
    QString who; ///< a person's name, "Paydesk", "Flowlix" or "Payment page"
    QString what; ///< a sentence or more
    QString requestId; ///< the service's, empty where there is none
};
TimelineEntry timelineEntry(const journal::Event &event);

/// The events of one sale as rows, in their order: the local time with its date and who it was, then what
/// happened.
QList<DetailRow> timelineRows(const QList<journal::Event> &events);

} // namespace paydesk::models
