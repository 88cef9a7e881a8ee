// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/proxyconnection.h"

#include "sandbox/api.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace paydesk::sandbox {

namespace {

constexpr qint64 portion = 64LL * 1024;

/// How the service is told of a fault that is its own to carry out; null for the others.
const char *headerOf(FaultKind kind)
{
    switch (kind) {
    case FaultKind::Stale:
        return faultheader::stale;
    case FaultKind::InFlight:
        return faultheader::hold;
    case FaultKind::OtherPayment:
        return faultheader::otherPayment;
    case FaultKind::ForgetKey:
        return faultheader::forgetKey;
    case FaultKind::HideNewest:
        return faultheader::hideNewest;
    default:
        return nullptr;
    }
}

} // namespace

ProxyConnection::ProxyConnection(QTcpSocket *caller, const ProxyContext &context, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_caller(caller)
{
    m_caller->setParent(this);
    m_caller->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one may fire before its time
    connect(m_caller, &QTcpSocket::readyRead, this, &ProxyConnection::readCaller);
    connect(m_caller, &QTcpSocket::bytesWritten, this, &ProxyConnection::writeOn);
    connect(m_caller, &QTcpSocket::disconnected, this, [this] {
        if (m_state != State::AwaitsService)
            deleteLater();
    });
    connect(&m_service, &QTcpSocket::connected, this,
        [this] { m_service.setSocketOption(QAbstractSocket::LowDelayOption, 1); });
    connect(&m_service, &QTcpSocket::readyRead, this, &ProxyConnection::readService);
    connect(&m_service, &QTcpSocket::disconnected, this, [this] {
        if (m_state == State::AwaitsService)
            start({.end = Delivery::End::Close}); // the service gave up on the request
    });
    connect(&m_timer, &QTimer::timeout, this, &ProxyConnection::writeOn);
    readCaller();
}

ProxyConnection::~ProxyConnection()
{
    // Sockets that are torn down say that they were disconnected.
    m_caller->disconnect(this);
    m_service.disconnect(this);
}

void ProxyConnection::readCaller()
{
    m_fromCaller += m_caller->readAll();
    takeRequest();
}

void ProxyConnection::takeRequest()
{
    HttpMessage request;
    if (m_state != State::Idle)
        return;
    const Framing framing = takeMessage(m_fromCaller, request);
    if (framing == Framing::Incomplete)
        return;
    if (framing == Framing::Unacceptable) {
        start(
            {.bytes = wireBytes({.status = 400, .contentType = "text/plain"}), .end = Delivery::End::Close});
        return;
    }
    const QList<QByteArray> line = request.startLine();
    const QString path = QUrl::fromEncoded(line[1]).path();
    ++m_context.counts.arrived[endpointName(line[0], path)];
    m_fault = m_context.faults.take(line[0], line[1]);
    m_headOnly = line[0] == "HEAD";
    m_closeAfter = line[2] == "HTTP/1.0" || request.header("connection").toLower() == "close";
    if (m_fault && m_fault->place() == FaultPlace::InsteadOfService)
        start(deliverInstead(*m_fault, m_context.clock()));
    else
        forward(request);
}

void ProxyConnection::forward(HttpMessage request)
{
    m_state = State::AwaitsService;
    request.removeHeaders(faultheader::prefix);
    request.removeHeaders("connection"); // the connection to the service is the proxy's own affair
    if (const char *header = m_fault ? headerOf(m_fault->kind) : nullptr)
        request.addHeader(header, QByteArray::number(m_fault->value));
    if (m_service.state() == QAbstractSocket::UnconnectedState)
        m_service.connectToHost(QHostAddress(QHostAddress::LocalHost), m_context.servicePort);
    m_service.write(request.bytes());
}

void ProxyConnection::readService()
{
    m_fromService += m_service.readAll();
    HttpMessage answer;
    if (m_state != State::AwaitsService || takeMessage(m_fromService, answer) != Framing::Complete)
        return;
    if (m_headOnly)
        answer.body.clear();
    start(deliver(answer, m_fault, m_context.clock()));
}

void ProxyConnection::start(const Delivery &delivery)
{
    m_state = State::Delivers;
    m_delivery = delivery;
    if (m_caller->state() != QAbstractSocket::ConnectedState)
        deleteLater();
    else if (delivery.delayMs > 0)
        m_timer.start(std::chrono::milliseconds(delivery.delayMs));
    else
        writeOn();
}

/// Writes what may be written now. Comes back when that has left, or when the timer says so.
void ProxyConnection::writeOn()
{
    if (m_state != State::Delivers || m_timer.isActive() || m_caller->bytesToWrite() > 0)
        return;
    if (!m_delivery.bytes.isEmpty()) {
        const qsizetype size = m_delivery.dripMs > 0 ? 1 : m_delivery.bytes.size();
        m_caller->write(m_delivery.bytes.left(size));
        m_delivery.bytes.remove(0, size);
        if (m_delivery.dripMs > 0)
            m_timer.start(std::chrono::milliseconds(m_delivery.dripMs));
        if (!m_delivery.bytes.isEmpty() || m_delivery.dripMs > 0)
            return;
    }
    if (m_delivery.padding > 0) {
        const qint64 size = std::min(portion, m_delivery.padding);
        m_delivery.padding -= size;
        m_caller->write(QByteArray(size, ' '));
        return;
    }
    finish();
}

void ProxyConnection::finish()
{
    if (m_delivery.end == Delivery::End::Stall)
        return;
    if (m_delivery.end == Delivery::End::Close || m_closeAfter) {
        m_caller->disconnectFromHost();
        return;
    }
    m_state = State::Idle;
    takeRequest();
}

} // namespace paydesk::sandbox
