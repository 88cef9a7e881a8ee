// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/ledger.h"
#include "sandbox/pagekit.h"

namespace paydesk::sandbox {

/// Where in the browser a page is shown.
enum class Place {
    Window, ///< the hosted page's own window
    Popup, ///< a window that the hosted page opened
    Frame, ///< a frame in the hosted page
};

/// "?in=popup" and the like, empty for the window.
QString placeQuery(Place place);
Place placeFrom(const Parameters &query);

/// The return URL with `payment_id` and `status` appended to its query, its own query kept as it was.
QUrl returnAddress(const QUrl &returnUrl, const QString &paymentId, const QString &status);

/// How the hosted page sends the browser back to the shop, in the manner that the payment's metadata asks
/// for (steering::leave), else by a 303. `other` is the payment that a return of kind "foreign" names.
/// `answersEmptyPost`: the request is a POST that holds nothing, so that it may be repeated elsewhere.
Response depart(const LedgerPayment &entry, Place place, bool answersEmptyPost, const LedgerPayment *other);

} // namespace paydesk::sandbox
