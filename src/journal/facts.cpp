// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/facts.h"

#include <pwd.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

/// The person at the desk, as the system knows them. Not from the environment, which anyone can set.
QString staffActor()
{
    const passwd *user = getpwuid(geteuid());
    return u"staff:"_s + (user ? QString::fromLocal8Bit(user->pw_name) : QString::number(geteuid()));
}

Event makeEvent(EventKind kind, const QUuid &attemptId, const QString &actor, const QJsonObject &facts = {},
    const QByteArray &payload = {})
{
    return {.kind = kind,
        .attemptId = attemptId,
        .at = QDateTime::currentDateTimeUtc(),
        .actor = actor,
        .facts = facts,
        .payload = payload};
}

Event answerEvent(EventKind kind, const QUuid &attemptId, const Payment &payment, const QString &requestId)
{
    return makeEvent(kind, attemptId, u"service"_s,
        {{u"payment"_s, paymentToFacts(payment)}, {u"request_id"_s, requestId}}, payment.raw);
}

QString errorKindWord(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput:
        return u"invalid_input"_s;
    case ErrorKind::Configuration:
        return u"configuration"_s;
    case ErrorKind::Refused:
        return u"refused"_s;
    case ErrorKind::Unauthorized:
        return u"unauthorized"_s;
    case ErrorKind::NotFound:
        return u"not_found"_s;
    case ErrorKind::InFlight:
        return u"in_flight"_s;
    case ErrorKind::RateLimited:
        return u"rate_limited"_s;
    case ErrorKind::ServiceFault:
        return u"service_fault"_s;
    case ErrorKind::Network:
        return u"network"_s;
    case ErrorKind::BadAnswer:
        return u"bad_answer"_s;
    case ErrorKind::Mismatch:
        return u"mismatch"_s;
    case ErrorKind::Storage:
        return u"storage"_s;
    }
    Q_UNREACHABLE();
}

QJsonObject errorToFacts(const Error &error)
{
    return {{u"kind"_s, errorKindWord(error.kind)}, {u"text"_s, error.text}, {u"detail"_s, error.detail},
        {u"code"_s, error.code}, {u"request_id"_s, error.requestId}};
}

Event refundErrorEvent(
    EventKind kind, const QUuid &attemptId, const QUuid &refundId, const QString &actor, const Error &error)
{
    QJsonObject facts = errorToFacts(error);
    facts.insert(u"refund_id"_s, refundId.toString(QUuid::WithoutBraces));
    return makeEvent(kind, attemptId, actor, facts);
}

} // namespace

Event intentEvent(const QUuid &attemptId, const IntentFacts &facts)
{
    const ChargeRequest &request = facts.request;
    return makeEvent(EventKind::Intent, attemptId, staffActor(),
        {{u"amount"_s, request.amount.minorUnits()},
            {u"currency"_s, currencyWireCode(request.amount.currency())},
            {u"description"_s, request.description}, {u"metadata"_s, metadataToFacts(request.metadata)},
            {u"return_url"_s, QString::fromLatin1(request.returnUrl.toEncoded())},
            {u"idempotency_key"_s, QString::fromLatin1(facts.idempotencyKey)},
            {u"key_fingerprint"_s, QString::fromLatin1(facts.keyFingerprint)},
            {u"moment"_s, momentToJson(facts.moment)}},
        facts.requestBody);
}

Event sessionEvent(const QUuid &attemptId, const Payment &payment, const QString &requestId)
{
    return answerEvent(EventKind::Session, attemptId, payment, requestId);
}

Event createUnknownEvent(const QUuid &attemptId, const Error &error)
{
    return makeEvent(EventKind::CreateUnknown, attemptId, u"desk"_s, errorToFacts(error));
}

Event notCreatedEvent(const QUuid &attemptId, const Error &error)
{
    return makeEvent(EventKind::NotCreated, attemptId, u"service"_s, errorToFacts(error));
}

Event snapshotEvent(const QUuid &attemptId, const Payment &payment, const QString &requestId)
{
    return answerEvent(EventKind::Snapshot, attemptId, payment, requestId);
}

Event contradictionEvent(
    const QUuid &attemptId, const Payment &answer, const QString &requestId, const QString &text)
{
    Event event = answerEvent(EventKind::Contradiction, attemptId, answer, requestId);
    if (!text.isEmpty())
        event.facts.insert(u"text"_s, text);
    return event;
}

Event pageShownEvent(const QUuid &attemptId)
{
    return makeEvent(EventKind::PageShown, attemptId, u"desk"_s);
}

Event pageReturnedEvent(const QUuid &attemptId, const QString &paymentId, const QString &status, bool belongs)
{
    return makeEvent(EventKind::PageReturned, attemptId, u"page"_s,
        {{u"payment_id"_s, paymentId}, {u"status"_s, status}, {u"belongs"_s, belongs}});
}

Event pageClosedEvent(const QUuid &attemptId, const QString &how)
{
    return makeEvent(EventKind::PageClosed, attemptId, u"page"_s, {{u"how"_s, how}});
}

Event pageBlockedEvent(const QUuid &attemptId, const QString &what)
{
    return makeEvent(EventKind::PageBlocked, attemptId, u"page"_s, {{u"what"_s, what}});
}

Event pageCrashedEvent(const QUuid &attemptId)
{
    return makeEvent(EventKind::PageCrashed, attemptId, u"page"_s);
}

Event recoveredEvent(const QUuid &attemptId)
{
    return makeEvent(EventKind::Recovered, attemptId, u"desk"_s);
}

Event searchedEvent(const QUuid &attemptId, qsizetype found)
{
    return makeEvent(EventKind::Searched, attemptId, u"desk"_s, {{u"found"_s, qint64(found)}});
}

Event secondPaymentEvent(const QUuid &attemptId, const Payment &payment, const QString &requestId)
{
    return answerEvent(EventKind::SecondPayment, attemptId, payment, requestId);
}

Event needsReviewEvent(const QUuid &attemptId, const QString &text)
{
    return makeEvent(EventKind::NeedsReview, attemptId, u"desk"_s, {{u"text"_s, text}});
}

Event reviewedEvent(const QUuid &attemptId)
{
    return makeEvent(EventKind::Reviewed, attemptId, staffActor());
}

Event importedEvent(const QUuid &attemptId, const Payment &payment, const QString &requestId)
{
    return answerEvent(EventKind::Imported, attemptId, payment, requestId);
}

Event refundIntentEvent(const QUuid &attemptId, const RefundRecord &intent)
{
    QJsonObject facts = refundRecordToJson(intent);
    facts.remove("request_body"_L1); // it is the payload
    return makeEvent(EventKind::RefundIntent, attemptId, staffActor(), facts, intent.requestBody);
}

Event refundUnknownEvent(const QUuid &attemptId, const QUuid &refundId, const Error &error)
{
    return refundErrorEvent(EventKind::RefundUnknown, attemptId, refundId, u"desk"_s, error);
}

Event refundRefusedEvent(const QUuid &attemptId, const QUuid &refundId, const Error &error)
{
    return refundErrorEvent(EventKind::RefundRefused, attemptId, refundId, u"service"_s, error);
}

std::optional<IntentFacts> intentOf(const Event &event)
{
    const QJsonValue units = event.facts.value("amount"_L1);
    const auto currency = currencyFromWireCode(event.facts.value("currency"_L1).toString());
    // Two defaults tell an integer from everything else.
    if (event.kind != EventKind::Intent || !currency || units.toInteger(0) != units.toInteger(1))
        return {};
    IntentFacts facts;
    facts.request.amount = Money(units.toInteger(), *currency);
    facts.request.description = event.facts.value("description"_L1).toString();
    facts.request.metadata = metadataFromFacts(event.facts.value("metadata"_L1).toObject());
    facts.request.returnUrl = QUrl::fromEncoded(event.facts.value("return_url"_L1).toString().toLatin1());
    facts.idempotencyKey = event.facts.value("idempotency_key"_L1).toString().toLatin1();
    facts.keyFingerprint = event.facts.value("key_fingerprint"_L1).toString().toLatin1();
    facts.requestBody = event.payload;
    facts.moment = momentFromJson(event.facts.value("moment"_L1).toObject());
    return facts;
}

std::optional<RefundRecord> refundIntentOf(const Event &event)
{
    if (event.kind != EventKind::RefundIntent || refundIdOf(event).isNull()
        || !currencyFromWireCode(event.facts.value("currency"_L1).toString()))
        return {};
    RefundRecord intent = refundRecordFromJson(event.facts);
    intent.requestBody = event.payload;
    return intent;
}

QUuid refundIdOf(const Event &event)
{
    return QUuid::fromString(event.facts.value("refund_id"_L1).toString());
}

std::optional<Payment> paymentOf(const Event &event)
{
    return paymentFromFacts(event.facts.value("payment"_L1).toObject(), event.payload);
}

QString problemOf(const Event &event)
{
    return event.facts.value("text"_L1).toString();
}

QString requestIdOf(const Event &event)
{
    return event.facts.value("request_id"_L1).toString();
}

} // namespace paydesk::journal
