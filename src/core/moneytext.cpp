// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moneytext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace paydesk {

namespace {

struct MoneyText
{
    Q_DECLARE_TR_FUNCTIONS(MoneyText)
};

qint64 unitsPerMajor(Currency currency)
{
    qint64 units = 1;
    for (int i = 0; i < currencyDigits(currency); ++i)
        units *= 10;
    return units;
}

bool isGroupMark(QChar c, const QLocale &locale)
{
    return c.isSpace() || c == u'\'' || c == u'\u2019' || QString(c) == locale.groupSeparator();
}

bool isMark(QChar c, const QLocale &locale)
{
    return c == u'.' || c == u',' || QString(c) == locale.decimalPoint() || isGroupMark(c, locale);
}

bool canBeDecimalMark(QChar c, const QLocale &locale)
{
    return c == u'.' || c == u',' || QString(c) == locale.decimalPoint();
}

/// With the digits of every script as '0' to '9'. Some lie beyond Unicode's first plane, where a QChar is
/// half of one.
QString withPlainDigits(QStringView typed)
{
    QString plain;
    const QList<uint> characters = typed.toUcs4();
    for (const uint c : characters)
        plain.append(QChar::fromUcs4(QChar::isDigit(c) ? u'0' + uint(QChar::digitValue(c)) : c));
    return plain;
}

/// "1 234 567": one to three digits, then groups of exactly three, all with the same mark.
bool isWellGrouped(QStringView whole)
{
    QChar mark;
    qsizetype run = 0;
    bool first = true;
    for (const QChar c : whole) {
        if (c.isDigit()) {
            ++run;
            continue;
        }
        if ((first ? (run < 1 || run > 3) : run != 3) || (!mark.isNull() && c != mark))
            return false;
        mark = c;
        first = false;
        run = 0;
    }
    return first || run == 3;
}

/// Grouped in threes, or as the locale itself groups: "12,34,567" in India.
bool isGrouped(QStringView whole, qint64 value, const QLocale &locale)
{
    return isWellGrouped(whole) || whole == withPlainDigits(locale.toString(value));
}

} // namespace

QString amountText(Money money, const QLocale &locale)
{
    const qint64 perMajor = unitsPerMajor(money.currency());
    const qint64 whole = money.minorUnits() / perMajor;
    const qint64 rest = qAbs(money.minorUnits() % perMajor);
    // The sign would be lost where the whole part is zero.
    const QString sign = money.minorUnits() < 0 && whole == 0 ? locale.negativeSign() : QString();
    QString fraction;
    for (qint64 digit = perMajor / 10; digit > 0; digit /= 10)
        fraction += locale.toString(rest / digit % 10);
    return sign + locale.toString(whole) + locale.decimalPoint() + fraction;
}

QString moneyText(Money money, const QLocale &locale)
{
    return currencyCode(money.currency()) + u' ' + amountText(money, locale);
}

Result<Money> parseAmount(QStringView typed, Currency currency, const QLocale &locale)
{
    const QString plain = withPlainDigits(typed);
    const QStringView text = QStringView(plain).trimmed();
    const QString example = amountText(Money(2500, currency), locale);
    if (text.isEmpty())
        return invalidInput(MoneyText::tr("Enter an amount, for example %1.").arg(example));
    for (const QChar c : text) {
        if (!c.isDigit() && !isMark(c, locale))
            return invalidInput(MoneyText::tr("An amount has digits only, for example %1.").arg(example));
    }
    if (!text.front().isDigit() || !text.back().isDigit())
        return invalidInput(MoneyText::tr("The amount is not complete. Write it like %1.").arg(example));

    qsizetype lastMark = text.size() - 1;
    while (lastMark >= 0 && text[lastMark].isDigit())
        --lastMark;

    const int digits = currencyDigits(currency);
    QStringView whole = text;
    QStringView fraction;
    if (lastMark >= 0 && canBeDecimalMark(text[lastMark], locale)) {
        const QStringView tail = text.sliced(lastMark + 1);
        const bool groupsThousands = tail.size() == 3 && isGroupMark(text[lastMark], locale);
        if (tail.size() <= digits) {
            whole = text.first(lastMark);
            fraction = tail;
        } else if (!groupsThousands) {
            return invalidInput(MoneyText::tr(
                "%1 has %n digit(s) after the decimal mark. Write the amount like %2.", nullptr, digits)
                                    .arg(currencyCode(currency), example));
        }
    }

    // What is left may hold grouping only, with a mark that is not the decimal one as well.
    for (const QChar c : whole) {
        const bool clashes = !fraction.isNull() && c == text[lastMark];
        if (!c.isDigit() && (clashes || (!isGroupMark(c, locale) && fraction.isNull())))
            return invalidInput(
                MoneyText::tr("This amount can be read in two ways. Write it like %1.").arg(example));
    }
    qint64 units = 0;
    const auto appendDigit = [&units](int digit) {
        return !__builtin_mul_overflow(units, qint64(10), &units)
            && !__builtin_add_overflow(units, qint64(digit), &units);
    };
    const Error tooMuch = invalidInput(MoneyText::tr("The amount is above the limit of %1.")
                                           .arg(moneyText(Money(Money::maximumCharge, currency), locale)));
    for (const QChar c : whole) {
        if (c.isDigit() && !appendDigit(c.digitValue()))
            return tooMuch;
    }
    if (!isGrouped(whole, units, locale))
        return invalidInput(
            MoneyText::tr("The digits are not grouped in threes. Write the amount like %1.").arg(example));
    for (int i = 0; i < digits; ++i) {
        if (!appendDigit(i < fraction.size() ? fraction[i].digitValue() : 0))
            return tooMuch;
    }
    if (units > Money::maximumCharge)
        return tooMuch;
    if (units < 1)
        return invalidInput(
            MoneyText::tr("The amount must be at least %1.").arg(moneyText(Money(1, currency), locale)));
    return Money(units, currency);
}

} // namespace paydesk
