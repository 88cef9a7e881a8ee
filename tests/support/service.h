// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/rawserver.h"

#include <QJsonObject>
#include <QMap>

namespace paydesk::test {

/// A small Flowlix in the test's own process: creates, retrieves, lists and refunds payments, once each
/// idempotency key, and counts what it is asked.
class Service
{
public:
    explicit Service(std::unique_ptr<QTcpServer> server = std::make_unique<QTcpServer>());
    Q_DISABLE_COPY_MOVE(Service)

    QUrl url() const { return m_server.url(); }
    /// The status of every payment from now on.
    void setStatus(const QString &status) { m_status = status; }
    /// Carries POSTs out, and hangs up before it says so.
    void loseAnswers(bool lose) { m_losesAnswers = lose; }
    /// Hangs up on create requests, and creates nothing.
    void dropCreates(bool drop) { m_dropsCreates = drop; }
    /// Called when a create request has arrived, before it is answered.
    void beforeCreate(const std::function<void()> &hook) { m_beforeCreate = hook; }

    const QList<RawServer::Request> &requests() const { return m_server.requests(); }
    QList<RawServer::Request> creates() const; ///< the POSTs among them
    qsizetype payments() const { return m_payments.size(); }
    qsizetype refunds() const { return m_refunds.size(); }

private:
    void answer(QTcpSocket &socket);
    QJsonObject current(QJsonObject payment) const;
    QJsonObject create(const RawServer::Request &request);
    QJsonObject refund(const RawServer::Request &request);
    QJsonObject answerTo(const RawServer::Request &request);

    QString m_status = QStringLiteral("pending");
    bool m_losesAnswers = false;
    bool m_dropsCreates = false;
    std::function<void()> m_beforeCreate;
    QMap<QByteArray, QJsonObject> m_payments; ///< by idempotency key
    QMap<QByteArray, QJsonObject> m_refunds; ///< by idempotency key
    RawServer m_server;
};

} // namespace paydesk::test
