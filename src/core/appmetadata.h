// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"

namespace paydesk {

/// The metadata keys that the program adds to every payment, so that a payment can be found again by
/// listing when the answer to its creation was lost, and told apart by till and channel.
namespace metadatakey {
inline const QString attemptId = QStringLiteral("paydesk_attempt");
inline const QString till = QStringLiteral("paydesk_till");
inline const QString channel = QStringLiteral("paydesk_channel");
} // namespace metadatakey

inline constexpr int appMetadataPairs = 3;
inline constexpr int maximumStaffMetadataPairs = 47; ///< what is left of the contract's 50

inline bool isAppMetadataKey(const QString &key)
{
    return key.startsWith(QStringLiteral("paydesk_"));
}

} // namespace paydesk
