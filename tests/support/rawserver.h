// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace paydesk::test {

/// A small HTTP/1.1 server on a free loopback port, scripted to the byte: it records what it receives,
/// and answers as it is told, also in ways that no real server would.
class RawServer : public QObject
{
    Q_OBJECT
public:
    struct Request
    {
        QByteArray line; ///< "GET /path HTTP/1.1"
        QList<QByteArray> headers; ///< the lines as they came, in their order
        QByteArray body;
        int connection = 0; ///< which connection it came on, counted from 1

        /// The value of a header, whatever the case of its name; empty where there is none.
        QByteArray header(const QByteArray &name) const;
    };
    /// Answers one request. The socket may be kept until it disconnects.
    using Answer = std::function<void(QTcpSocket &socket)>;

    /// `server` may be a QSslServer.
    explicit RawServer(std::unique_ptr<QTcpServer> server = std::make_unique<QTcpServer>());
    ~RawServer() override;

    QUrl url() const; ///< http://127.0.0.1:port
    /// Scripts the answer to the next request that has none yet. The last one serves all later requests.
    void answerWith(const Answer &answer);
    /// Closes each connection as soon as it is made.
    void dropConnections() { m_dropping = true; }

    const QList<Request> &requests() const { return m_requests; }
    int connections() const { return m_connections; }
    int openConnections() const { return m_open; }
    /// Everything that was received, on all connections.
    const QByteArray &received() const { return m_received; }

    /// A well-formed answer. `headers` are whole lines without their end.
    static Answer http(int status, const QByteArray &body, const QList<QByteArray> &headers = {});
    /// These bytes, and then nothing more.
    static Answer bytes(const QByteArray &bytes);
    static Answer bytesThenClose(const QByteArray &bytes);
    static Answer close() { return bytesThenClose({}); }
    static Answer stall() { return bytes({}); }
    /// These bytes, then `filler` again and again, one each `interval`, without end.
    static Answer drip(const QByteArray &bytes, char filler, std::chrono::milliseconds interval);
    /// These bytes, then `total` times a filler, as fast as the client reads.
    static Answer flood(const QByteArray &bytes, qint64 total);

signals:
    void requestReceived();

private:
    void accept();
    void read(QTcpSocket *socket, QByteArray &pending, int connection);
    void answer(QTcpSocket &socket);

    std::unique_ptr<QTcpServer> m_server;
    QList<Answer> m_answers;
    QList<Request> m_requests;
    QByteArray m_received;
    int m_connections = 0;
    int m_open = 0;
    bool m_dropping = false;
};

} // namespace paydesk::test
