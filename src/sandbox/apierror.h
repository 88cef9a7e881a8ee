// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http.h"

#include <variant>

namespace paydesk::sandbox {

/// The service's answer when it says no. Its words are for developers, as the real service's are.
struct ApiError
{
    int status = 400;
    QString type;
    QString code;
    QString message;
    QString param; ///< the member or parameter at fault, empty for none
};

template <typename T> using Checked = std::variant<T, ApiError>;

ApiError invalidParameter(const QString &param, const QString &message);
ApiError missingParameter(const QString &param);
ApiError unprocessable(const QString &code, const QString &message, const QString &param = {});
ApiError paymentNotFound(const QString &id);

/// {"error": {…}} with every member of the contract, null where there is nothing to say.
Response errorResponse(const ApiError &error, const QByteArray &requestId);

} // namespace paydesk::sandbox
