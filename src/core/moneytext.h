// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/money.h"
#include "core/result.h"

#include <QLocale>

namespace paydesk {

/// The amount without its currency, grouped and with all its digits: "1,234.50".
QString amountText(Money money, const QLocale &locale);
/// The amount with its ISO code: "EUR 1,234.50".
QString moneyText(Money money, const QLocale &locale);

/// Reads what a cashier typed.
///
/// A mark ('.', ',' or the locale's own) followed by one digit, or as many as the currency has, at the end
/// is the decimal mark in every locale: no grouping has groups that short, so "25,00" and "25.00" cannot
/// be taken for anything else. A mark followed by three digits groups thousands only where the locale (or
/// a space or apostrophe) says so; elsewhere it is refused rather than guessed, because a wrong guess
/// would be a factor of a thousand.
///
/// Errors are ErrorKind::InvalidInput, worded for staff. The result is at least one minor unit and at
/// most Money::maximumCharge.
Result<Money> parseAmount(QStringView typed, Currency currency, const QLocale &locale);

} // namespace paydesk
