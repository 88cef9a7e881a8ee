// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/declineadvice.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace paydesk {

namespace {

struct DeclineText
{
    Q_DECLARE_TR_FUNCTIONS(DeclineAdvice)
};

/// What can be done about a decline (the vendor's four groups, and what 3-D Secure adds to them).
enum class Remedy { OtherCard, TryAgain, CheckTyping, FixRequest };

struct Reason
{
    Remedy remedy;
    const char *say; // QT_TRANSLATE_NOOP below
};

constexpr const char *byIssuer
    = QT_TRANSLATE_NOOP("DeclineAdvice", "The card was declined by the card issuer.");

const QHash<QString, Reason> &reasons()
{
    // Codes whose plain meaning could accuse the customer (lost, stolen, suspected, not permitted) share
    // the issuer sentence on purpose.
    static const QHash<QString, Reason> table = {
        {u"insufficient_funds"_s,
            {Remedy::OtherCard,
                QT_TRANSLATE_NOOP("DeclineAdvice", "There is not enough money available on this card.")}},
        {u"expired_card"_s,
            {Remedy::OtherCard, QT_TRANSLATE_NOOP("DeclineAdvice", "This card is past its expiry date.")}},
        {u"cardholder_limit"_s,
            {Remedy::OtherCard,
                QT_TRANSLATE_NOOP("DeclineAdvice", "The amount is above this card's limit.")}},
        {u"invalid_number"_s,
            {Remedy::CheckTyping, QT_TRANSLATE_NOOP("DeclineAdvice", "The card number is not right.")}},
        {u"invalid_expiry"_s,
            {Remedy::CheckTyping, QT_TRANSLATE_NOOP("DeclineAdvice", "The expiry date is not right.")}},
        {u"invalid_amount"_s,
            {Remedy::FixRequest, QT_TRANSLATE_NOOP("DeclineAdvice", "This amount cannot be charged.")}},
        {u"invalid_currency"_s,
            {Remedy::FixRequest,
                QT_TRANSLATE_NOOP("DeclineAdvice", "This card cannot be charged in this currency.")}},
        {u"card_velocity_exceeded"_s, {Remedy::OtherCard, byIssuer}},
        {u"three_d_secure_failed"_s,
            {Remedy::TryAgain,
                QT_TRANSLATE_NOOP("DeclineAdvice", "The card issuer's confirmation did not succeed.")}},
        {u"three_d_secure_timeout"_s,
            {Remedy::TryAgain,
                QT_TRANSLATE_NOOP("DeclineAdvice", "The card issuer's confirmation was not given in time.")}},
        {u"three_d_secure_error"_s,
            {Remedy::TryAgain,
                QT_TRANSLATE_NOOP("DeclineAdvice", "The card issuer's confirmation could not be reached.")}},
        {u"three_d_secure_not_supported"_s,
            {Remedy::OtherCard,
                QT_TRANSLATE_NOOP(
                    "DeclineAdvice", "This card cannot give the confirmation that is required.")}},
    };
    return table;
}

QString nextStep(Remedy remedy)
{
    switch (remedy) {
    case Remedy::OtherCard:
        return DeclineText::tr("Ask for another card, or take the payment another way.");
    case Remedy::TryAgain:
        return DeclineText::tr("The same card can be tried once more, or ask for another card.");
    case Remedy::CheckTyping:
        return DeclineText::tr("Try again and check what is typed against the card.");
    case Remedy::FixRequest:
        return DeclineText::tr("Start a new payment with another amount or currency.");
    }
    Q_UNREACHABLE();
}

} // namespace

DeclineAdvice declineAdvice(const QString &declineCode)
{
    const Reason reason = reasons().value(declineCode, {Remedy::OtherCard, byIssuer});
    return {.say = DeclineText::tr(reason.say), .next = nextStep(reason.remedy)};
}

} // namespace paydesk
