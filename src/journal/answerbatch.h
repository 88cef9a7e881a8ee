// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "journal/salerecord.h"
#include "journal/syncstate.h"

#include <functional>

namespace paydesk::journal {

/// A page of the service's answers, to be recorded whole or not at all.
struct AnswerBatch
{
    /// What the journal must learn from an answer; empty where it learns nothing. `held`: the sale that the
    /// payment belongs to (attemptIdOf()), or else the one that holds the payment; empty where there is none,
    /// and then the event must be an Imported. Pure, and called on the journal's thread.
    using Decide
        = std::function<std::optional<Event>(const Payment &payment, const std::optional<SaleRecord> &held)>;

    QList<Payment> payments;
    Decide decide;
    SyncState sync; ///< what is true when it is recorded; `imported` and `updated` are still without it
};

/// What has become of a batch.
struct RecordedBatch
{
    qint64 imported = 0; ///< sales that the journal did not hold
    qint64 updated = 0; ///< sales that it did, and that have changed
    QList<SaleRecord> changed; ///< the latter, as they are now
    QList<SaleRecord> unsettled; ///< of both, those that need attention
    SyncState sync; ///< as it is kept
};

} // namespace paydesk::journal
