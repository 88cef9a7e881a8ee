// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"

#include <QList>

namespace paydesk::sandbox {

/// What the issuer says to a card.
enum class Verdict { Approve, Decline, Challenge };

struct IssuerAnswer
{
    Verdict verdict = Verdict::Decline;
    QString declineCode; ///< for Decline
};

/// One of the contract's test cards. Each takes any future expiry and any CVC.
struct TestCard
{
    QString number; ///< digits only
    IssuerAnswer answer;
};

QList<TestCard> testCards();

/// What becomes of a card number (digits only, Luhn-valid). One that is no test card is declined.
IssuerAnswer askIssuer(const QString &number);

bool passesLuhn(const QString &digits);
/// As the service writes brands ("visa"), empty for one it does not know.
QString cardBrand(const QString &digits);
/// How many digits the card's security code has: four for American Express, else three.
int securityCodeLength(const QString &digits);
/// "4111 1111 1111 1111"
QString groupedNumber(const QString &digits);

/// What the service says to a developer about a decline code.
QString declineMessage(const QString &declineCode);

} // namespace paydesk::sandbox
