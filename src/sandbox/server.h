// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/api.h"
#include "sandbox/control.h"
#include "sandbox/faultproxy.h"
#include "sandbox/pages.h"
#include "sandbox/statefile.h"

#include <QDateTime>
#include <QHttpServer>

#include <memory>

namespace paydesk::sandbox {

struct ServerConfig
{
    quint16 port = 0; ///< 0: the port of the last run where that is free, else any
    QString stateFile;
    int rateLimit = 500; ///< requests a minute for each API key
    LedgerRules rules;
    Clock clock = QDateTime::currentMSecsSinceEpoch;
};

/// A whole sandbox: the HTTP server on an internal port, the fault proxy on the public one (both on loopback
/// only), and the state file, to which every change is written before it is answered.
class Server : public QObject
{
    Q_OBJECT
public:
    explicit Server(const ServerConfig &config, QObject *parent = nullptr);
    ~Server() override;

    /// Starts to serve, and says where. Errors are ErrorKind::Storage (the state file) and
    /// ErrorKind::Network (the port is taken). Call once.
    Result<QUrl> start();

private:
    using Handler = std::function<Response(const Request &)>;
    Result<Done> load();
    bool listen(quint16 lastPort);
    void route(const QString &pattern, QHttpServerRequest::Method method, const Handler &handler);
    void routeWithId(const QString &pattern, QHttpServerRequest::Method method,
        const std::function<Response(const Request &, const QString &id)> &handler);
    void addRoutes();
    void serve(const QHttpServerRequest &raw, QHttpServerResponder &&responder, const Handler &handler);
    Response process(const Request &request, const Handler &handler);
    bool save();

    const ServerConfig m_config;
    StateFile m_stateFile;
    Ledger m_ledger;
    IdempotencyStore m_idempotency;
    RateLimiter m_rateLimiter;
    FaultTable m_faults;
    RequestCounts m_counts;
    std::unique_ptr<Api> m_api;
    std::unique_ptr<Control> m_control;
    Pages m_pages;
    QHttpServer m_http;
    FaultProxy m_proxy;
};

} // namespace paydesk::sandbox
