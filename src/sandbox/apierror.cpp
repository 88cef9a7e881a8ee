// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/apierror.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

ApiError invalidRequest(int status, const QString &code, const QString &message, const QString &param)
{
    return {.status = status,
        .type = u"invalid_request_error"_s,
        .code = code,
        .message = message,
        .param = param};
}

} // namespace

ApiError invalidParameter(const QString &param, const QString &message)
{
    return invalidRequest(400, u"parameter_invalid"_s, message, param);
}

ApiError missingParameter(const QString &param)
{
    return invalidRequest(400, u"parameter_missing"_s, u"`%1` is required."_s.arg(param), param);
}

ApiError unprocessable(const QString &code, const QString &message, const QString &param)
{
    return invalidRequest(422, code, message, param);
}

ApiError paymentNotFound(const QString &id)
{
    return invalidRequest(404, u"resource_missing"_s, u"There is no payment '%1'."_s.arg(id), u"id"_s);
}

Response errorResponse(const ApiError &error, const QByteArray &requestId)
{
    const QJsonObject body{{u"type"_s, error.type}, {u"code"_s, error.code}, {u"message"_s, error.message},
        {u"param"_s, error.param.isEmpty() ? QJsonValue() : QJsonValue(error.param)},
        {u"decline_code"_s, QJsonValue()}, {u"doc_url"_s, QJsonValue()},
        {u"request_id"_s, QString::fromLatin1(requestId)}};
    return {.status = error.status,
        .contentType = "application/json",
        .body = QJsonDocument(QJsonObject{{u"error"_s, body}}).toJson(QJsonDocument::Compact)};
}

} // namespace paydesk::sandbox
