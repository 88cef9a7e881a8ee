// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moneytext.h"
#include "faults/fuzz/fuzz.h"

#include <array>

using namespace paydesk;
using namespace Qt::StringLiterals;
using paydesk::fuzz::require;

/// What staff type as an amount: one character for the locale (see below), one for the currency ('0' to '2'),
/// and then the text.

namespace {

/// From 'A' on: those whose marks, groups and digits differ most; the last ones write digits beyond Unicode's
/// first plane.
const QLocale &localeOf(uint8_t character)
{
    static const std::array locales = {QLocale(u"en_US"_s), QLocale(u"de_DE"_s), QLocale(u"fr_FR"_s),
        QLocale(u"it_IT"_s), QLocale(u"de_CH"_s), QLocale::c(), QLocale(u"ar_EG"_s), QLocale(u"fa_IR"_s),
        QLocale(u"hi_IN"_s), QLocale(u"es_ES"_s), QLocale(u"pt_PT"_s), QLocale(u"sv_SE"_s),
        QLocale(u"de_AT"_s), QLocale(u"pl_PL"_s), QLocale(u"et_EE"_s), QLocale(u"ur_IN"_s),
        QLocale(u"mr_IN"_s), QLocale(u"my_MM"_s), QLocale(u"ks_IN"_s), QLocale(u"lt_LT"_s),
        QLocale(u"ccp_BD"_s), QLocale(u"ff_Adlm_GN"_s)};
    return locales[(character - 'A') % locales.size()];
}

/// The number that the typed digits make, whatever stands between them; empty where it is above any amount.
std::optional<qint64> digitsOf(const QString &typed)
{
    qint64 number = 0;
    const QList<uint> characters = typed.toUcs4();
    for (const uint c : characters) {
        if (!QChar::isDigit(c))
            continue;
        number = 10 * number + QChar::digitValue(c);
        if (number > Money::maximumCharge)
            return {};
    }
    return number;
}

void printsAndParsesBack(Money money, const QLocale &locale)
{
    const QString text = amountText(money, locale);
    const auto back = parseAmount(text, money.currency(), locale);
    require(back.ok() && *back == money, "an amount that is shown parses to itself", text);
    require(moneyText(money, locale).contains(text), "an amount is shown alike with its currency", text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const uint8_t localeCharacter = input.byte();
    const QLocale &locale = localeOf(localeCharacter);
    const Currency currency = allCurrencies[input.byte() % std::size(allCurrencies)];
    const QString typed = fuzz::textIn(input.rest());

    const auto parsed = parseAmount(typed, currency, locale);
    if (!parsed) {
        require(parsed.error().kind == ErrorKind::InvalidInput, "a refusal is about what was typed");
        require(!parsed.error().text.isEmpty(), "a refusal has a text");
        return 0;
    }
    const qint64 units = parsed->minorUnits();
    require(units >= 1 && units <= Money::maximumCharge, "an amount is in range", QString::number(units));
    require(parsed->currency() == currency, "an amount has the currency it was read for");
    const auto digits = digitsOf(typed);
    require(digits && (units == *digits || units == 10 * *digits || units == 100 * *digits),
        "an amount is made of the digits that were typed", QString::number(units));
    printsAndParsesBack(*parsed, locale);
    const auto elsewhere = parseAmount(typed, currency, localeOf(uint8_t(localeCharacter + 1 + size % 7)));
    require(!elsewhere || *elsewhere == *parsed, "no text means two amounts", typed);
    return 0;
}
