// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/delivery.h"

#include <QTcpSocket>
#include <QTimer>

namespace paydesk::sandbox {

/// What all connections of the proxy share.
struct ProxyContext
{
    quint16 servicePort = 0; ///< of the HTTP server behind the proxy, on loopback
    FaultTable &faults;
    RequestCounts &counts;
    Clock clock;
};

/// One caller's connection: takes its requests off one at a time, lets the service answer, and delivers the
/// answer as the faults have it. Deletes itself when the caller has gone; a request that is under way then
/// is still processed, as it would be behind a real network.
class ProxyConnection : public QObject
{
    Q_OBJECT
public:
    /// Takes the socket over.
    ProxyConnection(QTcpSocket *caller, const ProxyContext &context, QObject *parent);
    ~ProxyConnection() override;

private:
    void readCaller();
    void takeRequest();
    void forward(HttpMessage request);
    void readService();
    void start(const Delivery &delivery);
    void writeOn();
    void finish();

    enum class State { Idle, AwaitsService, Delivers };

    const ProxyContext m_context;
    QTcpSocket *m_caller;
    QTcpSocket m_service;
    QByteArray m_fromCaller;
    QByteArray m_fromService;
    State m_state = State::Idle;
    std::optional<Fault> m_fault;
    bool m_headOnly = false; ///< the request is a HEAD: its answer has no body
    bool m_closeAfter = false; ///< the caller asked for it
    Delivery m_delivery;
    QTimer m_timer;
};

} // namespace paydesk::sandbox
