// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace paydesk {

/// What a member of staff can say to the customer, and do next, after a decline.
struct DeclineAdvice
{
    QString say; ///< safe to read aloud: never that a card is lost, stolen or suspected
    QString next; ///< what staff can do
};

/// Advice for a decline code. A code this program does not know gets the general advice.
DeclineAdvice declineAdvice(const QString &declineCode);

} // namespace paydesk
