// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Metadata by which a test steers the sandbox's pages. The pages then act by themselves, through the same
/// server paths as a person. Only paydesk-sandbox knows these names; the real service ignores them.
namespace paydesk::sandbox::steering {

/// What the hosted page does by itself, shortly after it was loaded.
inline const QString page = QStringLiteral("sandbox_page");
namespace pagevalue {
inline const QString pay = QStringLiteral("pay");
/// "decline", or "decline:<code>" for another decline code than do_not_honor.
inline const QString decline = QStringLiteral("decline");
inline const QString challengeApprove = QStringLiteral("3ds-approve");
inline const QString challengeReject = QStringLiteral("3ds-reject");
inline const QString cancel = QStringLiteral("cancel");
inline const QString expire = QStringLiteral("expire");
inline const QString stay = QStringLiteral("stay"); ///< nothing, as without this key
} // namespace pagevalue

/// How the page sends the browser back. Without this key: a 303.
inline const QString leave = QStringLiteral("sandbox_return");
namespace leavevalue {
inline const QString found = QStringLiteral("302");
inline const QString seeOther = QStringLiteral("303");
inline const QString temporaryRedirect = QStringLiteral("307"); ///< after a POST that holds no card data
inline const QString script = QStringLiteral("js");
inline const QString metaRefresh = QStringLiteral("meta");
inline const QString formPost = QStringLiteral("form");
inline const QString popup = QStringLiteral("popup"); ///< pays in a window of its own, the opener returns
inline const QString iframe = QStringLiteral("iframe"); ///< from a frame, with target=_top
inline const QString none = QStringLiteral("none"); ///< stays on a page that says thank you
inline const QString forged = QStringLiteral("forged"); ///< says status=succeeded whatever the truth
inline const QString foreign = QStringLiteral("foreign"); ///< names another payment
} // namespace leavevalue

/// Milliseconds from what the customer did until the status becomes final. The return happens at once.
inline const QString delayMs = QStringLiteral("sandbox_delay_ms");

/// The forbidden thing that the hosted page tries when it is loaded.
inline const QString blocked = QStringLiteral("sandbox_blocked");
namespace blockedvalue {
inline const QString download = QStringLiteral("download");
inline const QString file = QStringLiteral("file");
inline const QString scheme = QStringLiteral("scheme");
inline const QString geolocation = QStringLiteral("geolocation");
inline const QString newWindow = QStringLiteral("newwindow"); ///< to plain http on another host
inline const QString print = QStringLiteral("print");
} // namespace blockedvalue

/// What becomes of refunds. Without this key they succeed.
inline const QString refund = QStringLiteral("sandbox_refund");
namespace refundvalue {
inline const QString fail = QStringLiteral("fail");
} // namespace refundvalue

} // namespace paydesk::sandbox::steering
