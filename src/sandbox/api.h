// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/apierror.h"
#include "sandbox/idempotency.h"
#include "sandbox/ledger.h"
#include "sandbox/ratelimit.h"

#include <QUrl>

namespace paydesk::sandbox {

/// Request headers by which the fault proxy asks the service itself for a fault. Callers cannot send them.
namespace faultheader {
inline constexpr char stale[] = "sandbox-stale"; ///< how many snapshots back a retrieve answers
inline constexpr char hold[] = "sandbox-hold"; ///< milliseconds for which the request stays in flight
inline constexpr char otherPayment[] = "sandbox-other-payment"; ///< whatever its value
inline constexpr char forgetKey[] = "sandbox-forget-key"; ///< whatever its value
inline constexpr char hideNewest[] = "sandbox-hide-newest"; ///< how many payments the list leaves out
inline constexpr char prefix[] = "sandbox-";
} // namespace faultheader

/// The service's endpoints: authentication, rate limit, idempotency, validation and the error envelope
/// around the ledger. Knows no network. What it is given must outlive it.
class Api
{
public:
    Api(Ledger &ledger, IdempotencyStore &idempotency, RateLimiter &rateLimiter, Clock clock,
        const QUrl &baseUrl);

    Response createPayment(const Request &request); ///< POST /v1/payments/hpp
    Response retrievePayment(const Request &request, const QString &id); ///< GET /v1/payments/{id}
    Response listPayments(const Request &request); ///< GET /v1/payments
    Response refundPayment(const Request &request, const QString &id); ///< POST /v1/payments/{id}/refund
    /// Whatever else is asked for: 404.
    Response unknownEndpoint(const Request &request);

    /// Between these two, the request's idempotency key is taken by a request that still runs.
    void hold(const Request &request);
    void release(const Request &request);

private:
    using Handler = std::function<Checked<Response>()>;
    Response guarded(const Request &request, const Handler &handler);
    Checked<Response> once(const Request &request, const Handler &handler);
    Response paymentResponse(int status, const Payment &payment) const;
    Response withOtherPayment(Response response) const;

    Ledger &m_ledger;
    IdempotencyStore &m_idempotency;
    RateLimiter &m_rateLimiter;
    Clock m_clock;
    QUrl m_baseUrl;
};

} // namespace paydesk::sandbox
