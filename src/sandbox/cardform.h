// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"
#include "sandbox/http.h"

#include <QDate>

namespace paydesk::sandbox {

/// The names of the form's fields.
namespace field {
inline const QString number = QStringLiteral("number");
inline const QString expiry = QStringLiteral("expiry");
inline const QString securityCode = QStringLiteral("cvc");
inline const QString action = QStringLiteral("action");
} // namespace field

/// What was typed into the hosted page. Number and security code live as long as this object, and go
/// nowhere else.
struct CardForm
{
    QString number; ///< spaces and dashes taken out
    QString expiry; ///< as typed
    QString securityCode;
};

/// What is wrong with it, translated, to be shown below each field. Empty: nothing.
struct CardFormErrors
{
    QString number;
    QString expiry;
    QString securityCode;
    bool any() const { return !number.isEmpty() || !expiry.isEmpty() || !securityCode.isEmpty(); }
};

CardForm readCardForm(const Parameters &form);
CardFormErrors checkCardForm(const CardForm &form, QDate today);
/// What may be kept of a card that passed the check: brand, last four, expiry.
Card maskedCard(const CardForm &form);

} // namespace paydesk::sandbox
