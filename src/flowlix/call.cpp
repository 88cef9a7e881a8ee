// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/call.h"

#include "flowlix/errors.h"
#include "flowlix/onceonlybody.h"
#include "flowlix/retryafter.h"

#include <QMetaEnum>
#include <QNetworkAccessManager>

using namespace Qt::StringLiterals;

namespace paydesk::flowlix {

namespace {

/// What is read ahead of this program when it is busy. Keeps an endless answer out of memory.
constexpr qint64 readAhead = 256 * 1024;

std::optional<qint64> numberHeader(const QNetworkReply &reply, const QByteArray &name)
{
    bool ok = false;
    const qint64 number = reply.rawHeader(name).trimmed().toLongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

HttpAnswer answerOf(const QNetworkReply &reply, const QByteArray &body)
{
    HttpAnswer answer;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.body = body;
    answer.requestId = QString::fromUtf8(reply.rawHeader("Flowlix-Request-Id")).simplified().left(200);
    const QDateTime serverTime = parseHttpDate(reply.rawHeader("Date"));
    answer.retryAfter = parseRetryAfter(
        reply.rawHeader("Retry-After"), serverTime.isValid() ? serverTime : QDateTime::currentDateTimeUtc());
    answer.rate = {.limit = numberHeader(reply, "X-RateLimit-Limit"),
        .remaining = numberHeader(reply, "X-RateLimit-Remaining"),
        .resetAt = numberHeader(reply, "X-RateLimit-Reset"),
        .serverTime = serverTime,
        .refusedFor = answer.status == 429 ? answer.retryAfter : std::nullopt};
    return answer;
}

/// Why there is no complete answer; empty where there is one, of whatever HTTP status.
std::optional<Error> transportError(const QNetworkReply &reply)
{
    const QNetworkReply::NetworkError error = reply.error();
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString detail
        = QString::fromLatin1(QMetaEnum::fromType<QNetworkReply::NetworkError>().valueToKey(error)) + u": "_s
        + reply.errorString();
    switch (error) {
    case QNetworkReply::NoError:
        return status > 0 ? std::nullopt : std::optional(badAnswer(u"no HTTP status"_s));
    case QNetworkReply::SslHandshakeFailedError:
        return noSecureConnection(detail);
    case QNetworkReply::RemoteHostClosedError:
        return connectionLost(detail);
    case QNetworkReply::ContentReSendError:
        // OnceOnlyBody refused: to be sent again, or to be rewound for a redirect that is not followed
        // anyway.
        return status >= 300 && status <= 399 ? std::nullopt : std::optional(connectionLost(detail));
    case QNetworkReply::TimeoutError:
    case QNetworkReply::ProxyTimeoutError:
        return noAnswerInTime(detail);
    case QNetworkReply::ProtocolFailure:
        return badAnswer(detail);
    default:
        break;
    }
    if (error < QNetworkReply::ContentAccessDenied)
        return noConnection(detail); // all of the network's and the proxy's own errors
    return status > 0 ? std::nullopt : std::optional(badAnswer(detail));
}

} // namespace

Call::Call(HttpRequest request, Limits limits, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_limits(limits)
{
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail(noAnswerInTime(u"no complete answer within %1 ms"_s.arg(m_limits.deadline.count())));
    });
}

Call::~Call()
{
    letGo();
}

void Call::start(QNetworkAccessManager &manager)
{
    if (m_ended)
        return;
    // The manager's own transfer timeout starts anew with each byte, so a slow drip would never meet it.
    m_deadline.start(m_limits.deadline);
    m_sinceStart.start();
    m_reply = m_request.body ? manager.post(m_request.head, new OnceOnlyBody(*m_request.body, this))
                             : manager.get(m_request.head);
    m_reply->setReadBufferSize(readAhead);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, [this] { m_headArrived = BootClock::now(); });
    connect(m_reply, &QNetworkReply::readyRead, this, &Call::readBody);
    connect(m_reply, &QNetworkReply::finished, this, &Call::finish);
}

void Call::fail(const Error &error)
{
    if (m_ended)
        return;
    close({});
    answer(error);
}

void Call::cancel()
{
    if (m_ended)
        return;
    close({});
    deleteLater();
}

void Call::readBody()
{
    m_body += m_reply->readAll();
    if (m_body.size() > m_limits.maximumBody)
        fail(badAnswer(u"more than %1 bytes"_s.arg(m_limits.maximumBody)));
}

void Call::finish()
{
    readBody();
    if (m_ended)
        return;
    if (const std::optional<Error> error = transportError(*m_reply)) {
        fail(*error);
        return;
    }
    HttpAnswer complete = answerOf(*m_reply, m_body);
    complete.arrival = m_headArrived.value_or(BootClock::now());
    complete.took = std::chrono::milliseconds(m_sinceStart.elapsed());
    close(complete.rate);
    answer(complete);
}

void Call::close(const RateHeaders &rate)
{
    m_ended = true;
    m_deadline.stop();
    letGo();
    emit ended(rate);
}

void Call::answer(const Result<HttpAnswer> &answer)
{
    // Later, so that whoever receives it may do anything, also delete the client.
    QMetaObject::invokeMethod(
        this,
        [this, answer] {
            deleteLater();
            emit answered(answer);
        },
        Qt::QueuedConnection);
}

void Call::letGo()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

} // namespace paydesk::flowlix
