// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/cardform.h"

#include "sandbox/testcards.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

struct CardFormText
{
    Q_DECLARE_TR_FUNCTIONS(SandboxCardForm)
};

struct Expiry
{
    int month = 0;
    int year = 0;
};

/// Reads "12/30", "12 / 2030", "1230" and "12-30".
std::optional<Expiry> readExpiry(const QString &typed)
{
    static const QRegularExpression pattern(u"\\A\\s*([0-9]{2})\\s*[/.-]?\\s*((?:20)?[0-9]{2})\\s*\\z"_s);
    const QRegularExpressionMatch match = pattern.match(typed);
    const Expiry expiry{
        .month = match.captured(1).toInt(), .year = 2000 + match.captured(2).right(2).toInt()};
    if (!match.hasMatch() || expiry.month < 1 || expiry.month > 12)
        return std::nullopt;
    return expiry;
}

bool isDigits(const QString &text, int least, int most)
{
    static const QRegularExpression pattern(u"\\A[0-9]+\\z"_s);
    return pattern.match(text).hasMatch() && text.size() >= least && text.size() <= most;
}

} // namespace

CardForm readCardForm(const Parameters &form)
{
    static const QRegularExpression separators(u"[\\s-]"_s);
    return {.number = form.value(field::number).remove(separators),
        .expiry = form.value(field::expiry).trimmed(),
        .securityCode = form.value(field::securityCode).trimmed()};
}

CardFormErrors checkCardForm(const CardForm &form, QDate today)
{
    CardFormErrors errors;
    if (form.number.isEmpty())
        errors.number = CardFormText::tr("Enter the card number.");
    else if (!isDigits(form.number, 12, 19) || !passesLuhn(form.number))
        errors.number = CardFormText::tr("Please check the card number: a digit is wrong or missing.");

    const std::optional<Expiry> expiry = readExpiry(form.expiry);
    if (!expiry)
        errors.expiry = CardFormText::tr("Enter month and year, as in 04/31.");
    else if (QDate(expiry->year, expiry->month, 1).addMonths(1) <= today)
        errors.expiry = CardFormText::tr("This date has passed. Please check it, or use another card.");

    const int length = securityCodeLength(form.number);
    if (!isDigits(form.securityCode, length, length))
        errors.securityCode = CardFormText::tr("Enter the %1 digits of the security code.").arg(length);
    return errors;
}

Card maskedCard(const CardForm &form)
{
    const std::optional<Expiry> expiry = readExpiry(form.expiry);
    Card card;
    card.brand = cardBrand(form.number);
    card.last4 = form.number.right(4);
    if (expiry) {
        card.expiryMonth = expiry->month;
        card.expiryYear = expiry->year;
    }
    return card;
}

} // namespace paydesk::sandbox
