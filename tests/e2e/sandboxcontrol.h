// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace paydesk::test {

/// A paydesk-sandbox of a test's own, and the way to look into its ledger and to disturb it.
class SandboxControl
{
public:
    SandboxControl();
    ~SandboxControl();
    Q_DISABLE_COPY_MOVE(SandboxControl)

    /// False when it did not come to listen. `options`: more of paydesk-sandbox's own.
    bool start(const QStringList &options = {});
    /// Ends it as a power cut would. The next start() takes its payments up again, at the same address.
    void stop();
    QUrl url() const { return m_url; }
    QString stateFolder() const { return m_dir.path(); }

    /// What the service holds: the truth that the desk is measured by.
    QJsonObject ledger() { return request("GET", QStringLiteral("/sandbox/ledger"), {}); }
    /// How often the service was asked for this: "GET /v1/payments".
    qint64 requests(const QString &endpoint);
    /// Payments of the ledger, newest first.
    QList<QJsonObject> payments();
    bool addFault(const QJsonObject &fault);
    bool clearFaults();
    /// Makes many payments, see sandbox/seed.h.
    bool seed(const QJsonObject &order);
    bool settle(const QString &paymentId, const QString &status);

private:
    QJsonObject request(const QByteArray &method, const QString &path, const QJsonObject &body);

    QTemporaryDir m_dir;
    QProcess m_process;
    QUrl m_url;
    QNetworkAccessManager m_network;
    int m_lastStatus = 0;
};

} // namespace paydesk::test
