// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "journal/salequery.h"

#include <QUuid>

/// How a filter is put into words, and taken apart again.
namespace paydesk::models {

/// One condition of a filter, as staff reads it, and the filter without it.
struct FilterChip
{
    QString text; ///< "Status: Paid"
    journal::SaleFilter without;
};

/// In the order in which the conditions are asked for; empty for a filter that selects all.
QList<FilterChip> chipsOf(const journal::SaleFilter &filter, const QUuid &thisTill, const BusinessDay &day);

/// "1,234 payments · EUR 12,345.00, of which 300.00 refunded: 12,045.00 net": a part for each currency in
/// which something was paid.
QString totalsText(const QList<journal::SaleTotal> &totals);

} // namespace paydesk::models
