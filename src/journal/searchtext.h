// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salerecord.h"

#include <QStringList>

/// What the search finds a sale by, and what staff's words mean to it. Pure.
namespace paydesk::journal {

/// The longest search that can find anything: the contract's limit for a description and a metadata value.
inline constexpr int longestSearchTerm = 500; ///< characters, after folding
bool isTooLong(const QString &term);

/// As the search compares: without case, accents and the difference between look-alike forms, control
/// characters and what is no character as spaces. "Müller" and "MULLER" are the same, as are "Yılmaz" and
/// "YILMAZ", and "Straße" and "STRASSE".
QString foldedForSearch(QStringView text);

/// Everything that a sale can be found by, folded; a line for each field, so that no match reaches from one
/// into the next. Each line ends so that even its last character begins a trigram.
QString searchTextOf(const SaleRecord &sale);

/// The words that were typed, folded: each must occur somewhere in the sale. Empty where nothing was typed.
QStringList searchTerms(const QString &typed);

/// Whether each of the words occurs in the text of a sale, as the index finds it.
bool hasTerms(const QString &searchText, const QStringList &terms);

} // namespace paydesk::journal
