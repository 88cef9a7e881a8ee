// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/payment.h"

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
    QString returnUrl;
    QByteArray idempotencyKey;
    QByteArray requestBody; ///< exact bytes, to be resent as they are
    QByteArray keyFingerprint; ///< of the secret key it was sent under, see SecretKey::fingerprint()
    Outcome outcome = Outcome::NotKnownYet;
    std::optional<Payment> payment; ///< the newest trusted answer; empty until the service gave one
    QString lastRequestId;
    QString problem; ///< the short text of the newest error, empty when there is none
    bool needsReview = false; ///< a contradiction was recorded
    /// An attempt to create ended without an answer: from then on no refusal proves that nothing exists.
    bool createAmbiguous = false;
};

} // namespace paydesk::journal
