// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QUrl>

/// Where a hosted page may go. Pure rules, applied by GuardedPage.
namespace paydesk::checkout {

enum class Frame { Main, Sub };

/// True when `url` is the way back to the shop: the same scheme, host, port (an absent one is the scheme's
/// own) and path as `returnUrl`. Query, fragment and user name are free; letter case counts in the path only.
bool isReturn(const QUrl &url, const QUrl &returnUrl);

/// What the service appended to the return URL. A hint only: anyone could have forged it.
struct ReturnHint
{
    /// In characters; the service's own are shorter. A page must not be able to fill the journal.
    static constexpr qsizetype maximumLength = 64;

    QString paymentId;
    QString status;
};

/// From the query of a return, percent-encoded. What is too long is cut.
ReturnHint readReturn(const QString &query);

/// Main frames go to https anywhere, since a card issuer's 3-D Secure page may be anywhere, and to http on
/// this machine. Frames inside a page may also hold what the page itself made (data:, blob:, srcdoc).
/// Everything else is refused.
bool mayNavigate(const QUrl &url, Frame frame);

/// A refused address for the record: scheme and host alone, because a query or a path may carry card data.
QString refusedAddress(const QUrl &url);

} // namespace paydesk::checkout
