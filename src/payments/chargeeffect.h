// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"

#include <QUrl>

#include <chrono>
#include <variant>

/// What is to be done for a sale (chargemachine.h) or for a refund (refundmachine.h).
namespace paydesk::payments {

/// Append to the journal. The state holds its consequence already.
struct Append
{
    journal::Event event;
};
/// Send the request of the intent, as it was committed.
struct Send
{
    bool again = false; ///< it may have been sent before: only while that is safe, else ResendTooLate
};
struct SendLater
{
    std::chrono::milliseconds after;
};
struct AskStatus
{
    QString paymentId;
};
struct AskStatusLater
{
    std::chrono::milliseconds after;
};
struct LookUp
{
};
struct LookUpLater
{
    std::chrono::milliseconds after;
};
struct ShowPage
{
    QUrl url;
};
struct HidePage
{
};

using Effect = std::variant<Append, Send, SendLater, AskStatus, AskStatusLater, LookUp, LookUpLater, ShowPage,
    HidePage>;

} // namespace paydesk::payments
