// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secureurl.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace paydesk {

bool isLoopbackHost(const QString &host)
{
    // Only the full dotted form: "127.1" and its like are read differently by different resolvers, and
    // "127.999.1.1" is no address but a name, which could be anybody's.
    static const QRegularExpression dotted(
        u"\\A127(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}\\z"_s);
    return host == "localhost"_L1 || host == "::1"_L1 || dotted.match(host).hasMatch();
}

bool isSecureUrl(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopbackHost(url.host()));
}

} // namespace paydesk
