// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/client.h"

#include "core/secureurl.h"
#include "flowlix/errors.h"
#include "flowlix/sender.h"
#include "flowlix/serviceclock.h"

#include <QCoreApplication>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::flowlix {

namespace {

bool isUsableIdempotencyKey(const QByteArray &key)
{
    return !key.isEmpty() && key.size() <= 255
        && std::all_of(key.cbegin(), key.cend(), [](char c) { return c > ' ' && c < 0x7f; });
}

/// Whole Unix seconds, rounded up: for times in whole seconds "from 10.5" and "before 10.5" both mean 11.
qint64 ceilSeconds(const QDateTime &time)
{
    const qint64 milliseconds = time.toMSecsSinceEpoch();
    return milliseconds / 1000 + (milliseconds % 1000 > 0 ? 1 : 0);
}

Error redacted(Error error, const SecretKey &key)
{
    error.text = key.redacted(error.text);
    error.detail = key.redacted(error.detail);
    error.code = key.redacted(error.code);
    error.requestId = key.redacted(error.requestId);
    return error;
}

/// Reads a 2xx body with `decode`; anything else is the error that it stands for.
template <typename T, typename Decode> Result<T> readAnswer(const HttpAnswer &answer, Decode decode)
{
    Error error;
    if (answer.status >= 200 && answer.status <= 299) {
        Result<T> result = decode(answer.body);
        if (result)
            return result;
        error = result.error();
        error.detail = u"HTTP %1, "_s.arg(answer.status) + error.detail;
        error.requestId = answer.requestId;
    } else {
        error = decodeError(answer.status, answer.body, answer.requestId);
    }
    error.retryAfter = answer.retryAfter;
    return error;
}

/// An answer about one payment, which must be the payment that was asked about. `id` is empty where it is
/// not known before.
Result<PaymentAnswer> readPaymentAnswer(const HttpAnswer &answer, const QString &id, Money amount)
{
    const Result<Payment> payment
        = readAnswer<Payment>(answer, [&](const QByteArray &body) -> Result<Payment> {
              Result<Payment> read = decodePayment(body);
              if (read && !id.isEmpty() && read->id != id)
                  return mismatch(u"another payment than was asked for: "_s + read->id);
              if (read && read->amount != amount)
                  return mismatch(u"another amount than was asked for: %1 %2"_s.arg(read->amount.minorUnits())
                                      .arg(currencyWireCode(read->amount.currency())));
              return read;
          });
    if (!payment)
        return payment.error();
    return PaymentAnswer{.payment = *payment, .requestId = answer.requestId};
}

} // namespace

class Client::Private
{
    Q_DECLARE_TR_FUNCTIONS(FlowlixClient)
public:
    template <typename T> using Reader = std::function<Result<T>(const HttpAnswer &)>;

    Private(ClientConfig given, Client &client)
        : m_client(client)
        , m_config(std::move(given))
        , m_sender(m_config.baseUrl.host())
    {
    }

    HttpRequest get(const QString &path, const QUrlQuery &query = {}) const;
    HttpRequest post(const QString &path, const QByteArray &body, const QByteArray &idempotencyKey) const;

    /// Why nothing may be sent at all; empty where all is well.
    std::optional<Error> obstacle() const;
    std::optional<Error> keyObstacle(const QByteArray &idempotencyKey) const;
    std::optional<Error> idObstacle(const QString &paymentId) const;

    template <typename T>
    void submit(const HttpRequest &request, const std::optional<Error> &obstacle, QObject *context,
        Callback<T> callback, Reader<T> read, Priority priority = Priority::Foreground);

    std::optional<QDateTime> serviceTime() const { return m_clock.at(BootClock::now()); }
    bool hasBudgetToSpare() { return m_sender.hasToSpare(); }

private:
    QNetworkRequest head(const QString &path, const QUrlQuery &query) const;
    void hear(const Result<HttpAnswer> &answer);

    Client &m_client;
    const ClientConfig m_config;
    Sender m_sender;
    ServiceClock m_clock;
};

QNetworkRequest Client::Private::head(const QString &path, const QUrlQuery &query) const
{
    QString base = m_config.baseUrl.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    QUrl url = m_config.baseUrl.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    url.setPath(base + path);
    if (!query.isEmpty())
        url.setQuery(query);

    QNetworkRequest request(url);
    request.setRawHeader("Authorization", m_config.key.authorization());
    request.setRawHeader("Accept", "application/json");
    request.setHeader(QNetworkRequest::UserAgentHeader, u"Paydesk/"_s + QLatin1StringView(PAYDESK_VERSION));
    // What is counted against the size limit is what travels.
    request.setRawHeader("Accept-Encoding", "identity");
    // A redirect would take the key along to whatever host it names.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    // One protocol, whose behaviour when connections break is known and tested.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    return request;
}

HttpRequest Client::Private::get(const QString &path, const QUrlQuery &query) const
{
    return {.head = head(path, query), .body = {}};
}

HttpRequest Client::Private::post(
    const QString &path, const QByteArray &body, const QByteArray &idempotencyKey) const
{
    HttpRequest request = {.head = head(path, {}), .body = body};
    request.head.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.head.setHeader(QNetworkRequest::ContentLengthHeader, body.size());
    request.head.setRawHeader("Idempotency-Key", idempotencyKey);
    return request;
}

std::optional<Error> Client::Private::obstacle() const
{
    if (!isSecureUrl(m_config.baseUrl))
        return notConfigured(
            tr("The address of Flowlix must begin with https://. Correct it in the settings."));
    if (m_config.key.isEmpty())
        return notConfigured(tr("There is no secret key. Enter it in the settings."));
    return {};
}

std::optional<Error> Client::Private::keyObstacle(const QByteArray &idempotencyKey) const
{
    if (!isUsableIdempotencyKey(idempotencyKey))
        return invalidInput(tr("The request has no usable idempotency key, so it was not sent."));
    return obstacle();
}

std::optional<Error> Client::Private::idObstacle(const QString &paymentId) const
{
    if (!isPaymentId(paymentId))
        return invalidInput(tr("This is not the id of a payment, so nothing was sent."));
    return obstacle();
}

template <typename T>
void Client::Private::submit(const HttpRequest &request, const std::optional<Error> &obstacle,
    QObject *context, Callback<T> callback, Reader<T> read, Priority priority)
{
    Q_ASSERT(context);
    Call *call
        = m_sender.makeCall(request, {.deadline = m_config.deadline, .maximumBody = m_config.maximumBody});
    QObject::connect(context, &QObject::destroyed, call, &Call::cancel);
    // Before the caller hears of it, who may ask for the service's time, or delete the client.
    QObject::connect(
        call, &Call::answered, &m_client, [this](const Result<HttpAnswer> &answer) { hear(answer); });
    // Runs on the context's thread and takes nothing of the client along: that may be gone by then.
    const auto deliver = [callback = std::move(callback), read = std::move(read), key = m_config.key](
                             const Result<HttpAnswer> &answer) {
        if (!answer) {
            callback(redacted(answer.error(), key));
            return;
        }
        HttpAnswer clean = *answer;
        clean.body = key.redacted(clean.body);
        clean.requestId = key.redacted(clean.requestId);
        const Result<T> result = read(clean);
        callback(result ? result : Result<T>(redacted(result.error(), key)));
    };
    QObject::connect(call, &Call::answered, context, deliver);
    if (obstacle)
        call->fail(*obstacle);
    else
        m_sender.send(call, priority);
}

void Client::Private::hear(const Result<HttpAnswer> &answer)
{
    if (answer) {
        m_clock.note(answer->rate.serverTime, answer->arrival);
        emit m_client.answered(answer->took, answer->status);
    } else if (answer.error().kind == ErrorKind::Network) {
        emit m_client.unanswered(redacted(answer.error(), m_config.key));
    }
}

Client::Client(ClientConfig config, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(config), *this))
{
}

Client::~Client() = default;

std::optional<QDateTime> Client::serviceTime() const
{
    return d->serviceTime();
}

bool Client::hasBudgetToSpare() const
{
    return d->hasBudgetToSpare();
}

void Client::createPayment(const CreateCall &call, QObject *context, Callback<PaymentAnswer> callback)
{
    d->submit<PaymentAnswer>(d->post(u"/v1/payments/hpp"_s, call.body, call.idempotencyKey),
        d->keyObstacle(call.idempotencyKey), context, std::move(callback),
        [amount = call.amount](const HttpAnswer &answer) { return readPaymentAnswer(answer, {}, amount); });
}

void Client::retrievePayment(const RetrieveCall &call, QObject *context, Callback<PaymentAnswer> callback)
{
    d->submit<PaymentAnswer>(d->get(u"/v1/payments/"_s + call.paymentId), d->idObstacle(call.paymentId),
        context, std::move(callback),
        [call](const HttpAnswer &answer) { return readPaymentAnswer(answer, call.paymentId, call.amount); });
}

void Client::listPayments(const ListCall &call, QObject *context, Callback<PaymentPage> callback)
{
    QUrlQuery query;
    query.addQueryItem(u"limit"_s, QString::number(std::clamp(call.limit, 1, 100)));
    if (!call.startingAfter.isEmpty())
        query.addQueryItem(u"starting_after"_s, call.startingAfter);
    if (call.createdFrom.isValid())
        query.addQueryItem(u"created[gte]"_s, QString::number(ceilSeconds(call.createdFrom)));
    if (call.createdBefore.isValid())
        query.addQueryItem(u"created[lt]"_s, QString::number(ceilSeconds(call.createdBefore)));
    const std::optional<Error> obstacle
        = call.startingAfter.isEmpty() ? d->obstacle() : d->idObstacle(call.startingAfter);
    d->submit<PaymentPage>(
        d->get(u"/v1/payments"_s, query), obstacle, context, std::move(callback),
        [](const HttpAnswer &answer) {
            return readAnswer<PaymentPage>(answer, [&answer](const QByteArray &body) -> Result<PaymentPage> {
                Result<PaymentPage> read = decodePaymentPage(body);
                if (!read)
                    return read;
                PaymentPage page = std::move(read).value();
                page.requestId = answer.requestId;
                return page;
            });
        },
        call.priority);
}

void Client::refundPayment(const RefundCall &call, QObject *context, Callback<PaymentAnswer> callback)
{
    std::optional<Error> obstacle = d->idObstacle(call.paymentId);
    if (!obstacle)
        obstacle = d->keyObstacle(call.idempotencyKey);
    d->submit<PaymentAnswer>(
        d->post(u"/v1/payments/%1/refund"_s.arg(call.paymentId), call.body, call.idempotencyKey), obstacle,
        context, std::move(callback),
        [id = call.paymentId, amount = call.paymentAmount](
            const HttpAnswer &answer) { return readPaymentAnswer(answer, id, amount); });
}

} // namespace paydesk::flowlix
