// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/navigation.h"

#include "core/secureurl.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

namespace {

int portOf(const QUrl &url)
{
    if (url.port() >= 0)
        return url.port();
    return url.scheme() == "https"_L1 ? 443 : 80;
}

/// The path with every escape that means the same written the same; QUrl has decoded the unreserved ones.
QString pathOf(const QUrl &url)
{
    const QString path = url.path(QUrl::FullyEncoded);
    return path.isEmpty() ? u"/"_s : path;
}

} // namespace

bool isReturn(const QUrl &url, const QUrl &returnUrl)
{
    const bool web = returnUrl.scheme() == "https"_L1 || returnUrl.scheme() == "http"_L1;
    return web && url.isValid() && returnUrl.isValid() && !returnUrl.host().isEmpty()
        && url.scheme() == returnUrl.scheme()
        && url.host(QUrl::FullyEncoded) == returnUrl.host(QUrl::FullyEncoded)
        && portOf(url) == portOf(returnUrl) && pathOf(url) == pathOf(returnUrl);
}

ReturnHint readReturn(const QString &query)
{
    const QUrlQuery parameters(query);
    const auto value = [&parameters](const QString &name) {
        return parameters.queryItemValue(name, QUrl::FullyDecoded).left(ReturnHint::maximumLength);
    };
    return {.paymentId = value(u"payment_id"_s), .status = value(u"status"_s)};
}

bool mayNavigate(const QUrl &url, Frame frame)
{
    if (url.scheme() == "about"_L1)
        return url.path() == "blank"_L1 || (frame == Frame::Sub && url.path() == "srcdoc"_L1);
    if (frame == Frame::Sub && (url.scheme() == "data"_L1 || url.scheme() == "blob"_L1))
        return true;
    return isSecureUrl(url);
}

QString refusedAddress(const QUrl &url)
{
    const QString host = url.host(QUrl::FullyEncoded);
    if (host.isEmpty())
        return url.scheme() + u':';
    return (host.contains(u':') ? u"%1://[%2]"_s : u"%1://%2"_s).arg(url.scheme(), host);
}

} // namespace paydesk::checkout
