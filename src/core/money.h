// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

#include <optional>

namespace paydesk {

/// The currencies of the contract (POST /v1/payments/hpp, field `currency`).
enum class Currency { Eur, Usd, Gbp };

inline constexpr Currency allCurrencies[] = {Currency::Eur, Currency::Usd, Currency::Gbp};

/// ISO 4217 code in upper case, as people read it: "EUR".
QString currencyCode(Currency currency);
/// ISO 4217 code in lower case, as the service writes it: "eur".
QString currencyWireCode(Currency currency);
/// Empty for anything but an exact code of the contract in lower case.
std::optional<Currency> currencyFromWireCode(QStringView code);
/// How many decimal digits the currency has (ISO 4217 exponent).
int currencyDigits(Currency currency);

/// An amount in minor units (EUR 25.00 is 2500). Arithmetic that would overflow, or mix currencies, has
/// no result. There is no floating point anywhere near money.
class Money
{
public:
    /// EUR, USD or GBP 999,999.99: above what a counter takes, below what would hide a typing slip.
    static constexpr qint64 maximumCharge = 99'999'999;

    constexpr Money() = default;
    constexpr Money(qint64 minorUnits, Currency currency)
        : m_minorUnits(minorUnits)
        , m_currency(currency)
    {
    }

    constexpr qint64 minorUnits() const { return m_minorUnits; }
    constexpr Currency currency() const { return m_currency; }

    std::optional<Money> plus(Money other) const;
    std::optional<Money> minus(Money other) const;

    friend constexpr bool operator==(Money, Money) = default;

private:
    qint64 m_minorUnits = 0;
    Currency m_currency = Currency::Eur;
};

} // namespace paydesk

Q_DECLARE_METATYPE(paydesk::Money)
