// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/delivery.h"

#include "sandbox/tamper.h"

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

ApiError serviceFault(int status)
{
    return {.status = status,
        .type = status == 429 ? u"rate_limit_error"_s : u"api_error"_s,
        .code = status == 429 ? u"rate_limit_exceeded"_s : u"internal_error"_s,
        .message = u"A fault of the sandbox, as ordered."_s};
}

Delivery statusDelivery(const Fault &fault, qint64 nowMs)
{
    const QByteArray requestId = newRequestId();
    Response response = errorResponse(serviceFault(static_cast<int>(fault.value)), requestId);
    response.headers = commonHeaders(nowMs, requestId);
    if (fault.retryAfter)
        response.headers.append({"Retry-After", QByteArray::number(*fault.retryAfter)});
    return {.bytes = wireBytes(response)};
}

/// The same head with another body. Its length is stated unless the connection's end shall tell it.
QByteArray withBody(const HttpMessage &answer, const QByteArray &body, bool stateLength = true)
{
    HttpMessage changed = answer;
    changed.removeHeaders("content-length");
    if (stateLength) {
        changed.addHeader("Content-Length", QByteArray::number(body.size()));
    } else {
        changed.removeHeaders("connection");
        changed.addHeader("Connection", "close");
    }
    changed.body = body;
    return changed.bytes();
}

QByteArray asHtml(HttpMessage answer)
{
    answer.removeHeaders("content-type");
    answer.addHeader("Content-Type", "text/html; charset=utf-8");
    return withBody(answer, "<!doctype html><title>Gateway</title><p>Please try again later.</p>");
}

QByteArray withLongerBody(HttpMessage answer, qint64 padding)
{
    const qint64 length = answer.body.size() + padding;
    answer.removeHeaders("content-length");
    answer.addHeader("Content-Length", QByteArray::number(length));
    return answer.bytes();
}

} // namespace

Delivery deliverInstead(const Fault &fault, qint64 nowMs)
{
    if (fault.kind == FaultKind::DropBefore)
        return {.end = Delivery::End::Close};
    if (fault.kind == FaultKind::Redirect) {
        Response response{.status = static_cast<int>(fault.value), .contentType = "text/plain"};
        response.headers = commonHeaders(nowMs, newRequestId());
        response.headers.append({"Location", fault.location});
        return {.bytes = wireBytes(response)};
    }
    return statusDelivery(fault, nowMs);
}

Delivery deliver(const HttpMessage &answer, const std::optional<Fault> &fault, qint64 nowMs)
{
    if (!fault)
        return {.bytes = answer.bytes()};
    if (fault->place() == FaultPlace::InTheBody)
        return {.bytes = withBody(answer, tamperedBody(*fault, answer.body))};
    const QByteArray half = answer.body.left(answer.body.size() / 2);
    switch (fault->kind) {
    case FaultKind::DropAfter:
        return {.end = Delivery::End::Close};
    case FaultKind::Stall:
        return {.end = Delivery::End::Stall};
    case FaultKind::StallHead:
        return {.bytes = answer.head.left(answer.head.size() / 2), .end = Delivery::End::Stall};
    case FaultKind::Delay:
        return {.bytes = answer.bytes(), .delayMs = fault->value};
    case FaultKind::StatusAfter:
        return statusDelivery(*fault, nowMs);
    case FaultKind::Truncated:
        return {.bytes = answer.head + half, .end = Delivery::End::Close};
    case FaultKind::TruncatedChunkless:
        return {.bytes = withBody(answer, half, false), .end = Delivery::End::Close};
    case FaultKind::Garbage:
        return {.bytes = asHtml(answer)};
    case FaultKind::Empty:
        return {.bytes = withBody(answer, {})};
    case FaultKind::Drip:
        return {.bytes = answer.bytes(), .dripMs = fault->value};
    case FaultKind::Huge:
        return {.bytes = withLongerBody(answer, fault->value), .padding = fault->value};
    default:
        return {.bytes = answer.bytes()}; // the service has carried it out
    }
}

QByteArray wireBytes(const Response &response)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(response.status) + " Sandbox\r\nContent-Type: "
        + response.contentType + "\r\nContent-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    for (const auto &[name, value] : response.headers)
        bytes += name + ": " + value + "\r\n";
    return bytes + "\r\n" + response.body;
}

} // namespace paydesk::sandbox
