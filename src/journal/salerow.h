// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salerecord.h"

#include <QVariantList>

#include <span>

namespace paydesk::journal {

class Statement;

/// How a sale lies in a row of the `payments` table.
namespace salerow {

struct Column
{
    const char *name;
    bool isText; ///< kept as TEXT, handed over as UTF-8 bytes
    bool changes; ///< may differ after a later event
};

/// The word that the file keeps for an outcome.
QByteArray wordOf(Outcome outcome);
/// Of a word that this program does not know: NotKnownYet.
Outcome outcomeIn(QByteArrayView word);
/// In the order of toValues(); the row id is the first.
std::span<const Column> columns();
QVariantList toValues(const SaleRecord &sale);
/// From a row of a statement that selected selectList().
SaleRecord fromRow(const Statement &row);
/// The columns, for a SELECT whose rows go to fromRow().
QString selectList();

} // namespace salerow

} // namespace paydesk::journal
