// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secretkey.h"
#include "flowlix/priority.h"
#include "flowlix/wire.h"

#include <QDateTime>
#include <QObject>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>

namespace paydesk::flowlix {

struct ClientConfig
{
    QUrl baseUrl; ///< https, or http to loopback; anything else is refused at each call
    SecretKey key;
    std::chrono::milliseconds deadline = std::chrono::seconds(30); ///< from sending to the last byte
    qint64 maximumBody = 4 * 1024 * 1024; ///< bytes of an answer; more is ErrorKind::BadAnswer
};

/// An answer about one payment.
struct PaymentAnswer
{
    Payment payment;
    QString requestId; ///< the service's `Flowlix-Request-Id`
};

/// POST /v1/payments/hpp, as the journal has committed it.
struct CreateCall
{
    QByteArray body; ///< sent as it is: a resend must be the same bytes
    QByteArray idempotencyKey; ///< 255 characters at most
    Money amount; ///< what the answer must say; another amount is ErrorKind::Mismatch
};

/// GET /v1/payments/{id}
struct RetrieveCall
{
    QString paymentId;
    Money amount; ///< what the answer must say; another amount is ErrorKind::Mismatch
};

/// GET /v1/payments
struct ListCall
{
    int limit = 100; ///< 1 to 100
    QString startingAfter; ///< payment id; empty for the newest
    QDateTime createdFrom; ///< inclusive; invalid for no bound
    QDateTime createdBefore; ///< exclusive; invalid for no bound
    Priority priority = Priority::Foreground;
};

/// POST /v1/payments/{id}/refund, as the journal has committed it.
struct RefundCall
{
    QString paymentId;
    QByteArray body;
    QByteArray idempotencyKey;
    Money paymentAmount; ///< what the answer must say
};

/// Owns HTTP to the service. Each call makes one attempt and answers once (see Callback); when to try
/// again is for the caller to decide, who knows what was journaled. All calls share keep-alive
/// connections and one rate budget: a call that the service would refuse for its rate waits its turn,
/// and that wait does not count against the deadline.
///
/// Lives on one thread; its contexts may live on others. What is still under way when it is destroyed is
/// given up without an answer. Errors are those of the service (see decodeError()), ErrorKind::Network,
/// ErrorKind::BadAnswer, and, where nothing was sent, ErrorKind::Configuration or ErrorKind::InvalidInput.
///
/// A POST leaves once a call. The key goes into the Authorization header and nowhere else, and is cut out
/// of whatever the service says.
class Client : public QObject
{
    Q_OBJECT
public:
    explicit Client(ClientConfig config, QObject *parent = nullptr);
    ~Client() override;

    void createPayment(const CreateCall &call, QObject *context, Callback<PaymentAnswer> callback);
    void retrievePayment(const RetrieveCall &call, QObject *context, Callback<PaymentAnswer> callback);
    void listPayments(const ListCall &call, QObject *context, Callback<PaymentPage> callback);
    void refundPayment(const RefundCall &call, QObject *context, Callback<PaymentAnswer> callback);

    /// The service's time now, in UTC: the `Date` of its newest answer, of whatever call and status, carried
    /// on by a clock that nobody can set and that runs on while the machine sleeps (BootClock). Empty before
    /// the first such answer. Already counts the answer that a callback is just being given.
    std::optional<QDateTime> serviceTime() const;
    /// Whether a call that could as well be left out takes nothing from those that could not: none waits for
    /// the rate budget, and a quarter of the window is left.
    bool hasBudgetToSpare() const;

signals:
    /// A complete answer to any call arrived, whatever its HTTP status. `took`: from sending to the last
    /// byte, without the wait for the rate budget.
    void answered(std::chrono::milliseconds took, int httpStatus);
    /// A call was sent and brought no complete answer: ErrorKind::Network. One whose answer was given up
    /// on, because it is too long or no HTTP, is neither answered nor unanswered.
    void unanswered(const paydesk::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace paydesk::flowlix
