// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salequery.h"
#include "journal/salerecord.h"

/// What the columns of PaymentsModel say. `column` is a PaymentsModel::Column.
namespace paydesk::models::paymentcell {

QString title(int column);
QString text(const journal::SaleRecord &sale, int column, const QUuid &thisTill);
/// The whole of what a cell may cut off, and more where there is more to say.
QString toolTip(const journal::SaleRecord &sale, int column, const QUuid &thisTill);

/// Empty for a column that says nothing when it is ordered.
std::optional<journal::SaleOrder::Key> orderOf(int column);
int columnOf(journal::SaleOrder::Key key);

} // namespace paydesk::models::paymentcell
