// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/proxyconnection.h"

#include <QTcpServer>

namespace paydesk::sandbox {

/// The public port, in front of the HTTP server: QHttpServer answers every request whole, so that whatever
/// breaks a connection has to happen here.
class FaultProxy : public QObject
{
    Q_OBJECT
public:
    explicit FaultProxy(QObject *parent = nullptr);

    /// Listens on loopback; port 0 is any free one. False where the port is taken.
    bool listen(quint16 port);
    quint16 port() const;
    QString errorString() const;
    /// Serves callers from now on. What the context refers to must outlive the proxy.
    void serve(const ProxyContext &context);

private:
    QTcpServer m_server;
};

} // namespace paydesk::sandbox
