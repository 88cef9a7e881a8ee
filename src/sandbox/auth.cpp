// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/auth.h"

#include "core/secretkey.h"

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

ApiError unauthorized(const QString &code, const QString &message)
{
    return {.status = 401, .type = u"authentication_error"_s, .code = code, .message = message};
}

} // namespace

Checked<QByteArray> authenticate(const Request &request)
{
    const QByteArray header = request.headers.value("authorization");
    if (header.isEmpty())
        return unauthorized(u"api_key_missing"_s, u"Send a test key: Authorization: Bearer fl_test_sk_…"_s);
    const QByteArray text = header.left(7).toLower() == "bearer " ? header.mid(7).trimmed() : QByteArray();
    const Result<SecretKey> key = SecretKey::parse(text);
    if (text.startsWith("fl_live_sk_"))
        return unauthorized(
            u"api_key_live"_s, u"This is a sandbox: it takes test keys only, never a live key."_s);
    if (!key)
        return unauthorized(u"api_key_invalid"_s, u"The API key is not valid."_s);
    return key->fingerprint("paydesk-sandbox");
}

} // namespace paydesk::sandbox
