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

    bool operator==(const ShowPage &) const = default;
};

enum class PageEvent {
    Ready, ///< the process has started; speaks of no payment
    Shown, ///< the window is on the screen; once a payment
    Loaded, ///< the page, or one that it led to, finished loading
    Returned, ///< the page went to the return URL, and was taken away; detail: the URL's query
    Closed, ///< the page was taken away; detail: one of `closedby`
    Blocked, ///< the page tried something that is refused; detail: what, for support; once for each `what`
    Crashed, ///< the page's renderer crashed; the window offers to reload
};

/// How a page came to be closed.
namespace closedby {
inline const QString window = QStringLiteral("window"); ///< its window was closed
inline const QString leave = QStringLiteral("leave"); ///< "Leave page" was pressed
inline const QString refused = QStringLiteral("refused"); ///< it was never opened; a Blocked says why
} // namespace closedby

/// Checkout to desk.
struct PageMessage
{
    PageEvent event = PageEvent::Ready;
    QString payment;
    QString detail;

    bool operator==(const PageMessage &) const = default;
};

QJsonObject toJson(const ShowPage &message);
/// Empty unless the line is a complete `show`: every member there, and of the right type. Whether the page
/// may be opened is not looked at here.
std::optional<ShowPage> showPageFromJson(const QJsonObject &json);

/// Desk to checkout: take this payment's page away.
QJsonObject hideMessage(const QString &payment);
/// The payment of a `hide`; empty when the line is anything else.
std::optional<QString> hideMessageFromJson(const QJsonObject &json);

QJsonObject toJson(const PageMessage &message);
std::optional<PageMessage> pageMessageFromJson(const QJsonObject &json);

} // namespace paydesk::checkout
