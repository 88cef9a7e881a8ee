// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/paymentstatus.h"

namespace paydesk {

/// What a sale has come to, in the words that staff use. Always derived from what the journal holds.
enum class Outcome {
    InProgress, ///< the page is open, or about to be
    Paid,
    Declined,
    Canceled,
    Expired,
    NotKnownYet, ///< the program goes on asking
    NotCreated, ///< the service refused the request: nothing was charged, no page exists
};

/// The three colours that mean the same everywhere: has the money come in?
enum class Tone {
    Good, ///< yes
    Bad, ///< no, and it will not
    Open, ///< not known yet
};

/// The outcome that a service status stands for. Anything not final is NotKnownYet.
Outcome outcomeOf(const PaymentStatus &status);
/// The translated word: "Paid".
QString outcomeWord(Outcome outcome);
Tone outcomeTone(Outcome outcome);
/// False where the program still has to ask.
bool isSettled(Outcome outcome);

} // namespace paydesk
