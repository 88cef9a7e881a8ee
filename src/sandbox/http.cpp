// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/http.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <QUrlQuery>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

QString endpointName(const QByteArray &method, const QString &path)
{
    static const QRegularExpression segmentWithId(
        u"(?<=/v1/payments/|/pay/|/3ds/|/leave/|/sandbox/payments/)[^/]+"_s);
    QString name = path;
    if (name != "/v1/payments/hpp"_L1)
        name.replace(segmentWithId, u"{id}"_s);
    return QString::fromLatin1(method) + u' ' + name;
}

Parameters decodeForm(const QByteArray &encoded)
{
    QByteArray text = encoded;
    text.replace('+', "%20");
    const QUrlQuery query(QString::fromUtf8(text));
    Parameters parameters;
    const auto items = query.queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        parameters.insert(name, value);
    return parameters;
}

QByteArray newRequestId()
{
    return "req_" + QUuid::createUuid().toByteArray(QUuid::Id128);
}

QList<Header> commonHeaders(qint64 nowMs, const QByteArray &requestId)
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC);
    const QString date = QLocale::c().toString(now, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s); // RFC 9110, 5.6.7
    return {{"Date", date.toLatin1()}, {"Flowlix-Request-Id", requestId}};
}

} // namespace paydesk::sandbox
