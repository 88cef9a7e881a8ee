// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salequery.h"
#include "journal/salerecord.h"

/// The answers of the history as anybody would find them who has all sales in memory and time enough.
namespace samples::naive {

using paydesk::journal::RefundTotal;
using paydesk::journal::SaleFilter;
using paydesk::journal::SaleQuery;
using paydesk::journal::SaleRecord;
using paydesk::journal::SaleTotal;
using paydesk::journal::Takings;

bool matches(const SaleRecord &sale, const SaleFilter &filter);
/// Those that match, in the query's order.
QList<SaleRecord> select(const QList<SaleRecord> &sales, const SaleQuery &query);
QList<qint64> rowsOf(const QList<SaleRecord> &sales);
/// Of all that are given.
QList<SaleTotal> totals(const QList<SaleRecord> &sales);
/// By slot, then currency.
QList<Takings> takings(
    const QList<SaleRecord> &sales, const SaleFilter &filter, const QList<QDateTime> &moments);
QList<RefundTotal> refundsMade(
    const QList<SaleRecord> &sales, const QDateTime &from, const QDateTime &before);

/// The filter without its text, on the plain columns of `payments`, as SQL that anybody would write; the rows
/// come in the query's order.
QString sql(const SaleQuery &query);

} // namespace samples::naive
