// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/money.h"

#include <optional>

namespace paydesk::journal {

/// Which sales to read: newest first, those before a row (keyset, so that depth costs nothing).
struct PageQuery
{
    std::optional<qint64> beforeRow; ///< row id; empty for the newest
    int limit = 200;
};

/// Count and sum of the paid sales of one currency.
struct CurrencyTotal
{
    Money sum;
    qint64 count = 0;
};

} // namespace paydesk::journal
