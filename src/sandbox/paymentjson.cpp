// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/paymentjson.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue urlOrNull(const QUrl &url)
{
    return textOrNull(QString::fromLatin1(url.toEncoded()));
}

QJsonValue timeOrNull(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toSecsSinceEpoch()) : QJsonValue();
}

QJsonValue numberOrNull(const std::optional<int> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QDateTime timeFrom(const QJsonValue &value)
{
    return value.isDouble() ? QDateTime::fromSecsSinceEpoch(value.toInteger(), Qt::UTC) : QDateTime();
}

std::optional<int> numberFrom(const QJsonValue &value)
{
    return value.isDouble() ? std::optional(value.toInt()) : std::nullopt;
}

QJsonValue cardToJson(const std::optional<Card> &card)
{
    if (!card)
        return {};
    return QJsonObject{{u"brand"_s, textOrNull(card->brand)}, {u"last4"_s, textOrNull(card->last4)},
        {u"exp_month"_s, numberOrNull(card->expiryMonth)}, {u"exp_year"_s, numberOrNull(card->expiryYear)},
        {u"country"_s, textOrNull(card->country)}};
}

std::optional<Card> cardFromJson(const QJsonValue &json)
{
    if (!json.isObject())
        return std::nullopt;
    return Card{.brand = json[u"brand"].toString(),
        .last4 = json[u"last4"].toString(),
        .expiryMonth = numberFrom(json[u"exp_month"]),
        .expiryYear = numberFrom(json[u"exp_year"]),
        .country = json[u"country"].toString()};
}

QJsonValue payerToJson(const std::optional<Payer> &payer)
{
    if (!payer)
        return {};
    return QJsonObject{{u"email"_s, textOrNull(payer->email)}, {u"name"_s, textOrNull(payer->name)}};
}

QJsonObject refundToJson(const Refund &refund)
{
    return {{u"id"_s, refund.id}, {u"amount"_s, refund.amount.minorUnits()},
        {u"currency"_s, currencyWireCode(refund.amount.currency())}, {u"reason"_s, refund.reason},
        {u"status"_s, refund.status}, {u"decline_code"_s, textOrNull(refund.declineCode)},
        {u"decline_message"_s, textOrNull(refund.declineMessage)},
        {u"created_at"_s, timeOrNull(refund.createdAt)}, {u"updated_at"_s, timeOrNull(refund.updatedAt)},
        {u"completed_at"_s, timeOrNull(refund.completedAt)},
        {u"provider_refund_id"_s, textOrNull(refund.providerRefundId)}};
}

Refund refundFromJson(const QJsonValue &json, Currency currency)
{
    return {.id = json[u"id"].toString(),
        .amount = Money(json[u"amount"].toInteger(), currency),
        .reason = json[u"reason"].toString(),
        .status = json[u"status"].toString(),
        .declineCode = json[u"decline_code"].toString(),
        .declineMessage = json[u"decline_message"].toString(),
        .providerRefundId = json[u"provider_refund_id"].toString(),
        .createdAt = timeFrom(json[u"created_at"]),
        .updatedAt = timeFrom(json[u"updated_at"]),
        .completedAt = timeFrom(json[u"completed_at"])};
}

Payment paymentFromJson(const QJsonObject &json, Currency currency)
{
    Payment payment;
    payment.id = json[u"id"].toString();
    payment.amount = Money(json[u"amount"].toInteger(), currency);
    payment.status = PaymentStatus::fromWire(json[u"status"].toString());
    payment.created = timeFrom(json[u"created"]);
    payment.description = json[u"description"].toString();
    payment.card = cardFromJson(json[u"card"]);
    if (const QJsonValue customer = json[u"customer"]; customer.isObject())
        payment.customer = Payer{customer[u"email"].toString(), customer[u"name"].toString()};
    const QJsonObject metadata = json[u"metadata"].toObject();
    for (auto it = metadata.begin(); it != metadata.end(); ++it)
        payment.metadata.insert(it.key(), it.value().toString());
    payment.declineCode = json[u"decline_code"].toString();
    payment.declineMessage = json[u"decline_message"].toString();
    payment.succeededAt = timeFrom(json[u"succeeded_at"]);
    payment.failedAt = timeFrom(json[u"failed_at"]);
    payment.refundedAt = timeFrom(json[u"refunded_at"]);
    payment.refundedAmount = Money(json[u"refunded_amount"].toInteger(), currency);
    payment.providerReference = json[u"provider_payment_id"].toString();
    const QJsonArray refunds = json[u"refunds"].toArray();
    for (const auto &refund : refunds)
        payment.refunds.append(refundFromJson(refund, currency));
    return payment;
}

QUrl under(const QUrl &baseUrl, const QString &path)
{
    QUrl url = baseUrl;
    url.setPath(path);
    return url;
}

} // namespace

QUrl pageUrl(const QUrl &baseUrl, const QString &paymentId)
{
    return under(baseUrl, u"/pay/"_s + paymentId);
}

QUrl challengeUrl(const QUrl &baseUrl, const QString &paymentId)
{
    return under(baseUrl, u"/3ds/"_s + paymentId);
}

QJsonObject paymentToJson(const Payment &payment, const QUrl &baseUrl)
{
    QJsonObject metadata;
    for (auto it = payment.metadata.cbegin(); it != payment.metadata.cend(); ++it)
        metadata.insert(it.key(), it.value());
    QJsonArray refunds;
    for (const Refund &refund : payment.refunds)
        refunds.append(refundToJson(refund));
    QJsonValue nextAction;
    if (payment.status == PaymentStatus::RequiresAction)
        nextAction = QJsonObject{{u"redirect_url"_s, urlOrNull(challengeUrl(baseUrl, payment.id))}};
    return {{u"id"_s, payment.id}, {u"object"_s, u"payment"_s}, {u"amount"_s, payment.amount.minorUnits()},
        {u"currency"_s, currencyWireCode(payment.amount.currency())}, {u"status"_s, payment.status.toWire()},
        {u"created"_s, timeOrNull(payment.created)}, {u"livemode"_s, payment.livemode},
        {u"description"_s, textOrNull(payment.description)}, {u"card"_s, cardToJson(payment.card)},
        {u"customer"_s, payerToJson(payment.customer)}, {u"metadata"_s, metadata},
        {u"decline_code"_s, textOrNull(payment.declineCode)},
        {u"decline_message"_s, textOrNull(payment.declineMessage)},
        {u"redirect_url"_s, urlOrNull(pageUrl(baseUrl, payment.id))},
        {u"refunded_at"_s, timeOrNull(payment.refundedAt)},
        {u"succeeded_at"_s, timeOrNull(payment.succeededAt)}, {u"failed_at"_s, timeOrNull(payment.failedAt)},
        {u"next_action"_s, nextAction}, {u"refunded_amount"_s, payment.refundedAmount.minorUnits()},
        {u"provider_payment_id"_s, textOrNull(payment.providerReference)}, {u"refunds"_s, refunds}};
}

QJsonObject ledgerPaymentToJson(const LedgerPayment &entry)
{
    QJsonArray plans;
    for (const RefundPlan &plan : entry.refundPlans)
        plans.append(QJsonObject{{u"idempotency_key"_s, plan.idempotencyKey}, {u"due_ms"_s, plan.dueMs},
            {u"fails"_s, plan.fails}});
    QJsonObject json{{u"object"_s, paymentToJson(entry.payment, QUrl())},
        {u"return_url"_s, urlOrNull(entry.returnUrl)}, {u"idempotency_key"_s, entry.idempotencyKey},
        {u"expires_ms"_s, entry.expiresMs}, {u"refund_plans"_s, plans}};
    if (entry.outcome)
        json.insert(u"outcome"_s,
            QJsonObject{{u"status"_s, entry.outcome->status.toWire()},
                {u"decline_code"_s, entry.outcome->declineCode}, {u"due_ms"_s, entry.outcome->dueMs}});
    return json;
}

std::optional<LedgerPayment> ledgerPaymentFromJson(const QJsonObject &json)
{
    const QJsonObject object = json[u"object"].toObject();
    const std::optional<Currency> currency = currencyFromWireCode(object[u"currency"].toString());
    if (!currency || object[u"id"].toString().isEmpty())
        return std::nullopt;
    LedgerPayment entry;
    entry.payment = paymentFromJson(object, *currency);
    entry.returnUrl = QUrl::fromEncoded(json[u"return_url"].toString().toLatin1());
    entry.idempotencyKey = json[u"idempotency_key"].toString();
    entry.expiresMs = json[u"expires_ms"].toInteger();
    const QJsonArray plans = json[u"refund_plans"].toArray();
    for (const auto &plan : plans)
        entry.refundPlans.append({.idempotencyKey = plan[u"idempotency_key"].toString(),
            .dueMs = plan[u"due_ms"].toInteger(),
            .fails = plan[u"fails"].toBool()});
    if (entry.refundPlans.size() != entry.payment.refunds.size())
        return std::nullopt;
    if (const QJsonValue outcome = json[u"outcome"]; outcome.isObject())
        entry.outcome = PendingOutcome{.status = PaymentStatus::fromWire(outcome[u"status"].toString()),
            .declineCode = outcome[u"decline_code"].toString(),
            .dueMs = outcome[u"due_ms"].toInteger()};
    return entry;
}

} // namespace paydesk::sandbox
