// SPDX-License-Identifier: GPL-3.0-or-later
#include "pageserver.h"

#include <QRegularExpression>
#include <QTcpSocket>

#include <utility>

using namespace Qt::StringLiterals;

namespace paydesk::test {

PageServer::PageServer(std::unique_ptr<QTcpServer> server)
    : m_server(std::move(server))
{
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &PageServer::accept);
    m_server->listen(QHostAddress::LocalHost);
}

QUrl PageServer::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(port()).arg(path));
}

void PageServer::serve(const QByteArray &path, const QByteArray &html, const QByteArray &headers)
{
    answer(path, "200 OK", "Content-Type: text/html; charset=utf-8\r\n" + headers, html);
}

void PageServer::redirect(const QByteArray &path, int code, const QUrl &to)
{
    answer(path, QByteArray::number(code) + " Elsewhere", "Location: " + to.toEncoded() + "\r\n", {});
}

void PageServer::answer(
    const QByteArray &path, const QByteArray &status, const QByteArray &headers, const QByteArray &body)
{
    m_answers.insert(path,
        "HTTP/1.1 " + status + "\r\nConnection: close\r\nCache-Control: no-store\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body);
}

void PageServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        ++m_connections;
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        if (m_broken) {
            socket->abort();
            continue;
        }
        connect(socket, &QTcpSocket::readyRead, this,
            [this, socket, pending = QByteArray()]() mutable { read(socket, pending); });
    }
}

void PageServer::read(QTcpSocket *socket, QByteArray &pending)
{
    pending += socket->readAll();
    const qsizetype end = pending.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    static const QRegularExpression length(u"^content-length: *(\\d+)"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    const auto match = length.match(QString::fromLatin1(pending.first(end)));
    if (pending.size() < end + 4 + match.captured(1).toInt())
        return;
    const QByteArray target = pending.split(' ').value(1);
    pending.clear();
    reply(socket, target);
}

void PageServer::reply(QTcpSocket *socket, const QByteArray &target)
{
    const QByteArray path = target.split('?').value(0);
    ++m_requests[path];
    if (path == "/note") {
        m_notes.append(QUrl::fromPercentEncoding(target.mid(path.size() + 1)));
        answer(path, "204 No Content", {}, {});
    } else if (!m_answers.contains(path)) {
        answer(path, "404 Not Found", {}, "nothing here");
    }
    const QByteArray bytes = m_answers.value(path);
    if (bytes.isEmpty())
        return;
    socket->write(bytes);
    socket->disconnectFromHost();
}

} // namespace paydesk::test
