// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "journal/salerecord.h"

#include <optional>

namespace paydesk::payments {

/// What the journal must learn from a payment of the service's list; empty where it knows as much or more, or
/// this till asks about the sale by itself. Pure. `held`: see journal::AnswerBatch.
///
/// What cannot be true together with what is held (another amount, currency or sale, another final status) is
/// an alarm, raised once: it never overwrites.
std::optional<journal::Event> eventFor(const QUuid &tillId, const std::optional<journal::SaleRecord> &held,
    const Payment &payment, const QString &requestId);

} // namespace paydesk::payments
