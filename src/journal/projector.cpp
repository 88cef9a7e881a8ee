// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/projector.h"

#include "core/uuidv7.h"
#include "journal/facts.h"

namespace paydesk::journal {

namespace {

std::optional<SaleRecord> startedBy(const Event &event)
{
    const auto intent = intentOf(event);
    if (!intent)
        return {};
    return SaleRecord{.attemptId = event.attemptId,
        .startedAt = QDateTime::fromMSecsSinceEpoch(uuidV7Milliseconds(event.attemptId), Qt::UTC),
        .amount = intent->request.amount,
        .description = intent->request.description,
        .metadata = intent->request.metadata,
        .returnUrl = QString::fromLatin1(intent->request.returnUrl.toEncoded()),
        .idempotencyKey = intent->idempotencyKey,
        .requestBody = intent->requestBody,
        .keyFingerprint = intent->keyFingerprint,
        .outcome = Outcome::InProgress};
}

/// Settled, and no later truth can change it. NotCreated is an absence: an answer that shows the payment
/// disproves it.
bool isClosed(const SaleRecord &sale)
{
    return isSettled(sale.outcome) && sale.outcome != Outcome::NotCreated;
}

void unlessSettled(SaleRecord &sale, Outcome outcome)
{
    if (!isSettled(sale.outcome))
        sale.outcome = outcome;
}

void noteRequestId(SaleRecord &sale, const Event &event)
{
    if (const QString id = requestIdOf(event); !id.isEmpty())
        sale.lastRequestId = id;
}

void take(SaleRecord &sale, const Payment &answer, const Event &event)
{
    sale.payment = answer;
    sale.problem.clear();
    noteRequestId(sale, event);
}

SaleRecord afterSession(SaleRecord sale, const Event &event)
{
    const auto answer = paymentOf(event);
    if (!answer || answer->amount != sale.amount || (sale.payment && sale.payment->id != answer->id))
        return contradicted(std::move(sale), event);
    // The same session again is the replay of a stored answer: older than what is known, not newer.
    if (!sale.payment)
        take(sale, *answer, event);
    if (!isClosed(sale))
        sale.outcome = Outcome::InProgress;
    return sale;
}

SaleRecord afterSnapshot(SaleRecord sale, const Event &event)
{
    const auto answer = paymentOf(event);
    if (!answer || answer->amount != sale.amount)
        return contradicted(std::move(sale), event);
    switch (sale.payment ? compareSnapshots(*sale.payment, *answer) : Freshness::Newer) {
    case Freshness::Contradiction:
        return contradicted(std::move(sale), event);
    case Freshness::Stale:
        return sale;
    case Freshness::Newer:
        take(sale, *answer, event);
        break;
    case Freshness::Same:
        break;
    }
    if (answer->status.isFinal())
        sale.outcome = outcomeOf(answer->status);
    else if (sale.outcome == Outcome::NotCreated)
        sale.outcome = Outcome::NotKnownYet;
    return sale;
}

SaleRecord afterFailedCreate(SaleRecord sale, const Event &event)
{
    if (event.kind == EventKind::CreateUnknown)
        sale.createAmbiguous = true;
    if (sale.payment || isSettled(sale.outcome))
        return sale;
    sale.outcome = sale.createAmbiguous ? Outcome::NotKnownYet : Outcome::NotCreated;
    sale.problem = problemOf(event);
    noteRequestId(sale, event);
    return sale;
}

} // namespace

SaleRecord contradicted(SaleRecord sale, const Event &event)
{
    sale.needsReview = true;
    noteRequestId(sale, event);
    return sale;
}

std::optional<SaleRecord> project(std::optional<SaleRecord> known, const Event &event)
{
    if (!known)
        return startedBy(event);
    SaleRecord sale = *std::move(known);
    switch (event.kind) {
    case EventKind::Intent: // a second one is refused before it is written
    case EventKind::PageBlocked:
    case EventKind::PageCrashed: // the page can be reloaded
        break;
    case EventKind::Session:
        return afterSession(std::move(sale), event);
    case EventKind::Snapshot:
        return afterSnapshot(std::move(sale), event);
    case EventKind::CreateUnknown:
    case EventKind::NotCreated:
        return afterFailedCreate(std::move(sale), event);
    case EventKind::Contradiction:
        return contradicted(std::move(sale), event);
    case EventKind::PageShown:
        unlessSettled(sale, Outcome::InProgress);
        break;
    case EventKind::PageReturned:
    case EventKind::PageClosed:
    case EventKind::Recovered:
        unlessSettled(sale, Outcome::NotKnownYet);
        break;
    }
    return sale;
}

} // namespace paydesk::journal
