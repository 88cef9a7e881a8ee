// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/uuidv7.h"
#include "payments/chargemachine.h"

namespace paydesk::test {

/// A sale with this outcome, as the pages are shown it.
inline payments::ChargeState stateWith(Outcome outcome)
{
    payments::ChargeState state;
    state.phase = isSettled(outcome) ? payments::Phase::Settled : payments::Phase::Open;
    state.sale.attemptId = makeUuidV7();
    state.sale.amount = Money(2500, Currency::Eur);
    state.sale.description = QStringLiteral("Two tickets");
    state.sale.outcome = outcome;
    if (outcome == Outcome::NotCreated) {
        state.problem = Error{.kind = ErrorKind::Refused, .text = QStringLiteral("Flowlix refused it.")};
        return state;
    }
    Payment payment;
    payment.id = QStringLiteral("pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890");
    payment.amount = state.sale.amount;
    payment.refundedAmount = Money(0, Currency::Eur);
    if (outcome == Outcome::Paid)
        payment.status = PaymentStatus::Succeeded;
    if (outcome == Outcome::Paid)
        payment.card = Card{.brand = QStringLiteral("visa"), .last4 = QStringLiteral("1111")};
    if (outcome == Outcome::Declined)
        payment.declineCode = QStringLiteral("insufficient_funds");
    state.sale.payment = payment;
    return state;
}

inline constexpr Outcome allOutcomes[] = {Outcome::InProgress, Outcome::Paid, Outcome::Declined,
    Outcome::Canceled, Outcome::Expired, Outcome::NotKnownYet, Outcome::NotCreated};

} // namespace paydesk::test
