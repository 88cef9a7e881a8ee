// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/rawserver.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

/// Takes one whole request off `pending`; false while it is not complete.
bool takeRequest(QByteArray &pending, RawServer::Request &request)
{
    const qsizetype headEnd = pending.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return false;
    QList<QByteArray> lines = pending.first(headEnd).replace("\r\n", "\n").split('\n');
    request.line = lines.takeFirst();
    request.headers = lines;
    const qsizetype length = request.header("Content-Length").toLongLong();
    const qsizetype bodyBegin = headEnd + 4;
    if (pending.size() < bodyBegin + length)
        return false;
    request.body = pending.sliced(bodyBegin, length);
    pending.remove(0, bodyBegin + length);
    return true;
}

} // namespace

QByteArray RawServer::Request::header(const QByteArray &name) const
{
    for (const QByteArray &each : headers) {
        const qsizetype colon = each.indexOf(':');
        if (each.first(qMax(colon, 0)).compare(name, Qt::CaseInsensitive) == 0)
            return each.sliced(colon + 1).trimmed();
    }
    return {};
}

RawServer::RawServer(std::unique_ptr<QTcpServer> server)
    : m_server(std::move(server))
{
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &RawServer::accept);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("No free port: %s", qPrintable(m_server->errorString()));
}

RawServer::~RawServer()
{
    const QList<QTcpSocket *> sockets = m_server->findChildren<QTcpSocket *>();
    for (QTcpSocket *socket : sockets)
        socket->disconnect(this);
}

QUrl RawServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server->serverPort()));
}

void RawServer::answerWith(const Answer &answer)
{
    m_answers.append(answer);
}

void RawServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        const int connection = ++m_connections;
        if (m_dropping) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_open;
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            --m_open;
            socket->deleteLater();
        });
        const auto pending = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::readyRead, this,
            [this, socket, pending, connection] { read(socket, *pending, connection); });
    }
}

void RawServer::read(QTcpSocket *socket, QByteArray &pending, int connection)
{
    const QByteArray bytes = socket->readAll();
    m_received += bytes;
    pending += bytes;
    Request request;
    while (takeRequest(pending, request)) {
        request.connection = connection;
        m_requests.append(request);
        answer(*socket);
        emit requestReceived();
    }
}

void RawServer::answer(QTcpSocket &socket)
{
    if (m_answers.isEmpty())
        return;
    const qsizetype index = qMin(m_requests.size(), m_answers.size()) - 1;
    m_answers.at(index)(socket);
}

RawServer::Answer RawServer::http(int status, const QByteArray &body, const QList<QByteArray> &headers)
{
    QByteArray answer = "HTTP/1.1 " + QByteArray::number(status)
        + " Scripted\r\nContent-Type: application/json\r\n"
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    for (const QByteArray &header : headers)
        answer += header + "\r\n";
    return bytes(answer + "\r\n" + body);
}

RawServer::Answer RawServer::bytes(const QByteArray &bytes)
{
    return [bytes](QTcpSocket &socket) { socket.write(bytes); };
}

RawServer::Answer RawServer::bytesThenClose(const QByteArray &bytes)
{
    return [bytes](QTcpSocket &socket) {
        socket.write(bytes);
        socket.disconnectFromHost();
    };
}

RawServer::Answer RawServer::drip(const QByteArray &bytes, char filler, std::chrono::milliseconds interval)
{
    return [=](QTcpSocket &socket) {
        socket.write(bytes);
        auto *timer = new QTimer(&socket);
        connect(timer, &QTimer::timeout, &socket, [&socket, filler] { socket.putChar(filler); });
        timer->start(interval);
    };
}

RawServer::Answer RawServer::flood(const QByteArray &bytes, qint64 total)
{
    return [=](QTcpSocket &socket) {
        const auto left = std::make_shared<qint64>(total);
        const auto pour = [&socket, left] {
            while (*left > 0 && socket.bytesToWrite() < 1024 * 1024) {
                const qint64 length = qMin<qint64>(*left, 64 * 1024);
                *left -= length;
                socket.write(QByteArray(length, ' '));
            }
        };
        connect(&socket, &QTcpSocket::bytesWritten, &socket, pour);
        socket.write(bytes);
        pour();
    };
}

} // namespace paydesk::test
