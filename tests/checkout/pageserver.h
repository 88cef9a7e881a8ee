// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <memory>

class QTcpSocket;

namespace paydesk::test {

/// A web server on a free loopback port that answers by path, counts what arrives, and takes notes: what a
/// page requests as /note?text is kept as `text`, decoded.
class PageServer : public QObject
{
    Q_OBJECT
public:
    /// `server` may be a QSslServer.
    explicit PageServer(std::unique_ptr<QTcpServer> server = std::make_unique<QTcpServer>());

    /// http://127.0.0.1:port/path
    QUrl url(const QString &path = QStringLiteral("/")) const;
    quint16 port() const { return m_server->serverPort(); }
    int connections() const { return m_connections; }
    int requests(const QByteArray &path) const { return m_requests.value(path); }
    const QStringList &notes() const { return m_notes; }
    void forgetNotes() { m_notes.clear(); }

    void serve(const QByteArray &path, const QByteArray &html, const QByteArray &headers = {});
    /// `code` from 301 to 308.
    void redirect(const QByteArray &path, int code, const QUrl &to);
    /// Any status, headers as whole lines with their ends, and body.
    void answer(
        const QByteArray &path, const QByteArray &status, const QByteArray &headers, const QByteArray &body);
    /// Closes every connection unanswered from now on, or answers again.
    void setBroken(bool broken) { m_broken = broken; }
    /// Leaves requests for this path unanswered.
    void stall(const QByteArray &path) { m_answers.insert(path, {}); }

private:
    void accept();
    void read(QTcpSocket *socket, QByteArray &pending);
    void reply(QTcpSocket *socket, const QByteArray &target);

    std::unique_ptr<QTcpServer> m_server;
    QHash<QByteArray, QByteArray> m_answers;
    QHash<QByteArray, int> m_requests;
    QStringList m_notes;
    int m_connections = 0;
    bool m_broken = false;
};

} // namespace paydesk::test
