// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/replay.h"

#include "journal/eventlog.h"
#include "journal/projection.h"

using namespace Qt::StringLiterals;

namespace paydesk::journal {

void replay(Database &database, Projection &projection, const std::function<void(const EventRow &)> &visit)
{
    EventLog log(database);
    log.forEach([&](const EventRow &row) {
        if (visit)
            visit(row);
        if (const auto event = toEvent(row))
            projection.apply(*event);
    });
}

void rebuildProjection(Database &database)
{
    Projection projection(database);
    projection.clear();
    replay(database, projection);
}

} // namespace paydesk::journal
