// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/retryafter.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::flowlix {

using std::chrono::milliseconds;

QDateTime parseHttpDate(const QByteArray &text)
{
    const QString form = u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s;
    const QString written = QString::fromLatin1(text.trimmed());
    QDateTime date = QLocale::c().toDateTime(written, form);
    date.setTimeSpec(Qt::UTC);
    // Qt reads more than it writes, such as names in any letter case.
    return QLocale::c().toString(date, form) == written ? date : QDateTime();
}

std::optional<milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &now)
{
    const QByteArray text = value.trimmed();
    const bool digitsOnly
        = std::all_of(text.cbegin(), text.cend(), [](char c) { return c >= '0' && c <= '9'; });
    if (!text.isEmpty() && digitsOnly) {
        bool fits = false;
        const qint64 seconds = text.toLongLong(&fits);
        return fits ? std::min<milliseconds>(
                   std::chrono::seconds(std::min(seconds, qint64(maximumWait.count()))), maximumWait)
                    : maximumWait;
    }
    const QDateTime date = parseHttpDate(text);
    if (!date.isValid() || !now.isValid())
        return {};
    return std::clamp<milliseconds>(milliseconds(now.msecsTo(date)), milliseconds(0), maximumWait);
}

} // namespace paydesk::flowlix
