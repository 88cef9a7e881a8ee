// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/payment.h"
#include "journal/refundrecord.h"

#include <QDateTime>
#include <QUuid>

#include <optional>

namespace paydesk::journal {

/// One sale as the projection holds it: everything that the list, and a restart, need. Always the sum of
/// the sale's events, never written by any other way.
struct SaleRecord
{
    qint64 rowId = 0; ///< time-ordered: a later sale has a greater one
    QUuid attemptId;
    QDateTime
        startedAt; ///< UTC; the moment that the attempt id carries, so that it orders as the row id does
    Money amount; ///< as intended by staff; an answer that differs is never stored
    QString description;
    Metadata metadata; ///< staff's own pairs
    QString channel; ///< how it was sold, as the metadata names it: "counter"; empty where it does not
    QString till; ///< id of the till that sold it; empty where another program did
    QString returnUrl;
    QByteArray idempotencyKey;
    QByteArray requestBody; ///< exact bytes, to be resent as they are
    QByteArray keyFingerprint; ///< of the secret key it was sent under, see SecretKey::fingerprint()
    Moment sentAt; ///< when the intent was committed, by every clock
    Outcome outcome = Outcome::NotKnownYet;
    std::optional<Payment> payment; ///< the newest trusted answer; empty until the service gave one
    /// More payments that the service made of this same sale. `payment` is the paid one, if any is.
    QList<Payment> others;
    QList<RefundRecord> refunds; ///< what staff asked for, oldest first
    QStringList requestIds; ///< the service's, of the answers that told something new, oldest first
    QString problem; ///< the short text of the newest error, empty when there is none
    bool needsReview = false; ///< a contradiction, or nothing more can be found out: staff must look
    bool reviewed = false; ///< staff has looked at a sale about which nothing could be found out
    /// An attempt to create ended without an answer: from then on no refusal proves that nothing exists.
    bool createAmbiguous = false;
    bool searched = false; ///< all payments that the service made of this sale are known
};

/// The sale that a payment belongs to: the one that its metadata names, by the id that a till of this program
/// has given it. For a payment that names none (made in the dashboard, or by other software) an id that is
/// derived from the payment, the same on every till and each time.
QUuid attemptIdOf(const Payment &payment);
/// The sale was begun at this till, which follows it until it is settled. What others have begun it knows
/// from the service's list only.
bool isOfTill(const SaleRecord &sale, const QUuid &tillId);
/// Whether an answer is about this sale at all: its amount, currency and attempt id are those of the intent.
bool isAbout(const Payment &answer, const SaleRecord &sale);
/// The payment of this sale with this id; null where it has none.
const Payment *findPayment(const SaleRecord &sale, const QString &paymentId);
/// More than one of the sale's payments has the customer's money: a loud alarm, and one must be refunded.
bool isPaidTwice(const SaleRecord &sale);
/// No further payment of this sale can turn up at the service: each attempt to create one was answered, or
/// its list was searched.
bool allPaymentsAreKnown(const SaleRecord &sale);
/// Nothing more will happen to the further payments of this sale.
bool othersAreFinal(const SaleRecord &sale);
/// The program still has to ask the service about this sale, or staff must look at it.
bool needsAttention(const SaleRecord &sale);
/// Nobody knows yet whether this sale is paid, and staff has not set it aside either.
bool isOpen(const SaleRecord &sale);
/// What customers paid for it, by all of its payments together.
Money paidAmount(const SaleRecord &sale);
/// What was given back of that.
Money refundedAmount(const SaleRecord &sale);
/// When the newest refund was made that did not fail; invalid where there is none.
QDateTime newestRefund(const SaleRecord &sale);
/// How much of a paid payment could still be refunded, with what was asked for and not refused counted.
Money refundable(const SaleRecord &sale, const Payment &payment);

} // namespace paydesk::journal
