// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QString>

#include <functional>
#include <utility>

namespace paydesk::sandbox {

using Header = std::pair<QByteArray, QByteArray>;
using Parameters = QMap<QString, QString>;

/// Milliseconds since 1970 in UTC: the one clock of the sandbox, injected so that tests can turn it.
using Clock = std::function<qint64()>;

/// A request as the handlers see it, free of any server's types.
struct Request
{
    QByteArray method; ///< upper case
    QString path;
    Parameters query; ///< decoded; of a name given twice, the last
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

struct Response
{
    int status = 200;
    QByteArray contentType;
    QByteArray body;
    QList<Header> headers; ///< without Content-Type and Content-Length
};

/// How often each endpoint was called, by endpointName().
struct RequestCounts
{
    QMap<QString, qint64> arrived; ///< at the public port, also those that a fault swallowed
    QMap<QString, qint64> processed; ///< by the service
};

/// "POST /v1/payments/{id}/refund": the ids of payments left out, so that calls can be counted.
QString endpointName(const QByteArray &method, const QString &path);

/// The parameters of a query, or of a body of type application/x-www-form-urlencoded.
Parameters decodeForm(const QByteArray &encoded);

QByteArray newRequestId();
/// What every response carries: Date and Flowlix-Request-Id.
QList<Header> commonHeaders(qint64 nowMs, const QByteArray &requestId);

} // namespace paydesk::sandbox
