// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/chargemachine.h"

#include "journal/projector.h"
#include "payments/chargestep.h"

namespace paydesk::payments {

ChargeState startingState(const journal::Event &intent)
{
    return {.phase = Phase::Committing, .sale = *journal::project({}, intent)};
}

ChargeState recoveredState(const journal::SaleRecord &sale)
{
    return {.phase = Phase::LookingUp, .sale = sale, .pageWanted = false};
}

Transition advance(ChargeState state, const ChargeEvent &event)
{
    ChargeStep step(std::move(state));
    std::visit([&step](const auto &e) { step.on(e); }, event);
    return std::move(step).result();
}

} // namespace paydesk::payments
