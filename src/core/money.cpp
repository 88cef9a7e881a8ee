// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/money.h"

using namespace Qt::StringLiterals;

namespace paydesk {

QString currencyWireCode(Currency currency)
{
    switch (currency) {
    case Currency::Eur:
        return u"eur"_s;
    case Currency::Usd:
        return u"usd"_s;
    case Currency::Gbp:
        return u"gbp"_s;
    }
    Q_UNREACHABLE();
}

QString currencyCode(Currency currency)
{
    return currencyWireCode(currency).toUpper();
}

std::optional<Currency> currencyFromWireCode(QStringView code)
{
    for (const Currency currency : allCurrencies) {
        if (code == currencyWireCode(currency))
            return currency;
    }
    return {};
}

int currencyDigits(Currency)
{
    return 2;
}

std::optional<Money> Money::plus(Money other) const
{
    qint64 sum = 0;
    if (m_currency != other.m_currency || __builtin_add_overflow(m_minorUnits, other.m_minorUnits, &sum))
        return {};
    return Money(sum, m_currency);
}

std::optional<Money> Money::minus(Money other) const
{
    qint64 difference = 0;
    if (m_currency != other.m_currency
        || __builtin_sub_overflow(m_minorUnits, other.m_minorUnits, &difference))
        return {};
    return Money(difference, m_currency);
}

} // namespace paydesk
