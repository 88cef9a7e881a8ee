// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/apierror.h"

#include <QJsonObject>
#include <QMap>
#include <QRandomGenerator>

#include <optional>

namespace paydesk::sandbox {

/// What goes wrong with a request. The names on the wire are in the table in faults.cpp.
enum class FaultKind {
    DropBefore, ///< the connection is closed, the request is not processed
    DropAfter, ///< processed, then the connection is closed unanswered
    Stall, ///< processed, never answered; the connection stays open
    StallHead, ///< processed; half of the answer's head, then nothing; the connection stays open
    Delay, ///< processed, answered `value` ms later
    Status, ///< answered with status `value`, not processed; `retry_after` goes into a header
    StatusAfter, ///< processed, answered with status `value`
    Redirect, ///< answered with status `value` and `location`, not processed
    Truncated, ///< processed; half the body under the full Content-Length, then closed
    TruncatedChunkless, ///< processed; half the body and no Content-Length, then closed
    Garbage, ///< processed; HTML under the right status
    Empty, ///< processed; no body
    Drip, ///< processed; one byte of the answer each `value` ms
    Huge, ///< processed; the body is padded by `value` bytes
    WrongType, ///< processed; the amount and the status have the wrong JSON types
    DuplicateAmount, ///< processed; the amount is there twice, the second time as 1
    DuplicateId, ///< processed; the id is there twice, the second one is made up
    NanAmount, ///< processed; the amount is NaN, which is no JSON
    HugeAmount, ///< processed; the amount is 2^63
    OtherAmount, ///< processed; the amount is `value` minor units more
    OtherCurrency, ///< processed; another currency of the contract
    OtherAttempt, ///< processed; the metadata names another attempt
    PendingAgain, ///< processed; the payment says that it is pending, also one that is final
    ShortPage, ///< processed; half of the page (of one payment: none), and `has_more` is true
    Stale, ///< answers with the payment's snapshot of `value` changes ago
    InFlight, ///< the request runs `value` ms; until then its idempotency key is a conflict
    OtherPayment, ///< processed; answers with another payment of the ledger, a made-up one if there is none
    ForgetKey, ///< the idempotency key is forgotten first: a repeated request is processed again
    HideNewest, ///< the list does not know the `value` newest payments yet
};

/// Where a fault is carried out.
enum class FaultPlace {
    InsteadOfService, ///< by the proxy; the service never sees the request
    OnTheAnswer, ///< by the proxy, with the service's answer
    InTheBody, ///< by the proxy, see tamperedBody()
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

/// Which requests are hit, and by what.
struct FaultRule
{
    QByteArray method; ///< empty for any
    QByteArray target; ///< prefix of path and query: "/v1/payments?" is the list, "/v1/payments/" is not
    int skip = 0; ///< matching requests that are let through first
    int times = 1; ///< how many are hit then; negative for all
    double probability = 1; ///< that a matching request is hit
    QList<Fault> faults; ///< one of them, each as likely as the others
    QRandomGenerator random; ///< seeded: the same requests in the same order meet the same faults
};

/// Faults on demand. The control endpoints themselves are never hit.
class FaultTable
{
public:
    /// {"fault", "method", "path", "times", "skip", "value", "retry_after", "location"}, all but "fault"
    /// optional; or {"faults", "probability", "seed", …}, where "faults" is a list of names, and of objects
    /// where a fault has a "value", "retry_after" or "location" of its own. With a probability "times" is
    /// -1 where it is not given. The error is what the service answers.
    static Checked<FaultRule> read(const QByteArray &body);
    void add(const FaultRule &rule);
    void clear();

    /// The fault that hits this request, and counts it off. Rules are asked in the order they came in.
    std::optional<Fault> take(const QByteArray &method, const QByteArray &target);
    /// How many requests each fault has hit, by its name, also where it can make no difference, as
    /// "forget_key" for a GET. clear() does not take it back.
    const QMap<QString, qint64> &struck() const { return m_struck; }

private:
    QList<FaultRule> m_rules;
    QMap<QString, qint64> m_struck;
};

} // namespace paydesk::sandbox
