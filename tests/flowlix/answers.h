// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "flowlix/client.h"

#include <QList>
#include <QObject>

namespace paydesk::flowlix {

inline const QByteArray testKey = QByteArrayLiteral("fl_test_sk_0123456789abcdef");
inline const QString testPaymentId = QStringLiteral("pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890");

/// Collects what calls answer, and is the context that they answer to.
template <typename T> class Answers : public QObject
{
public:
    Callback<T> callback()
    {
        return [this](const Result<T> &result) { results.append(result); };
    }
    qsizetype count() const { return results.size(); }
    const Error &error() const { return results.last().error(); }

    QList<Result<T>> results;
};

inline ClientConfig configFor(const QUrl &url)
{
    return {.baseUrl = url, .key = SecretKey::parse(testKey).value()};
}

/// A payment as the service writes it.
inline QByteArray paymentBody(const QByteArray &amount = "2500", const QByteArray &currency = "eur",
    const QByteArray &id = testPaymentId.toLatin1())
{
    return "{\"id\":\"" + id + "\",\"object\":\"payment\",\"amount\":" + amount + ",\"currency\":\""
        + currency + "\",\"status\":\"pending\"}";
}

inline CreateCall createCall()
{
    return {.body = "{\"amount\":2500,\"currency\":\"eur\"}",
        .idempotencyKey = "0190a1b2-0000-7000-8000-000000000001",
        .amount = Money(2500, Currency::Eur)};
}

inline RetrieveCall retrieveCall()
{
    return {.paymentId = testPaymentId, .amount = Money(2500, Currency::Eur)};
}

inline RefundCall refundCall()
{
    return {.paymentId = testPaymentId,
        .body = "{\"reason\":\"Returned\"}",
        .idempotencyKey = "refund-1",
        .paymentAmount = Money(2500, Currency::Eur)};
}

} // namespace paydesk::flowlix
