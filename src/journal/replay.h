// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/database.h"
#include "journal/eventrow.h"

#include <functional>

namespace paydesk::journal {

class Projection;

/// Applies every event to `projection`, oldest first, and shows each to `visit` before.
void replay(
    Database &database, Projection &projection, const std::function<void(const EventRow &)> &visit = {});

/// Makes the projection anew from the events. Only inside a write transaction.
void rebuildProjection(Database &database);

} // namespace paydesk::journal
