// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/faultproxy.h"

namespace paydesk::sandbox {

FaultProxy::FaultProxy(QObject *parent)
    : QObject(parent)
{
}

bool FaultProxy::listen(quint16 port)
{
    return m_server.listen(QHostAddress::LocalHost, port);
}

quint16 FaultProxy::port() const
{
    return m_server.serverPort();
}

QString FaultProxy::errorString() const
{
    return m_server.errorString();
}

void FaultProxy::serve(const ProxyContext &context)
{
    const auto accept = [this, context] {
        while (QTcpSocket *caller = m_server.nextPendingConnection())
            new ProxyConnection(caller, context, this); // deletes itself
    };
    connect(&m_server, &QTcpServer::newConnection, this, accept);
    accept();
}

} // namespace paydesk::sandbox
