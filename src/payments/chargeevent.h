// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/payment.h"

#include <optional>
#include <variant>

/// What can happen to a sale (chargemachine.h) or to a refund (refundmachine.h).
namespace paydesk::payments {

struct IntentCommitted
{
};
struct IntentFailed
{
    Error error;
};
struct CreateAnswered
{
    Payment payment;
    QString requestId;
};
struct CreateFailed
{
    Error error;
};
/// The pause before the next attempt is over.
struct SendDue
{
};
/// Sent again now, the request could become a second one: the secret key is another, the idempotency key may
/// have expired, or nobody can tell how old it is.
struct ResendTooLate
{
};
struct StatusAnswered
{
    Payment payment;
    QString requestId;
};
struct StatusFailed
{
    QString paymentId; ///< which was asked about
    Error error;
};
struct AskDue
{
};
/// The service's list was searched for the payments of this sale.
struct LookedUp
{
    QList<Payment> payments; ///< all that carry its attempt id
    std::optional<Error> error; ///< the search did not reach the end
    bool mayResend = false; ///< same secret key, and young enough for the idempotency key to hold
};
struct SearchDue
{
};
struct PageReturned
{
    QString paymentId; ///< as the page claims
    QString status; ///< as the page claims: recorded, never believed
};
struct PageClosed
{
    QString how; ///< "window", "leave" or "process"
};
struct PageCrashed
{
};
struct PageBlocked
{
    QString what;
};
struct StaffAsks
{
};
struct StaffReopensPage
{
};
/// Staff waits no longer for the page: they said so, or the deadline has passed. What comes of the sale is
/// found out in the background.
struct WaitIsOver
{
};
/// Staff went on to something else: the sale is watched in the background from now on.
struct StaffLeaves
{
};
/// Staff has looked at a sale about which nothing can be found out.
struct StaffReviewed
{
};
/// The program started and found this sale, or refund, unsettled in the journal.
struct Recovered
{
};

using ChargeEvent = std::variant<IntentCommitted, IntentFailed, CreateAnswered, CreateFailed, SendDue,
    ResendTooLate, StatusAnswered, StatusFailed, AskDue, LookedUp, SearchDue, PageReturned, PageClosed,
    PageCrashed, PageBlocked, StaffAsks, StaffReopensPage, WaitIsOver, StaffLeaves, StaffReviewed, Recovered>;

} // namespace paydesk::payments
