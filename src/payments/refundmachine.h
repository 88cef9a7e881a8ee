// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "journal/salerecord.h"
#include "payments/chargeeffect.h"
#include "payments/chargeevent.h"

#include <optional>

/// The rules of one refund as a pure state machine, like those of a sale (chargemachine.h).
namespace paydesk::payments {

/// The service answered the refund request.
struct RefundAnswered
{
    Payment payment;
    QString requestId;
};
struct RefundFailed
{
    Error error;
};

using RefundEvent = std::variant<IntentCommitted, IntentFailed, RefundAnswered, RefundFailed, SendDue,
    ResendTooLate, StatusAnswered, StatusFailed, AskDue, StaffAsks, StaffReviewed, Recovered>;

enum class RefundPhase {
    Committing, ///< the intent is on its way to the disk; nothing was sent
    Sending, ///< the request is in flight, or waits to be sent again as it was
    Watching, ///< it must not be sent again, or the service has it: the payment is asked for
    Settled,
    NotStarted, ///< the intent could not be committed; nothing was sent
};

struct RefundProgress
{
    RefundPhase phase = RefundPhase::Committing;
    QUuid refundId;
    journal::SaleRecord sale; ///< always the sum of its events so far
    std::optional<Error> problem; ///< why it is not known yet, or why nothing was refunded
    int attempts = 0;
    int asks = 0; ///< GETs answered, which the cadence slows with
    bool sending = false;
    bool asking = false;
    bool mayResend = false; ///< when the payment does not show the refund, send the request again

    const journal::RefundRecord &record() const;
};

struct RefundTransition
{
    RefundProgress state;
    QList<Effect> effects; ///< in this order
};

/// The state of a refund whose intent is about to be committed. `intent` is the event that will be.
RefundProgress startingRefund(const journal::SaleRecord &sale, const journal::Event &intent);
/// The state of a refund as a start of the program finds it, to be advanced with Recovered.
RefundProgress recoveredRefund(const journal::SaleRecord &sale, const QUuid &refundId);

/// The next state, and what is to be done. Every event is legal in every state.
RefundTransition advance(RefundProgress state, const RefundEvent &event);

} // namespace paydesk::payments
