// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/ledger.h"

namespace paydesk::sandbox {

/// An order for many made-up payments at once. The same order at the same time gives the same payments.
struct SeedOrder
{
    int count = 0;
    quint32 seed = 1; ///< of their chance: another one gives others
    qint64 spanSeconds
        = 365LL * 24 * 60 * 60; ///< they were created one after the other in this time until now
    QString till; ///< named by a third of the payments; empty for one that is made up
};

/// Reads {"count", "seed", "span_seconds", "till"}, of which only the first is required.
Checked<SeedOrder> readSeedOrder(const QByteArray &body);

/// Adds a shop's payments as the newest of the ledger: every status, currency and channel, several tills and
/// programs that know nothing of tills, with and without customers and refunds. Still open are only those
/// whose page can still be paid.
void sow(Ledger &ledger, const SeedOrder &order, qint64 nowMs);

} // namespace paydesk::sandbox
