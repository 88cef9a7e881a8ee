// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/apierror.h"

#include <QJsonObject>

#include <optional>

namespace paydesk::sandbox {

/// What goes wrong with a request. The names on the wire are in the table in faults.cpp.
enum class FaultKind {
    DropBefore, ///< the connection is closed, the request is not processed
    DropAfter, ///< processed, then the connection is closed unanswered
    Stall, ///< processed, never answered; the connection stays open
    Delay, ///< processed, answered `value` ms later
    Status, ///< answered with status `value`, not processed; `retry_after` goes into a header
    StatusAfter, ///< processed, answered with status `value`
    Redirect, ///< answered with status `value` and `location`, not processed
    Truncated, ///< processed; half the body under the full Content-Length, then closed
    TruncatedChunkless, ///< processed; half the body and no Content-Length, then closed
    Garbage, ///< processed; HTML under the right status
    Empty, ///< processed; no body
    WrongType, ///< processed; the amount and the status have the wrong JSON types
    Drip, ///< processed; one byte of the answer each `value` ms
    Huge, ///< processed; the body is padded by `value` bytes
    Stale, ///< answers with the payment's snapshot of `value` changes ago
    InFlight, ///< the request runs `value` ms; until then its idempotency key is a conflict
};

/// Where a fault is carried out.
enum class FaultPlace {
    InsteadOfService, ///< by the proxy; the service never sees the request
    OnTheAnswer, ///< by the proxy, with the service's answer
    InTheService, ///< by the service, at the proxy's bidding
};

struct Fault
{
    FaultKind kind = FaultKind::DropBefore;
    qint64 value = 0;
    std::optional<int> retryAfter; ///< seconds
    QByteArray location;

    FaultPlace place() const;
};

/// Which requests a fault hits.
struct FaultRule
{
    QByteArray method; ///< empty for any
    QByteArray target; ///< prefix of path and query: "/v1/payments?" is the list, "/v1/payments/" is not
    int skip = 0; ///< matching requests that are let through first
    int times = 1; ///< how many are hit then; negative for all
    Fault fault;
};

/// Faults on demand. The control endpoints themselves are never hit.
class FaultTable
{
public:
    /// {"fault", "method", "path", "times", "skip", "value", "retry_after", "location"}, all but "fault"
    /// optional. The error is what the service answers.
    static Checked<FaultRule> read(const QByteArray &body);
    void add(const FaultRule &rule);
    void clear();

    /// The fault that hits this request, and counts it off. Rules are asked in the order they came in.
    std::optional<Fault> take(const QByteArray &method, const QByteArray &target);

private:
    QList<FaultRule> m_rules;
};

} // namespace paydesk::sandbox
