// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/money.h"
#include "core/payment.h"
#include "core/result.h"

#include <QUrl>

namespace paydesk {

/// Limits of POST /v1/payments/hpp, in characters (Unicode code points) where they count text.
inline constexpr int maximumDescriptionLength = 500;
inline constexpr int maximumMetadataPairs = 50;
inline constexpr int maximumMetadataValueLength = 500;

/// What a member of staff asks for: one sale.
struct ChargeRequest
{
    Money amount;
    QString description;
    Metadata metadata; ///< staff's own pairs; the program's are added by withAppMetadata()
    QUrl returnUrl; ///< where the hosted page sends the customer afterwards
};

/// Length as the service counts it: code points, so that an emoji is one character.
qsizetype characterCount(const QString &text);

/// Checks a request against the contract. Errors are ErrorKind::InvalidInput, worded for staff.
Result<Done> validate(const ChargeRequest &request);

} // namespace paydesk
