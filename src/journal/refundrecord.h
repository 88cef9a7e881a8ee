// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/moment.h"
#include "core/payment.h"

#include <QJsonObject>
#include <QUuid>

namespace paydesk::journal {

/// What a refund that staff asked for has come to.
enum class RefundState {
    NotKnownYet, ///< sent, or about to be: the program goes on asking
    Pending, ///< the service has it and has not carried it out yet
    Refunded,
    Failed, ///< the service could not carry it out: the money stays with the shop
    NotMade, ///< the service refused it: nothing happened
};

/// One refund as staff intended it, and what became of it: part of its sale's projection.
struct RefundRecord
{
    QUuid refundId; ///< of the intent (UUID version 7)
    QString paymentId; ///< which payment of the sale is refunded
    Money amount; ///< always named to the service, so that a repetition cannot mean another one
    QString reason;
    QByteArray idempotencyKey; ///< made once, from the intent's id
    QByteArray requestBody; ///< exact bytes, to be resent as they are
    QByteArray keyFingerprint; ///< of the secret key it was sent under
    Moment sentAt; ///< when the intent was committed
    QStringList refundsBefore; ///< the service's refunds of this payment that were known then: not this one
    RefundState state = RefundState::NotKnownYet;
    QString serviceId; ///< the service's id of it, empty until known
    QString problem; ///< why it is not known yet, or why it was not made
    bool ambiguous = false; ///< an attempt ended without an answer: a refusal proves nothing any more
    friend bool operator==(const RefundRecord &, const RefundRecord &) = default;
};

/// False where the program still has to ask.
bool isSettled(RefundState state);

/// The service's refund that `record` has become, in an answer about its payment: the one of its id or,
/// while that is not known, one of the same amount and reason that was not there before and that no other
/// record of the sale has claimed. Null where there is none.
const Refund *findRefund(
    const RefundRecord &record, const Payment &payment, const QList<RefundRecord> &others);

/// For the projection's row. Both ways are exact.
QJsonObject refundRecordToJson(const RefundRecord &record);
RefundRecord refundRecordFromJson(const QJsonObject &json);

QJsonObject momentToJson(const Moment &moment);
Moment momentFromJson(const QJsonObject &json);

} // namespace paydesk::journal
