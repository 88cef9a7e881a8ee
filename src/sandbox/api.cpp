// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/api.h"

#include "sandbox/auth.h"
#include "sandbox/paymentjson.h"
#include "sandbox/requestcheck.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

constexpr qsizetype maximumIdempotencyKeyLength = 255;

Response jsonResponse(int status, const QJsonObject &body)
{
    return {.status = status,
        .contentType = "application/json",
        .body = QJsonDocument(body).toJson(QJsonDocument::Compact)};
}

ApiError keyInUse(const QString &message)
{
    return {.status = 409,
        .type = u"idempotency_error"_s,
        .code = u"idempotency_key_in_use"_s,
        .message = message};
}

ApiError tooManyRequests()
{
    return {.status = 429,
        .type = u"rate_limit_error"_s,
        .code = u"rate_limit_exceeded"_s,
        .message = u"Too many requests. Wait as long as Retry-After says."_s};
}

} // namespace

Api::Api(
    Ledger &ledger, IdempotencyStore &idempotency, RateLimiter &rateLimiter, Clock clock, const QUrl &baseUrl)
    : m_ledger(ledger)
    , m_idempotency(idempotency)
    , m_rateLimiter(rateLimiter)
    , m_clock(std::move(clock))
    , m_baseUrl(baseUrl)
{
}

Response Api::createPayment(const Request &request)
{
    return guarded(request, [&] {
        return once(request, [&]() -> Checked<Response> {
            Checked<NewPayment> read = readNewPayment(request.body);
            if (const auto *error = std::get_if<ApiError>(&read))
                return *error;
            auto &payment = std::get<NewPayment>(read);
            payment.idempotencyKey = QString::fromUtf8(request.headers.value("idempotency-key"));
            return paymentResponse(201, m_ledger.create(payment, m_clock()).payment);
        });
    });
}

Response Api::retrievePayment(const Request &request, const QString &id)
{
    return guarded(request, [&]() -> Checked<Response> {
        const LedgerPayment *entry = m_ledger.find(id);
        if (!entry)
            return paymentNotFound(id);
        const qsizetype stepsBack = request.headers.value(faultheader::stale).toInt();
        if (stepsBack > 0 && !entry->history.isEmpty())
            return paymentResponse(
                200, entry->history.at(std::max<qsizetype>(0, entry->history.size() - stepsBack)));
        return paymentResponse(200, entry->payment);
    });
}

Response Api::listPayments(const Request &request)
{
    return guarded(request, [&]() -> Checked<Response> {
        Checked<ListQuery> query = readListQuery(request.query);
        if (const auto *error = std::get_if<ApiError>(&query))
            return *error;
        std::get<ListQuery>(query).withoutNewest = request.headers.value(faultheader::hideNewest).toInt();
        const Checked<ListPage> page = m_ledger.list(std::get<ListQuery>(query));
        if (const auto *error = std::get_if<ApiError>(&page))
            return *error;
        QJsonArray data;
        for (const LedgerPayment *entry : std::get<ListPage>(page).payments)
            data.append(paymentToJson(entry->payment, m_baseUrl));
        return jsonResponse(200,
            {{u"object"_s, u"list"_s}, {u"url"_s, u"/v1/payments"_s}, {u"data"_s, data},
                {u"has_more"_s, std::get<ListPage>(page).hasMore}});
    });
}

Response Api::refundPayment(const Request &request, const QString &id)
{
    return guarded(request, [&] {
        return once(request, [&]() -> Checked<Response> {
            if (!m_ledger.find(id))
                return paymentNotFound(id);
            Checked<NewRefund> read = readNewRefund(request.body);
            if (const auto *error = std::get_if<ApiError>(&read))
                return *error;
            auto &refund = std::get<NewRefund>(read);
            refund.idempotencyKey = QString::fromUtf8(request.headers.value("idempotency-key"));
            const auto refunded = m_ledger.refund(id, refund, m_clock());
            if (const auto *error = std::get_if<ApiError>(&refunded))
                return *error;
            return paymentResponse(200, std::get<const LedgerPayment *>(refunded)->payment);
        });
    });
}

Response Api::unknownEndpoint(const Request &request)
{
    return guarded(request, [&]() -> Checked<Response> {
        return ApiError{.status = 404,
            .type = u"invalid_request_error"_s,
            .code = u"endpoint_unknown"_s,
            .message = u"There is no %1 %2."_s.arg(QString::fromLatin1(request.method), request.path)};
    });
}

void Api::hold(const Request &request)
{
    const Checked<QByteArray> key = authenticate(request);
    if (std::holds_alternative<QByteArray>(key))
        m_idempotency.hold(idempotentCall(std::get<QByteArray>(key), request));
}

void Api::release(const Request &request)
{
    const Checked<QByteArray> key = authenticate(request);
    if (std::holds_alternative<QByteArray>(key))
        m_idempotency.release(idempotentCall(std::get<QByteArray>(key), request));
}

/// Lets a request through to its handler when its key is good and has budget left.
Response Api::guarded(const Request &request, const Handler &handler)
{
    const QByteArray requestId = newRequestId();
    const auto finished = [&](Response response) {
        response.headers.append(commonHeaders(m_clock(), requestId));
        return response;
    };
    const Checked<QByteArray> key = authenticate(request);
    if (const auto *error = std::get_if<ApiError>(&key))
        return finished(errorResponse(*error, requestId)); // says nothing of the rate limit, by contract

    const RateLimiter::Budget budget = m_rateLimiter.take(std::get<QByteArray>(key), m_clock());
    const Checked<Response> answer = budget.allowed ? handler() : Checked<Response>(tooManyRequests());
    const auto *error = std::get_if<ApiError>(&answer);
    Response response = error ? errorResponse(*error, requestId) : std::get<Response>(answer);
    if (request.headers.contains(faultheader::otherPayment))
        response = withOtherPayment(std::move(response));
    response.headers.append(rateLimitHeaders(budget));
    return finished(std::move(response));
}

/// Runs a handler once for an idempotency key, if the request has one.
Checked<Response> Api::once(const Request &request, const Handler &handler)
{
    const QByteArray key = request.headers.value("idempotency-key");
    if (key.isEmpty())
        return handler();
    if (key.size() > maximumIdempotencyKeyLength)
        return invalidParameter(u"Idempotency-Key"_s,
            u"Idempotency-Key has at most %1 characters."_s.arg(maximumIdempotencyKeyLength));

    const IdempotentCall call = idempotentCall(std::get<QByteArray>(authenticate(request)), request);
    if (request.headers.contains(faultheader::forgetKey))
        m_idempotency.forget(call);
    switch (m_idempotency.decide(call, m_clock())) {
    case IdempotencyStore::Decision::Replay:
        return m_idempotency.stored(call);
    case IdempotencyStore::Decision::Conflict:
        return keyInUse(u"This idempotency key is in use by another request, or by one that still runs."_s);
    case IdempotencyStore::Decision::Execute:
        break;
    }
    Checked<Response> answer = handler();
    if (const auto *response = std::get_if<Response>(&answer))
        m_idempotency.store(call, *response, m_clock());
    return answer;
}

Response Api::paymentResponse(int status, const Payment &payment) const
{
    return jsonResponse(status, paymentToJson(payment, m_baseUrl));
}

/// An answer about a payment, with another payment in it: the newest other one of the ledger; where there is
/// none, the same under another id. Other answers stay as they are.
Response Api::withOtherPayment(Response response) const
{
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    const QString id = body.value(u"id"_s).toString();
    if (id.isEmpty())
        return response;
    const auto &all = m_ledger.payments();
    const auto other = std::find_if(
        all.crbegin(), all.crend(), [&id](const LedgerPayment &entry) { return entry.payment.id != id; });
    if (other != all.crend())
        body = paymentToJson(other->payment, m_baseUrl);
    else
        body[u"id"_s] = u"pay_"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

} // namespace paydesk::sandbox
