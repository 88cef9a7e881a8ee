// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "journal/salerecord.h"

/// What may be given back of a payment, by the contract and by what the journal knows.
namespace paydesk::journal {

/// By the contract a payment can be refunded for so many days from its creation, the last moment included.
inline constexpr int refundDays = 180;

/// Whether anything of one of the sale's payments can be refunded at `now` (UTC, by the service's clock where
/// that is known; invalid to leave the age out). The error is ErrorKind::InvalidInput and says why not.
Result<Done> mayRefund(const SaleRecord &sale, const QString &paymentId, const QDateTime &now);
/// The same for this amount of it.
Result<Done> mayRefund(const SaleRecord &sale, const QString &paymentId, Money amount, const QDateTime &now);

} // namespace paydesk::journal
