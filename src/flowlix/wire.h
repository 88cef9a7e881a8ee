// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chargerequest.h"
#include "core/payment.h"
#include "core/result.h"

#include <QByteArray>

/// The wire format of the service, and the only place that knows it. Pure functions: bytes in, values
/// out, no network.
///
/// Reading is tolerant of what does not matter (unknown members, null, an unknown status) and strict on
/// what money depends on: a wrong type, a missing id, amount, currency or status is ErrorKind::BadAnswer,
/// never a default.
namespace paydesk::flowlix {

/// One page of a listing, newest payment first.
struct PaymentPage
{
    QList<Payment> payments;
    bool hasMore = false; ///< a page may be short, or empty, while there is more
    QString requestId; ///< the service's `Flowlix-Request-Id`; it comes with the page, and is not in it
};

/// "pay_" and a UUID: the only ids that are believed, and the only ones that enter a URL.
bool isPaymentId(const QString &text);

/// The body of POST /v1/payments/hpp. The same request gives the same bytes.
QByteArray encodeCreate(const ChargeRequest &request);
/// The body of POST /v1/payments/{id}/refund. Without an amount the service refunds all that is left.
QByteArray encodeRefund(const QString &reason, std::optional<Money> amount);

Result<Payment> decodePayment(const QByteArray &body);
Result<PaymentPage> decodePaymentPage(const QByteArray &body);
/// What an answer with an error status means. `body` may be anything; `requestId` is the header's, and
/// the body's is used where that is empty. Never an empty text.
Error decodeError(int httpStatus, const QByteArray &body, const QString &requestId);

} // namespace paydesk::flowlix
