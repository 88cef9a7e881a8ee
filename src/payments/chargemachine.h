// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "journal/salerecord.h"
#include "payments/chargeeffect.h"
#include "payments/chargeevent.h"

#include <QStringList>

#include <optional>

/// The rules of one sale as a pure state machine: (state, event) -> (state, effects). No Qt object, no
/// clock, no network in it; payments/charge.h carries the effects out.
namespace paydesk::payments {

enum class Phase {
    Committing, ///< the intent is on its way to the disk; nothing was sent
    Creating, ///< the create request is in flight, or waits to be sent again as it was
    LookingUp, ///< whether the payment exists is searched in the service's list
    Open, ///< a payment exists and something about it is not final; it is asked for until it is
    Settled, ///< final by a GET, or certainly not created, or set aside by staff
    NotStarted, ///< the intent could not be committed; nothing was sent
};

struct ChargeState
{
    Phase phase = Phase::Committing;
    journal::SaleRecord sale; ///< always the sum of the events so far, also of those not yet on the disk
    std::optional<Error> problem; ///< why it is not known yet, or why it failed; empty when all is well
    int attempts = 0; ///< create requests sent
    int searches = 0; ///< of the list, since it last brought something new
    int asksSincePage = 0; ///< GETs answered since the page was last open: the cadence slows with them
    bool pageWanted = true; ///< staff waits for the page: show it when it becomes available
    bool pageOpen = false;
    bool sending = false; ///< a create request is in flight
    bool refused = false; ///< sent again it is refused for certain: only a search can tell more
    bool searching = false; ///< the list is being searched
    QStringList asking; ///< the payments about which a GET is in flight
    int notFound = 0; ///< GETs in a row that did not know the payment
    bool askAgain = false; ///< something happened since those GETs were sent
    bool returned = false; ///< the page came back by itself
};

struct Transition
{
    ChargeState state;
    QList<Effect> effects; ///< in this order
};

/// The state of a sale whose intent is about to be committed. `intent` is the event that will be.
ChargeState startingState(const journal::Event &intent);
/// The state of a sale as a start of the program finds it, to be advanced with Recovered.
ChargeState recoveredState(const journal::SaleRecord &sale);

/// The next state, and what is to be done. Every event is legal in every state: what comes too late
/// changes nothing.
Transition advance(ChargeState state, const ChargeEvent &event);

} // namespace paydesk::payments
