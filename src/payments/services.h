// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace paydesk::checkout {
class CheckoutProcess;
}
namespace paydesk::flowlix {
class Client;
}
namespace paydesk::journal {
class Journal;
}

namespace paydesk::payments {

/// What a sale needs from outside. Made and owned by the composition root, and outlives every sale.
struct Services
{
    flowlix::Client &client;
    journal::Journal &journal;
    checkout::CheckoutProcess &checkout;
};

} // namespace paydesk::payments
