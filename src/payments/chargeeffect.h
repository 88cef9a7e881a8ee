// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"

#include <QUrl>

#include <chrono>
#include <variant>

/// What is to be done for a sale (chargemachine.h).
namespace paydesk::payments {

/// Append to the journal. The state holds its consequence already.
struct Append
{
    journal::Event event;
};
struct SendCreate
{
};
struct SendCreateLater
{
    std::chrono::milliseconds after;
};
struct AskStatus
{
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

using Effect = std::variant<Append, SendCreate, SendCreateLater, AskStatus, AskStatusLater, LookUp,
    LookUpLater, ShowPage, HidePage>;

} // namespace paydesk::payments
