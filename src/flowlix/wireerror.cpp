// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/errors.h"
#include "flowlix/jsonreader.h"
#include "flowlix/wire.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace paydesk::flowlix {

namespace {

constexpr qsizetype maximumMessageLength = 300; // of what the service says, in characters

struct WireErrorText
{
    Q_DECLARE_TR_FUNCTIONS(FlowlixError)
};

/// What of a request with this status is known, see ErrorKind. A status that the contract does not name
/// proves nothing.
ErrorKind kindOf(int httpStatus)
{
    switch (httpStatus) {
    case 400:
    case 422:
        return ErrorKind::Refused;
    case 401:
    case 403:
        return ErrorKind::Unauthorized;
    case 404:
        return ErrorKind::NotFound;
    case 409:
        return ErrorKind::InFlight;
    case 429:
        return ErrorKind::RateLimited;
    default:
        return httpStatus >= 500 && httpStatus <= 599 ? ErrorKind::ServiceFault : ErrorKind::BadAnswer;
    }
}

QString staffText(ErrorKind kind, int httpStatus, const QString &message)
{
    switch (kind) {
    case ErrorKind::Refused:
        return message.isEmpty()
            ? WireErrorText::tr("Flowlix refused the request and did not say why. Check what was entered.")
            : WireErrorText::tr("Flowlix refused the request: %1").arg(message);
    case ErrorKind::Unauthorized:
        return WireErrorText::tr("Flowlix did not accept the secret key. Check the key in the settings.");
    case ErrorKind::NotFound:
        return WireErrorText::tr(
            "Flowlix does not know this payment. Check that the key in the settings is the right one.");
    case ErrorKind::InFlight:
        return WireErrorText::tr(
            "Flowlix has this request already and may still be working on it, so the result is not "
            "known yet.");
    case ErrorKind::RateLimited:
        return WireErrorText::tr("Flowlix gets too many requests from this account. Wait a moment.");
    case ErrorKind::ServiceFault:
        return WireErrorText::tr("Flowlix has a fault at the moment, so the result is not known yet.");
    default:
        return httpStatus >= 300 && httpStatus <= 399 ? WireErrorText::tr(
                   "Something else than Flowlix answered, with a redirect. Check the address of Flowlix in "
                   "the settings, and this computer's network.")
                                                      : badAnswer({}).text;
    }
}

/// A member as people can read it: short, on one line, and without halves of characters, which the service
/// could send and cutting makes.
QString shortText(const JsonReader &reader, QLatin1StringView name)
{
    return QString::fromUtf8(reader.text(name).simplified().left(maximumMessageLength).toUtf8());
}

} // namespace

Error decodeError(int httpStatus, const QByteArray &body, const QString &requestId)
{
    const QJsonObject envelope = QJsonDocument::fromJson(body).object().value("error"_L1).toObject();
    const JsonReader reader(envelope, u"error"_s);
    const QString message = shortText(reader, "message"_L1);
    const QString param = shortText(reader, "param"_L1);

    Error error;
    error.kind = kindOf(httpStatus);
    error.text = staffText(error.kind, httpStatus, message);
    error.code = shortText(reader, "code"_L1);
    error.requestId = requestId.isEmpty() ? shortText(reader, "request_id"_L1) : requestId;
    error.detail = u"HTTP %1"_s.arg(httpStatus);
    if (!error.code.isEmpty())
        error.detail += u' ' + error.code;
    if (!param.isEmpty())
        error.detail += u" ("_s + param + u')';
    if (!message.isEmpty())
        error.detail += u": "_s + message;
    return error;
}

} // namespace paydesk::flowlix
