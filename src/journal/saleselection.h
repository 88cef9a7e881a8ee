// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salequery.h"

#include <QVariantList>

namespace paydesk::journal {

class SearchExpression;

/// A query in SQL: the same conditions for the list, the totals and the export. Read from the narrow index
/// `payments_facets`, by row id, so that a million sales are some dozen megabytes.
struct SaleSelection
{
    QString from; ///< " FROM … WHERE …"
    QString rowId; ///< the name of its row id in the conditions
    QVariantList values; ///< of its question marks
    QString orderBy; ///< " ORDER BY …"
    bool isEmpty = false; ///< no sale can match: there is nothing to ask
};

/// `search` is asked only where the filter has a text. Throws StorageFailure.
SaleSelection select(const SaleQuery &query, SearchExpression &search);

} // namespace paydesk::journal
