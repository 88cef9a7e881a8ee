// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/moment.h"
#include "core/secretkey.h"

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

/// What sales and refunds need from outside. Made and owned by the composition root, and outlives them.
struct Services
{
    flowlix::Client &client;
    journal::Journal &journal;
    checkout::CheckoutProcess &checkout;
    SecretKey key; ///< for its fingerprint only
    double pace = 1; ///< all pauses are multiplied by it: tests need not wait as long as people do
};

/// This moment, by the service's clock too.
Moment momentNow(const Services &services);
/// The fingerprint of the secret key, salted with the journal's salt.
QByteArray keyFingerprint(const Services &services);
/// Whether a request may be sent again under its idempotency key: the secret key is the same, and by every
/// clock the request is so young that the service still knows the key.
bool mayResend(const Services &services, const Moment &sentAt, const QByteArray &sentUnder);
/// Up to a fifth more than `pause`, at the services' pace: many tills that lost the service must not all come
/// back at once.
std::chrono::milliseconds paced(const Services &services, std::chrono::milliseconds pause);

} // namespace paydesk::payments
