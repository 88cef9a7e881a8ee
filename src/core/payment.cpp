// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment.h"

#include "core/jsontext.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk {

namespace {

/// The same JSON, however it is spaced and ordered: the same object comes alone and as part of a list.
bool sayTheSame(const QByteArray &one, const QByteArray &other)
{
    if (one == other)
        return true;
    const QJsonDocument document = QJsonDocument::fromJson(withMarksEscaped(one));
    return document.isObject() && document == QJsonDocument::fromJson(withMarksEscaped(other));
}

bool isFinal(const Refund &refund)
{
    return refund.status == "succeeded"_L1 || refund.status == "failed"_L1;
}

/// How one refund that is known stands to what an answer says of it.
Freshness compareRefund(const Refund &known, const QList<Refund> &candidates)
{
    const auto candidate = std::find_if(
        candidates.cbegin(), candidates.cend(), [&known](const Refund &each) { return each.id == known.id; });
    if (candidate == candidates.cend())
        return Freshness::Stale;
    if (candidate->amount != known.amount)
        return Freshness::Contradiction;
    if (isFinal(known) && candidate->status != known.status)
        return isFinal(*candidate) ? Freshness::Contradiction : Freshness::Stale;
    return Freshness::Newer;
}

} // namespace

Freshness compareSnapshots(const Payment &known, const Payment &candidate)
{
    if (known.id != candidate.id || known.amount != candidate.amount)
        return Freshness::Contradiction;
    if (!known.status.canBecome(candidate.status))
        return candidate.status.isFinal() ? Freshness::Contradiction : Freshness::Stale;
    if (candidate.refundedAmount.minorUnits() < known.refundedAmount.minorUnits())
        return Freshness::Stale;
    for (const Refund &refund : known.refunds) {
        const Freshness freshness = compareRefund(refund, candidate.refunds);
        if (freshness != Freshness::Newer)
            return freshness;
    }
    return sayTheSame(known.raw, candidate.raw) ? Freshness::Same : Freshness::Newer;
}

} // namespace paydesk
