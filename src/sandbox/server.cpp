// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/server.h"

#include <QCoreApplication>
#include <QMetaEnum>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

// The pages are in a static library: without this the linker leaves them out.
static void loadPages()
{
    Q_INIT_RESOURCE(sandbox);
}

namespace paydesk::sandbox {

namespace {

struct ServerText
{
    Q_DECLARE_TR_FUNCTIONS(SandboxServer)
};

QByteArray methodName(QHttpServerRequest::Method method)
{
    const char *key = QMetaEnum::fromType<QHttpServerRequest::Method>().valueToKey(static_cast<int>(method));
    return QByteArray(key).toUpper();
}

Request toRequest(const QHttpServerRequest &raw)
{
    Request request{.method = methodName(raw.method()),
        .path = raw.url().path(),
        .query = decodeForm(raw.url().query(QUrl::FullyEncoded).toUtf8()),
        .headers = {},
        .body = raw.body()};
    const auto headers = raw.headers();
    for (const auto &[name, value] : headers)
        request.headers.insert(name.toLower(), value);
    return request;
}

void write(const Response &response, QHttpServerResponder &&responder)
{
    QHttpServerResponse answer(
        response.contentType, response.body, static_cast<QHttpServerResponder::StatusCode>(response.status));
    answer.addHeaders(response.headers);
    answer.write(std::move(responder));
}

} // namespace

Server::Server(const ServerConfig &config, QObject *parent)
    : QObject(parent)
    , m_config(config)
    , m_stateFile(config.stateFile)
    , m_ledger(config.rules)
    , m_rateLimiter(config.rateLimit)
    , m_pages(m_ledger, config.clock)
{
    loadPages();
}

Server::~Server() = default;

Result<QUrl> Server::start()
{
    if (const Result<Done> loaded = load(); !loaded)
        return loaded.error();
    const quint16 servicePort = m_http.listen(QHostAddress::LocalHost, 0);
    if (servicePort == 0)
        return Error{
            .kind = ErrorKind::Network, .text = ServerText::tr("No port is free for the training service.")};

    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(u"127.0.0.1"_s);
    url.setPort(m_proxy.port());
    m_api = std::make_unique<Api>(m_ledger, m_idempotency, m_rateLimiter, m_config.clock, url);
    m_control = std::make_unique<Control>(m_ledger, m_faults, m_counts, m_config.clock, url);
    addRoutes();
    m_proxy.serve(
        {.servicePort = servicePort, .faults = m_faults, .counts = m_counts, .clock = m_config.clock});
    return url;
}

/// Takes up what the last run left. Listens in between, because the port is part of the state.
Result<Done> Server::load()
{
    Result<SavedState> opened = m_stateFile.open();
    if (!opened)
        return opened.error();
    const SavedState &saved = opened.value();
    for (const LedgerPayment &payment : saved.payments)
        m_ledger.restore(payment);
    for (const QJsonObject &entry : saved.idempotency)
        m_idempotency.restore(entry);
    if (!listen(saved.port))
        return Error{.kind = ErrorKind::Network,
            .text = ServerText::tr("Port %1 is in use.").arg(m_config.port),
            .detail = m_proxy.errorString()};
    const auto &payments = m_ledger.payments();
    return m_stateFile.rewrite({.payments = QList<LedgerPayment>(payments.begin(), payments.end()),
        .idempotency = m_idempotency.entries(m_config.clock()),
        .port = m_proxy.port()});
}

bool Server::listen(quint16 lastPort)
{
    if (m_config.port != 0)
        return m_proxy.listen(m_config.port);
    return (lastPort != 0 && m_proxy.listen(lastPort)) || m_proxy.listen(0);
}

void Server::route(const QString &pattern, QHttpServerRequest::Method method, const Handler &handler)
{
    m_http.route(
        pattern, method, [this, handler](const QHttpServerRequest &raw, QHttpServerResponder &&responder) {
            serve(raw, std::move(responder), handler);
        });
}

void Server::routeWithId(const QString &pattern, QHttpServerRequest::Method method,
    const std::function<Response(const Request &, const QString &id)> &handler)
{
    m_http.route(pattern, method,
        [this, handler](const QString &id, const QHttpServerRequest &raw, QHttpServerResponder &&responder) {
            serve(raw, std::move(responder),
                [handler, id](const Request &request) { return handler(request, id); });
        });
}

void Server::addRoutes()
{
    using Method = QHttpServerRequest::Method;
    route(u"/v1/payments/hpp"_s, Method::Post, [this](const Request &r) { return m_api->createPayment(r); });
    route(u"/v1/payments"_s, Method::Get, [this](const Request &r) { return m_api->listPayments(r); });
    routeWithId(u"/v1/payments/<arg>"_s, Method::Get,
        [this](const Request &r, const QString &id) { return m_api->retrievePayment(r, id); });
    routeWithId(u"/v1/payments/<arg>/refund"_s, Method::Post,
        [this](const Request &r, const QString &id) { return m_api->refundPayment(r, id); });

    routeWithId(u"/pay/<arg>"_s, Method::Get,
        [this](const Request &r, const QString &id) { return m_pages.showPayment(r, id); });
    routeWithId(u"/pay/<arg>"_s, Method::Post,
        [this](const Request &r, const QString &id) { return m_pages.submitPayment(r, id); });
    routeWithId(u"/3ds/<arg>"_s, Method::Get,
        [this](const Request &r, const QString &id) { return m_pages.showChallenge(r, id); });
    routeWithId(u"/3ds/<arg>"_s, Method::Post,
        [this](const Request &r, const QString &id) { return m_pages.answerChallenge(r, id); });
    for (const Method method : {Method::Get, Method::Post})
        routeWithId(u"/leave/<arg>"_s, method,
            [this](const Request &r, const QString &id) { return m_pages.leave(r, id); });
    route(u"/download"_s, Method::Get, [this](const Request &) { return m_pages.download(); });

    route(u"/sandbox/faults"_s, Method::Post, [this](const Request &r) { return m_control->addFault(r); });
    route(
        u"/sandbox/faults"_s, Method::Delete, [this](const Request &r) { return m_control->clearFaults(r); });
    route(u"/sandbox/ledger"_s, Method::Get, [this](const Request &r) { return m_control->showLedger(r); });
    route(
        u"/sandbox/requests"_s, Method::Get, [this](const Request &r) { return m_control->showRequests(r); });
    route(u"/sandbox/seed"_s, Method::Post, [this](const Request &r) { return m_control->seed(r); });
    routeWithId(u"/sandbox/payments/<arg>/settle"_s, Method::Post,
        [this](const Request &r, const QString &id) { return m_control->settle(r, id); });

    m_http.setMissingHandler([this](const QHttpServerRequest &raw, QHttpServerResponder &&responder) {
        serve(raw, std::move(responder), [this](const Request &r) { return m_api->unknownEndpoint(r); });
    });
}

void Server::serve(const QHttpServerRequest &raw, QHttpServerResponder &&responder, const Handler &handler)
{
    const Request request = toRequest(raw);
    const int holdMs = request.headers.value(faultheader::hold).toInt();
    if (holdMs <= 0) {
        write(process(request, handler), std::move(responder));
        return;
    }
    m_api->hold(request);
    const auto waiting = std::make_shared<QHttpServerResponder>(std::move(responder));
    const QPointer<QTcpSocket> socket = waiting->socket(); // the responder does not notice its end
    QTimer::singleShot(holdMs, this, [this, request, handler, waiting, socket] {
        m_api->release(request);
        const Response response = process(request, handler);
        if (socket)
            write(response, std::move(*waiting));
    });
}

Response Server::process(const Request &request, const Handler &handler)
{
    m_ledger.advance(m_config.clock());
    ++m_counts.processed[endpointName(request.method, request.path)];
    Response response = handler(request);
    const auto isRequestId = [](const Header &header) { return header.first == "Flowlix-Request-Id"; };
    const QByteArray requestId = newRequestId();
    if (!save())
        response = errorResponse({.status = 500,
                                     .type = u"api_error"_s,
                                     .code = u"state_not_written"_s,
                                     .message = u"The sandbox cannot write its state file."_s},
            requestId);
    if (std::none_of(response.headers.cbegin(), response.headers.cend(), isRequestId))
        response.headers.append(commonHeaders(m_config.clock(), requestId));
    return response;
}

bool Server::save()
{
    QList<LedgerPayment> payments;
    const QSet<QString> changed = m_ledger.takeChanged();
    for (const QString &id : changed)
        payments.append(*m_ledger.find(id));
    return m_stateFile.append(payments, m_idempotency.takeChanged());
}

} // namespace paydesk::sandbox
