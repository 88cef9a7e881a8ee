// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chargerequest.h"
#include "journal/event.h"
#include "journal/refundrecord.h"

#include <QUrlQuery>

/// Builds the events that enter the journal, and reads them back, so that their format is written down in
/// one place. Each builder takes the time from the clock; the actor is the one that the kind of fact implies.
namespace paydesk::journal {

struct IntentFacts
{
    ChargeRequest request;
    QByteArray idempotencyKey;
    QByteArray keyFingerprint;
    QByteArray requestBody;
    Moment moment; ///< just before the intent is committed
};

Event intentEvent(const QUuid &attemptId, const IntentFacts &facts);
Event sessionEvent(const QUuid &attemptId, const Payment &payment, const QString &requestId);
Event createUnknownEvent(const QUuid &attemptId, const Error &error);
Event notCreatedEvent(const QUuid &attemptId, const Error &error);
Event snapshotEvent(const QUuid &attemptId, const Payment &payment, const QString &requestId);
/// `text`: for staff, what is wrong and what to do; empty where the sale's own words are enough.
Event contradictionEvent(
    const QUuid &attemptId, const Payment &answer, const QString &requestId, const QString &text = {});
Event pageShownEvent(const QUuid &attemptId);
/// `belongs` tells whether the query's payment id was the one of this sale.
Event pageReturnedEvent(
    const QUuid &attemptId, const QString &paymentId, const QString &status, bool belongs);
/// `how`: "leave", "window", "process" or "returned"-less programmatic reasons, for support.
Event pageClosedEvent(const QUuid &attemptId, const QString &how);
Event pageBlockedEvent(const QUuid &attemptId, const QString &what);
Event pageCrashedEvent(const QUuid &attemptId);
Event recoveredEvent(const QUuid &attemptId);
/// `found`: how many payments of this sale the whole list held.
Event searchedEvent(const QUuid &attemptId, qsizetype found);
Event secondPaymentEvent(const QUuid &attemptId, const Payment &payment, const QString &requestId);
/// `text`: for staff, why nothing more can be found out and what to do.
Event needsReviewEvent(const QUuid &attemptId, const QString &text);
Event reviewedEvent(const QUuid &attemptId);
/// `attemptId` must be the payment's, see attemptIdOf().
Event importedEvent(const QUuid &attemptId, const Payment &payment, const QString &requestId);
Event refundIntentEvent(const QUuid &attemptId, const RefundRecord &intent);
Event refundUnknownEvent(const QUuid &attemptId, const QUuid &refundId, const Error &error);
Event refundRefusedEvent(const QUuid &attemptId, const QUuid &refundId, const Error &error);

/// Empty where the event is not an Intent with a charge that this program can read.
std::optional<IntentFacts> intentOf(const Event &event);
/// The answer in a Session, Snapshot or Contradiction. Empty where this program cannot read one.
std::optional<Payment> paymentOf(const Event &event);
/// Empty where the event is not a RefundIntent that this program can read.
std::optional<RefundRecord> refundIntentOf(const Event &event);
/// Which refund a RefundUnknown or RefundRefused is about.
QUuid refundIdOf(const Event &event);
/// The sentence for staff in a CreateUnknown, NotCreated, Contradiction, NeedsReview, RefundUnknown or
/// RefundRefused, empty elsewhere.
QString problemOf(const Event &event);
/// The service's request id, empty where the event has none.
QString requestIdOf(const Event &event);

/// The journal's own format of a Payment, independent of the service's. Both ways are exact.
QJsonObject paymentToFacts(const Payment &payment);
/// Empty where the facts do not hold a payment that this program can read.
std::optional<Payment> paymentFromFacts(const QJsonObject &facts, const QByteArray &raw);

/// Staff's or the service's pairs, as the journal keeps them.
QJsonObject metadataToFacts(const Metadata &metadata);
Metadata metadataFromFacts(const QJsonObject &facts);

} // namespace paydesk::journal
