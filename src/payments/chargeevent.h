// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/payment.h"

#include <optional>
#include <variant>

/// What can happen to a sale (chargemachine.h).
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
struct CreateDue
{
};
struct StatusAnswered
{
    Payment payment;
    QString requestId;
};
struct StatusFailed
{
    Error error;
};
struct AskDue
{
};
/// The service's list was searched for the payment of this sale.
struct LookedUp
{
    std::optional<Payment> payment;
    std::optional<Error> error;
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
/// Staff went on to something else: the sale is watched in the background from now on.
struct StaffLeaves
{
};
/// The program started and found this sale unsettled in the journal.
struct Recovered
{
    bool mayResend = false; ///< same secret key, and young enough for the idempotency key to hold
};

using ChargeEvent = std::variant<IntentCommitted, IntentFailed, CreateAnswered, CreateFailed, CreateDue,
    StatusAnswered, StatusFailed, AskDue, LookedUp, PageReturned, PageClosed, PageCrashed, PageBlocked,
    StaffAsks, StaffReopensPage, StaffLeaves, Recovered>;

} // namespace paydesk::payments
