// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/syncrule.h"

#include "core/moneytext.h"
#include "journal/facts.h"

#include <QCoreApplication>

namespace paydesk::payments {

namespace {

struct SyncText
{
    Q_DECLARE_TR_FUNCTIONS(Sync)
};

/// For staff: what cannot be true, and what to do. Empty where all fits together.
QString contradictionIn(const journal::SaleRecord &held, const Payment &payment)
{
    if (journal::attemptIdOf(payment) != held.attemptId)
        return SyncText::tr("Flowlix says that the payment %1 belongs to another sale. Compare both with the "
                            "Flowlix dashboard, and call their support.")
            .arg(payment.id);
    if (payment.amount != held.amount)
        return SyncText::tr(
            "Flowlix holds a payment of %1 for this sale of %2 (%3). Do not rely on it: find the "
            "payment in the Flowlix dashboard, and call their support.")
            .arg(moneyText(payment.amount, QLocale()), moneyText(held.amount, QLocale()), payment.id);
    const Payment *known = journal::findPayment(held, payment.id);
    if (known && compareSnapshots(*known, payment) == Freshness::Contradiction)
        return SyncText::tr(
            "Flowlix says of the payment %1 what cannot be true after what it said before. What "
            "it said first is kept: compare it with the Flowlix dashboard, and call their support.")
            .arg(payment.id);
    return {};
}

} // namespace

std::optional<journal::Event> eventFor(const QUuid &tillId, const std::optional<journal::SaleRecord> &held,
    const Payment &payment, const QString &requestId)
{
    if (!held)
        return journal::importedEvent(journal::attemptIdOf(payment), payment, requestId);
    if (const QString problem = contradictionIn(*held, payment); !problem.isEmpty()) {
        if (problem == held->problem)
            return {}; // Staff has been told, and may have looked at it since.
        return journal::contradictionEvent(held->attemptId, payment, requestId, problem);
    }
    const Payment *known = journal::findPayment(*held, payment.id);
    const bool isAskedAbout = journal::isOpen(*held) && journal::isOfTill(*held, tillId);
    if (isAskedAbout && (known || !held->payment))
        return {};
    if (held->payment && !known)
        return journal::secondPaymentEvent(held->attemptId, payment, requestId);
    const Freshness freshness = known ? compareSnapshots(*known, payment) : Freshness::Newer;
    if (freshness != Freshness::Newer)
        return {};
    return journal::snapshotEvent(held->attemptId, payment, requestId);
}

} // namespace paydesk::payments
