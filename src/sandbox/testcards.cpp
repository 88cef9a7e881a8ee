// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/testcards.h"

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

QList<TestCard> testCards()
{
    return {{u"4111111111111111"_s, {Verdict::Approve, {}}},
        {u"4000000000000002"_s, {Verdict::Decline, u"do_not_honor"_s}},
        {u"4000000000009995"_s, {Verdict::Decline, u"insufficient_funds"_s}},
        {u"4635440000002223"_s, {Verdict::Challenge, {}}}};
}

IssuerAnswer askIssuer(const QString &number)
{
    const QList<TestCard> cards = testCards();
    for (const TestCard &card : cards) {
        if (card.number == number)
            return card.answer;
    }
    return {Verdict::Decline, u"generic_decline"_s};
}

bool passesLuhn(const QString &digits)
{
    int sum = 0;
    bool doubled = false;
    for (auto it = digits.crbegin(); it != digits.crend(); ++it, doubled = !doubled) {
        const int digit = it->digitValue() * (doubled ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return !digits.isEmpty() && sum % 10 == 0;
}

QString cardBrand(const QString &digits)
{
    const int two = digits.left(2).toInt();
    const int four = digits.left(4).toInt();
    if (digits.startsWith(u'4'))
        return u"visa"_s;
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))
        return u"mastercard"_s;
    if (two == 34 || two == 37)
        return u"amex"_s;
    if (two == 65 || four == 6011)
        return u"discover"_s;
    return {};
}

int securityCodeLength(const QString &digits)
{
    return cardBrand(digits) == "amex"_L1 ? 4 : 3;
}

QString groupedNumber(const QString &digits)
{
    QString grouped;
    for (qsizetype i = 0; i < digits.size(); ++i) {
        if (i > 0 && i % 4 == 0)
            grouped += u' ';
        grouped += digits[i];
    }
    return grouped;
}

QString declineMessage(const QString &declineCode)
{
    static const QMap<QString, QString> messages
        = {{u"do_not_honor"_s, u"The card issuer declined the payment without a reason."_s},
            {u"insufficient_funds"_s, u"The card has insufficient funds."_s},
            {u"expired_card"_s, u"The card has expired."_s},
            {u"three_d_secure_failed"_s, u"The cardholder did not pass 3-D Secure."_s},
            {u"three_d_secure_timeout"_s, u"The cardholder did not answer 3-D Secure in time."_s}};
    return messages.value(declineCode, u"The card was declined."_s);
}

} // namespace paydesk::sandbox
