// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/projector.h"

#include "core/appmetadata.h"
#include "core/uuidv7.h"
#include "journal/facts.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

void noteRequestId(SaleRecord &sale, const Event &event)
{
    const QString id = requestIdOf(event);
    if (!id.isEmpty() && !sale.requestIds.contains(id))
        sale.requestIds += id;
}

/// What the program says of itself in the metadata of the service's payment.
void noteOrigin(SaleRecord &sale, const Metadata &sent)
{
    sale.channel = sent.value(metadatakey::channel);
    sale.till = sent.value(metadatakey::till);
}

std::optional<SaleRecord> startedBy(const Event &event)
{
    const auto intent = intentOf(event);
    if (!intent)
        return {};
    SaleRecord sale{.attemptId = event.attemptId,
        .startedAt = QDateTime::fromMSecsSinceEpoch(uuidV7Milliseconds(event.attemptId), Qt::UTC),
        .amount = intent->request.amount,
        .description = intent->request.description,
        .metadata = intent->request.metadata,
        .returnUrl = QString::fromLatin1(intent->request.returnUrl.toEncoded()),
        .idempotencyKey = intent->idempotencyKey,
        .requestBody = intent->requestBody,
        .keyFingerprint = intent->keyFingerprint,
        .sentAt = intent->moment,
        .outcome = Outcome::InProgress};
    noteOrigin(sale,
        metadataFromFacts(
            QJsonDocument::fromJson(intent->requestBody).object().value("metadata"_L1).toObject()));
    return sale;
}

/// A sale that only the service knew of. What staff meant by it is what they had sent.
std::optional<SaleRecord> importedFrom(const Event &event)
{
    auto answer = paymentOf(event);
    if (!answer)
        return {};
    SaleRecord sale{.attemptId = event.attemptId,
        .startedAt = QDateTime::fromMSecsSinceEpoch(uuidV7Milliseconds(event.attemptId), Qt::UTC),
        .amount = answer->amount,
        .description = answer->description,
        .outcome = outcomeOf(answer->status)};
    noteRequestId(sale, event);
    noteOrigin(sale, answer->metadata);
    for (auto pair = answer->metadata.cbegin(); pair != answer->metadata.cend(); ++pair) {
        if (!isAppMetadataKey(pair.key()))
            sale.metadata.insert(pair.key(), pair.value());
    }
    sale.payment = std::move(answer);
    return sale;
}

/// Settled, and no later truth can change it. NotCreated is an absence: an answer that shows the payment
/// disproves it.
bool isClosed(const SaleRecord &sale)
{
    return isSettled(sale.outcome) && sale.outcome != Outcome::NotCreated;
}

bool isPaid(const Payment &payment)
{
    return payment.status == PaymentStatus::Succeeded;
}

/// What the sale has come to, by all payments that the service made of it: paid when one of them is; not
/// paid only when every one is final, and no further one can exist.
void conclude(SaleRecord &sale)
{
    const auto paid = std::find_if(sale.others.begin(), sale.others.end(), isPaid);
    if (!isPaid(*sale.payment) && paid != sale.others.end())
        std::swap(*sale.payment, *paid);
    if (isPaid(*sale.payment))
        sale.outcome = Outcome::Paid;
    else if (sale.payment->status.isFinal() && othersAreFinal(sale) && allPaymentsAreKnown(sale))
        sale.outcome = outcomeOf(sale.payment->status);
    else if (isSettled(sale.outcome))
        sale.outcome = Outcome::NotKnownYet;
}

/// What the refunds of one of the sale's payments have come to, as far as its newest answer tells.
void followRefunds(SaleRecord &sale, const QString &paymentId)
{
    const Payment *payment = findPayment(sale, paymentId);
    for (RefundRecord &record : sale.refunds) {
        const Refund *refund = payment ? findRefund(record, *payment, sale.refunds) : nullptr;
        if (!refund)
            continue;
        record.serviceId = refund->id;
        record.problem.clear();
        record.state = RefundState::Pending;
        if (refund->status == QLatin1StringView("succeeded"))
            record.state = RefundState::Refunded;
        if (refund->status == QLatin1StringView("failed")) {
            record.state = RefundState::Failed;
            record.problem = refund->declineMessage;
        }
    }
}

void unlessSettled(SaleRecord &sale, Outcome outcome)
{
    if (!isSettled(sale.outcome))
        sale.outcome = outcome;
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

SaleRecord afterSecondPayment(SaleRecord sale, const Event &event)
{
    const auto answer = paymentOf(event);
    if (!answer || !sale.payment || answer->amount != sale.amount)
        return contradicted(std::move(sale), event);
    if (!findPayment(sale, answer->id)) {
        sale.others.append(*answer);
        conclude(sale);
    }
    noteRequestId(sale, event);
    return sale;
}

/// An answer about one of the further payments of the sale.
SaleRecord afterOther(SaleRecord sale, const Payment &answer, const Event &event)
{
    const auto other = std::find_if(sale.others.begin(), sale.others.end(),
        [&answer](const Payment &each) { return each.id == answer.id; });
    const Freshness freshness = compareSnapshots(*other, answer);
    if (freshness == Freshness::Contradiction)
        return contradicted(std::move(sale), event);
    if (freshness == Freshness::Newer) {
        *other = answer;
        noteRequestId(sale, event);
    }
    if (answer.status.isFinal())
        conclude(sale);
    followRefunds(sale, answer.id);
    return sale;
}

SaleRecord afterSnapshot(SaleRecord sale, const Event &event)
{
    const auto answer = paymentOf(event);
    if (!answer || answer->amount != sale.amount)
        return contradicted(std::move(sale), event);
    if (sale.payment && sale.payment->id != answer->id && findPayment(sale, answer->id))
        return afterOther(std::move(sale), *answer, event);
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
        conclude(sale);
    else if (sale.outcome == Outcome::NotCreated)
        sale.outcome = Outcome::NotKnownYet;
    followRefunds(sale, answer->id);
    return sale;
}

SaleRecord afterRefundEvent(SaleRecord sale, const Event &event)
{
    if (const auto intent = refundIntentOf(event)) {
        sale.refunds.append(*intent);
        return sale;
    }
    for (RefundRecord &record : sale.refunds) {
        if (record.refundId != refundIdOf(event) || isSettled(record.state) || !record.serviceId.isEmpty())
            continue;
        record.problem = problemOf(event);
        if (event.kind == EventKind::RefundUnknown)
            record.ambiguous = true;
        else if (!record.ambiguous)
            record.state = RefundState::NotMade;
    }
    noteRequestId(sale, event);
    return sale;
}

SaleRecord afterRecovery(SaleRecord sale)
{
    unlessSettled(sale, Outcome::NotKnownYet);
    // The program may have ended between a request and its answer: from here on a refusal proves nothing.
    if (!sale.payment && !isSettled(sale.outcome))
        sale.createAmbiguous = true;
    for (RefundRecord &record : sale.refunds) {
        if (record.serviceId.isEmpty() && !isSettled(record.state))
            record.ambiguous = true;
    }
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

/// Staff has looked at what nothing more could be found out about: it is set aside until the service says
/// more.
SaleRecord afterReview(SaleRecord sale)
{
    sale.needsReview = false;
    sale.reviewed = !isSettled(sale.outcome);
    for (RefundRecord &record : sale.refunds) {
        if (record.serviceId.isEmpty() && !isSettled(record.state))
            record.state = RefundState::NotMade;
    }
    return sale;
}

} // namespace

SaleRecord contradicted(SaleRecord sale, const Event &event)
{
    sale.needsReview = true;
    if (const QString text = problemOf(event); !text.isEmpty())
        sale.problem = text;
    noteRequestId(sale, event);
    return sale;
}

std::optional<SaleRecord> project(std::optional<SaleRecord> known, const Event &event)
{
    if (!known)
        return event.kind == EventKind::Imported ? importedFrom(event) : startedBy(event);
    SaleRecord sale = *std::move(known);
    switch (event.kind) {
    case EventKind::Intent: // a second one is refused before it is written
    case EventKind::Imported: // nothing that the sale's own events do not know better
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
        unlessSettled(sale, Outcome::NotKnownYet);
        break;
    case EventKind::Recovered:
        return afterRecovery(std::move(sale));
    case EventKind::Searched:
        sale.searched = true;
        break;
    case EventKind::SecondPayment:
        return afterSecondPayment(std::move(sale), event);
    case EventKind::NeedsReview:
        sale.needsReview = true;
        sale.problem = problemOf(event);
        break;
    case EventKind::Reviewed:
        return afterReview(std::move(sale));
    case EventKind::RefundIntent:
    case EventKind::RefundUnknown:
    case EventKind::RefundRefused:
        return afterRefundEvent(std::move(sale), event);
    }
    return sale;
}

} // namespace paydesk::journal
