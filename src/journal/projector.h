// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "journal/salerecord.h"

namespace paydesk::journal {

/// What a sale is after one more event. Pure: the same events give the same sale, in every process, which
/// is what lets the projection be made anew. The row id is left as it is; the projection gives it.
///
/// Empty where there is no sale: `known` is empty and the event is not an Intent that can be read.
///
/// What holds for every order of events: a settled outcome stays, except that a payment which exists after
/// all overtakes NotCreated; only a Snapshot settles as Paid, Declined, Canceled or Expired; an answer with
/// another amount or payment id than this sale's is never taken, and marks it for review.
std::optional<SaleRecord> project(std::optional<SaleRecord> known, const Event &event);

/// The sale, marked for review: something was said of it that cannot be true.
SaleRecord contradicted(SaleRecord sale, const Event &event);

} // namespace paydesk::journal
