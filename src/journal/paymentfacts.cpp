// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/facts.h"

#include <QJsonArray>
#include <QTimeZone>

using namespace Qt::StringLiterals;

/// The half of journal/facts.h that writes down a Payment. What a payment does not have is left out.
namespace paydesk::journal {

namespace {

std::optional<qint64> integerIn(const QJsonValue &value)
{
    // Two defaults tell an integer from everything else.
    const qint64 number = value.toInteger(0);
    return number == value.toInteger(1) ? std::optional(number) : std::nullopt;
}

QJsonObject moneyToFacts(Money money)
{
    return {{u"amount"_s, money.minorUnits()}, {u"currency"_s, currencyWireCode(money.currency())}};
}

std::optional<Money> moneyFromFacts(const QJsonValue &facts)
{
    const auto units = integerIn(facts["amount"_L1]);
    const auto currency = currencyFromWireCode(facts["currency"_L1].toString());
    return units && currency ? std::optional(Money(*units, *currency)) : std::nullopt;
}

void putText(QJsonObject &facts, const QString &name, const QString &text)
{
    if (!text.isEmpty())
        facts.insert(name, text);
}

void putTime(QJsonObject &facts, const QString &name, const QDateTime &time)
{
    if (time.isValid())
        facts.insert(name, time.toMSecsSinceEpoch());
}

QDateTime timeIn(const QJsonValue &value)
{
    const auto ms = integerIn(value);
    return ms ? QDateTime::fromMSecsSinceEpoch(*ms, Qt::UTC) : QDateTime();
}

void putUrl(QJsonObject &facts, const QString &name, const QUrl &url)
{
    putText(facts, name, QString::fromLatin1(url.toEncoded()));
}

QUrl urlIn(const QJsonValue &value)
{
    return value.isString() ? QUrl::fromEncoded(value.toString().toLatin1()) : QUrl();
}

QJsonObject cardToFacts(const Card &card)
{
    QJsonObject facts;
    putText(facts, u"brand"_s, card.brand);
    putText(facts, u"last4"_s, card.last4);
    if (card.expiryMonth)
        facts.insert(u"exp_month"_s, *card.expiryMonth);
    if (card.expiryYear)
        facts.insert(u"exp_year"_s, *card.expiryYear);
    putText(facts, u"country"_s, card.country);
    return facts;
}

Card cardFromFacts(const QJsonObject &facts)
{
    const auto number = [&facts](QLatin1StringView name) {
        return facts.contains(name) ? std::optional(facts.value(name).toInt()) : std::nullopt;
    };
    return {.brand = facts.value("brand"_L1).toString(),
        .last4 = facts.value("last4"_L1).toString(),
        .expiryMonth = number("exp_month"_L1),
        .expiryYear = number("exp_year"_L1),
        .country = facts.value("country"_L1).toString()};
}

QJsonObject refundToFacts(const Refund &refund)
{
    QJsonObject facts = moneyToFacts(refund.amount);
    putText(facts, u"id"_s, refund.id);
    putText(facts, u"reason"_s, refund.reason);
    putText(facts, u"status"_s, refund.status);
    putText(facts, u"decline_code"_s, refund.declineCode);
    putText(facts, u"decline_message"_s, refund.declineMessage);
    putText(facts, u"provider_refund_id"_s, refund.providerRefundId);
    putTime(facts, u"created_ms"_s, refund.createdAt);
    putTime(facts, u"updated_ms"_s, refund.updatedAt);
    putTime(facts, u"completed_ms"_s, refund.completedAt);
    return facts;
}

std::optional<Refund> refundFromFacts(const QJsonValue &facts)
{
    const auto amount = moneyFromFacts(facts);
    if (!amount)
        return {};
    return Refund{.id = facts["id"_L1].toString(),
        .amount = *amount,
        .reason = facts["reason"_L1].toString(),
        .status = facts["status"_L1].toString(),
        .declineCode = facts["decline_code"_L1].toString(),
        .declineMessage = facts["decline_message"_L1].toString(),
        .providerRefundId = facts["provider_refund_id"_L1].toString(),
        .createdAt = timeIn(facts["created_ms"_L1]),
        .updatedAt = timeIn(facts["updated_ms"_L1]),
        .completedAt = timeIn(facts["completed_ms"_L1])};
}

} // namespace

QJsonObject metadataToFacts(const Metadata &metadata)
{
    QJsonObject facts;
    for (auto it = metadata.cbegin(); it != metadata.cend(); ++it)
        facts.insert(it.key(), it.value());
    return facts;
}

Metadata metadataFromFacts(const QJsonObject &facts)
{
    Metadata metadata;
    for (auto it = facts.constBegin(); it != facts.constEnd(); ++it)
        metadata.insert(it.key(), it.value().toString());
    return metadata;
}

QJsonObject paymentToFacts(const Payment &payment)
{
    QJsonObject facts = moneyToFacts(payment.amount);
    putText(facts, u"id"_s, payment.id);
    facts.insert(u"status"_s, payment.status.toWire());
    putTime(facts, u"created_ms"_s, payment.created);
    facts.insert(u"livemode"_s, payment.livemode);
    putText(facts, u"description"_s, payment.description);
    if (payment.card)
        facts.insert(u"card"_s, cardToFacts(*payment.card));
    if (payment.customer)
        facts.insert(u"customer"_s,
            QJsonObject{{u"email"_s, payment.customer->email}, {u"name"_s, payment.customer->name}});
    facts.insert(u"metadata"_s, metadataToFacts(payment.metadata));
    putText(facts, u"decline_code"_s, payment.declineCode);
    putText(facts, u"decline_message"_s, payment.declineMessage);
    putUrl(facts, u"page_url"_s, payment.pageUrl);
    putUrl(facts, u"next_action_url"_s, payment.nextActionUrl);
    putTime(facts, u"succeeded_ms"_s, payment.succeededAt);
    putTime(facts, u"failed_ms"_s, payment.failedAt);
    putTime(facts, u"refunded_ms"_s, payment.refundedAt);
    facts.insert(u"refunded"_s, moneyToFacts(payment.refundedAmount));
    putText(facts, u"provider_reference"_s, payment.providerReference);
    QJsonArray refunds;
    for (const Refund &refund : payment.refunds)
        refunds.append(refundToFacts(refund));
    facts.insert(u"refunds"_s, refunds);
    return facts;
}

std::optional<Payment> paymentFromFacts(const QJsonObject &facts, const QByteArray &raw)
{
    Payment payment;
    payment.id = facts.value("id"_L1).toString();
    const auto amount = moneyFromFacts(facts);
    const auto refunded = moneyFromFacts(facts.value("refunded"_L1));
    if (payment.id.isEmpty() || !amount || !refunded || !facts.value("status"_L1).isString())
        return {};
    payment.amount = *amount;
    payment.refundedAmount = *refunded;
    payment.status = PaymentStatus::fromWire(facts.value("status"_L1).toString());
    payment.created = timeIn(facts.value("created_ms"_L1));
    payment.livemode = facts.value("livemode"_L1).toBool();
    payment.description = facts.value("description"_L1).toString();
    if (const QJsonValue card = facts.value("card"_L1); card.isObject())
        payment.card = cardFromFacts(card.toObject());
    if (const QJsonValue payer = facts.value("customer"_L1); payer.isObject())
        payment.customer = Payer{.email = payer["email"_L1].toString(), .name = payer["name"_L1].toString()};
    payment.metadata = metadataFromFacts(facts.value("metadata"_L1).toObject());
    payment.declineCode = facts.value("decline_code"_L1).toString();
    payment.declineMessage = facts.value("decline_message"_L1).toString();
    payment.pageUrl = urlIn(facts.value("page_url"_L1));
    payment.nextActionUrl = urlIn(facts.value("next_action_url"_L1));
    payment.succeededAt = timeIn(facts.value("succeeded_ms"_L1));
    payment.failedAt = timeIn(facts.value("failed_ms"_L1));
    payment.refundedAt = timeIn(facts.value("refunded_ms"_L1));
    payment.providerReference = facts.value("provider_reference"_L1).toString();
    const QJsonArray refunds = facts.value("refunds"_L1).toArray();
    for (const QJsonValue entry : refunds) {
        const auto refund = refundFromFacts(entry);
        if (!refund)
            return {};
        payment.refunds.append(*refund);
    }
    payment.raw = raw;
    return payment;
}

} // namespace paydesk::journal
