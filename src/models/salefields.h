// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salerecord.h"
#include "models/detailrows.h"

namespace paydesk::models {

/// Everything that is known of a sale, a row a field: of the sale itself, of its payments with every field of
/// the service's, of its refunds, oldest first, and the request ids. What is not known has no row.
QList<DetailRow> saleFields(const journal::SaleRecord &sale);

} // namespace paydesk::models
