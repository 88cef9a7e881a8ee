// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/money.h"
#include "core/paymentstatus.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QMap>
#include <QUrl>

#include <optional>

namespace paydesk {

using Metadata = QMap<QString, QString>;

/// The masked card of a completed payment. The service may leave single members out.
struct Card
{
    QString brand; ///< as the service writes it: "visa"
    QString last4;
    std::optional<int> expiryMonth;
    std::optional<int> expiryYear;
    QString country; ///< ISO 3166-1 alpha-2
    friend bool operator==(const Card &, const Card &) = default;
};

/// Who paid, as far as the service says.
struct Payer
{
    QString email;
    QString name;
    friend bool operator==(const Payer &, const Payer &) = default;
};

/// One refund of a payment. Starts as "pending", ends as "succeeded" or "failed".
struct Refund
{
    QString id;
    Money amount;
    QString reason;
    QString status; ///< the service's word
    QString declineCode;
    QString declineMessage;
    QString providerRefundId;
    QDateTime createdAt; ///< UTC, like every time below; invalid where the service sent none
    QDateTime updatedAt;
    QDateTime completedAt;
    friend bool operator==(const Refund &, const Refund &) = default;
};

/// What the service says of a payment at one moment. Every field of the contract's Payment object.
struct Payment
{
    QString id; ///< "pay_" and a UUID
    Money amount;
    PaymentStatus status;
    QDateTime created; ///< UTC
    bool livemode = false;
    QString description;
    std::optional<Card> card; ///< empty until the hosted page was completed
    std::optional<Payer> customer;
    Metadata metadata;
    QString declineCode;
    QString declineMessage;
    QUrl pageUrl; ///< the answer's `redirect_url`: the hosted page to show; empty for other payments
    QUrl nextActionUrl; ///< where the customer must go while the status is requires_action
    QDateTime succeededAt; ///< UTC, invalid until then
    QDateTime failedAt; ///< UTC, invalid until then
    QDateTime refundedAt; ///< UTC, valid only when fully refunded
    Money refundedAmount; ///< sum of the succeeded refunds, in the payment's currency
    QString providerReference; ///< the payment provider's reference, empty until submitted to it
    QList<Refund> refunds; ///< oldest first
    QByteArray raw; ///< the object as it was received, fields unknown to this program included
};

/// How an answer about a payment stands to what is already known of it.
enum class Freshness {
    Newer, ///< says something new: take it
    Same, ///< nothing new
    Stale, ///< was overtaken by what is known: drop it
    Contradiction, ///< cannot be true together with what is known: keep what is known and raise an alarm
};

/// Decides whether `candidate` may replace `known`. A snapshot never goes backwards: a final status stays
/// (another final status contradicts it), no refund vanishes, and a refund's final status stays as well.
Freshness compareSnapshots(const Payment &known, const Payment &candidate);

} // namespace paydesk
