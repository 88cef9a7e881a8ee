// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QUrl>

#include <optional>

/// The line protocol between the desk and paydesk-checkout: single-line JSON over the child's standard
/// streams, each line with the payment it speaks of (an opaque id that the desk chose).
namespace paydesk::checkout {

/// Desk to checkout: show a page. Sent again for the page that is shown, it only asks for the keyboard.
struct ShowPage
{
    QString payment;
    QUrl pageUrl;
    QUrl returnUrl; ///< caught by scheme, host, port and path; the query is free
    QString shop;
    QString amount; ///< formatted for people
    QString description;
    bool live = false; ///< real money: refused where the engine runs without its sandbox
    quint32 deskWindow = 0; ///< X11 id of the desk's window, 0 where there is none
};

enum class PageEvent {
    Ready, ///< the process has started; speaks of no payment
    Shown, ///< the window is on the screen
    Loaded, ///< the page finished loading
    Returned, ///< the page went to the return URL; detail: its query
    Closed, ///< the window was closed, or left by its button; detail: "window" or "leave"
    Blocked, ///< the page tried something that is refused; detail: what
    Crashed, ///< the page's renderer crashed; the window offers to reload
};

/// Checkout to desk.
struct PageMessage
{
    PageEvent event = PageEvent::Ready;
    QString payment;
    QString detail;
};

QJsonObject toJson(const ShowPage &message);
std::optional<ShowPage> showPageFromJson(const QJsonObject &json);
QJsonObject hideMessage(const QString &payment);
QJsonObject toJson(const PageMessage &message);
std::optional<PageMessage> pageMessageFromJson(const QJsonObject &json);

} // namespace paydesk::checkout
