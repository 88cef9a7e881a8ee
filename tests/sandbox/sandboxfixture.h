// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/server.h"
#include "sandbox/steering.h"

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace paydesk::sandbox::test {

inline const QByteArray testKey = "fl_test_sk_abc123def456";

/// What came back over one raw connection. Qt's own client would hide half of what these tests look at.
struct Answer
{
    bool connected = false;
    bool closed = false; ///< the other side closed the connection
    QByteArray raw;

    int status() const { return raw.mid(9, 3).toInt(); }
    QByteArray head() const { return raw.left(raw.indexOf("\r\n\r\n") + 4); }
    QByteArray body() const { return raw.mid(head().size()); }
    QJsonObject json() const { return QJsonDocument::fromJson(body()).object(); }
    QJsonObject error() const { return json()[QStringLiteral("error")].toObject(); }
    QByteArray header(const QByteArray &name) const
    {
        HttpMessage message{.head = head(), .body = {}};
        return message.header(name.toLower());
    }
    bool isWhole() const
    {
        return raw.contains("\r\n\r\n") && !header("Content-Length").isEmpty()
            && body().size() >= header("Content-Length").toLongLong();
    }
};

struct Call
{
    QByteArray method = "GET";
    QByteArray target;
    QByteArray body = {};
    QList<Header> headers = {};
};

inline QByteArray requestBytes(const Call &call)
{
    QByteArray bytes = call.method + ' ' + call.target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const auto &[name, value] : call.headers)
        bytes += name + ": " + value + "\r\n";
    if (!call.body.isEmpty() || call.method == "POST")
        bytes += "Content-Length: " + QByteArray::number(call.body.size()) + "\r\n";
    return bytes + "\r\n" + call.body;
}

/// Sends a call and collects the answer until it is whole, the connection is closed, or `until` says so.
inline Answer send(quint16 port, const Call &call, const std::function<bool(const Answer &)> &until = {},
    int timeoutMs = 10000)
{
    Answer answer;
    QTcpSocket socket;
    QEventLoop wait; // woken by whatever the socket says, so that many calls take little time
    QObject::connect(&socket, &QTcpSocket::connected, &wait, [&] {
        answer.connected = true;
        socket.write(requestBytes(call));
    });
    QObject::connect(&socket, &QTcpSocket::readyRead, &wait, [&] { answer.raw += socket.readAll(); });
    QObject::connect(&socket, &QTcpSocket::readyRead, &wait, &QEventLoop::quit);
    QObject::connect(&socket, &QTcpSocket::stateChanged, &wait, &QEventLoop::quit);
    QTimer ticks; // for conditions that look elsewhere
    QObject::connect(&ticks, &QTimer::timeout, &wait, &QEventLoop::quit);
    ticks.start(20);

    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    for (QDeadlineTimer deadline(timeoutMs); !deadline.hasExpired();) {
        wait.exec();
        const bool ended = socket.state() == QAbstractSocket::UnconnectedState;
        answer.closed = answer.connected && ended;
        if (ended || (until ? until(answer) : answer.isWhole()))
            break;
    }
    socket.disconnect(&wait);
    return answer;
}

inline QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

inline QByteArray createBody(qint64 amount = 2500, const QJsonObject &metadata = {},
    const QString &returnUrl = QStringLiteral("https://paydesk.invalid/return"))
{
    return json({{QStringLiteral("amount"), amount}, {QStringLiteral("currency"), QStringLiteral("eur")},
        {QStringLiteral("redirect_url"), returnUrl}, {QStringLiteral("metadata"), metadata}});
}

inline QList<Header> authorized(const QByteArray &idempotencyKey = {})
{
    QList<Header> headers = {{"Authorization", "Bearer " + testKey}, {"Content-Type", "application/json"}};
    if (!idempotencyKey.isEmpty())
        headers.append({"Idempotency-Key", idempotencyKey});
    return headers;
}

/// A sandbox of its own in this process, with a clock that the test turns.
struct Sandbox
{
    explicit Sandbox(int rateLimit = 100'000, const QString &stateFile = {})
        : path(stateFile.isEmpty() ? directory.filePath(QStringLiteral("state.jsonl")) : stateFile)
        , server(std::make_unique<Server>(
              ServerConfig{.stateFile = path, .rateLimit = rateLimit, .clock = [this] { return now; }}))
    {
        const Result<QUrl> started = server->start();
        if (started)
            url = *started;
    }

    quint16 port() const { return static_cast<quint16>(url.port()); }
    Answer get(const QByteArray &target) const
    {
        return send(port(), {.target = target, .headers = authorized()});
    }
    Answer post(const QByteArray &target, const QByteArray &body, const QByteArray &idempotencyKey = {}) const
    {
        return send(port(),
            {.method = "POST", .target = target, .body = body, .headers = authorized(idempotencyKey)});
    }
    Answer create(const QByteArray &body = createBody(), const QByteArray &idempotencyKey = {}) const
    {
        return post("/v1/payments/hpp", body, idempotencyKey);
    }
    /// The id of a new payment with this metadata.
    QString newPayment(const QJsonObject &metadata = {},
        const QString &returnUrl = QStringLiteral("https://paydesk.invalid/return")) const
    {
        return create(createBody(2500, metadata, returnUrl)).json()[QStringLiteral("id")].toString();
    }
    QJsonObject payment(const QString &id) const { return get("/v1/payments/" + id.toLatin1()).json(); }
    QString status(const QString &id) const { return payment(id)[QStringLiteral("status")].toString(); }
    /// Posts a form as a page does.
    Answer submit(const QByteArray &target, const QByteArray &form) const
    {
        return send(port(),
            {.method = "POST",
                .target = target,
                .body = form,
                .headers = {{"Content-Type", "application/x-www-form-urlencoded"}}});
    }
    Answer payWith(const QString &id, const QByteArray &number) const
    {
        return submit("/pay/" + id.toLatin1(), "number=" + number + "&expiry=12%2F40&cvc=123&action=pay");
    }
    void addFault(const QJsonObject &fault) const
    {
        QCOMPARE(post("/sandbox/faults", json(fault)).status(), 201);
    }

    QTemporaryDir directory;
    QString path;
    qint64 now = 1'900'000'000'000; // 2030-03-17
    std::unique_ptr<Server> server;
    QUrl url;
};

} // namespace paydesk::sandbox::test
