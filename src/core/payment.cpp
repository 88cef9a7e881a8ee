// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment.h"

namespace paydesk {

Freshness compareSnapshots(const Payment &known, const Payment &candidate)
{
    if (known.id != candidate.id || known.amount != candidate.amount)
        return Freshness::Contradiction;
    if (!known.status.canBecome(candidate.status))
        return candidate.status.isFinal() ? Freshness::Contradiction : Freshness::Stale;
    if (candidate.refundedAmount.minorUnits() < known.refundedAmount.minorUnits()
        || candidate.refunds.size() < known.refunds.size())
        return Freshness::Stale;
    return known.raw == candidate.raw ? Freshness::Same : Freshness::Newer;
}

} // namespace paydesk
