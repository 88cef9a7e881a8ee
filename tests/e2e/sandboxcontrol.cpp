// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxcontrol.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSignalSpy>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

constexpr int timeoutMs = 10'000;

} // namespace

SandboxControl::SandboxControl() = default;

SandboxControl::~SandboxControl()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(timeoutMs))
        m_process.kill();
    m_process.waitForFinished(timeoutMs);
}

bool SandboxControl::start(const QStringList &options)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationDirPath() + "/paydesk-sandbox"_L1,
        QStringList{u"--port"_s, u"0"_s, u"--state"_s, m_dir.filePath(u"state"_s), u"--end-with-input"_s}
            + options);
    if (!m_process.waitForStarted(timeoutMs) || !m_process.waitForReadyRead(timeoutMs))
        return false;
    const QJsonObject ready = QJsonDocument::fromJson(m_process.readLine()).object();
    m_url = QUrl(ready[u"url"_s].toString());
    return m_url.isValid();
}

void SandboxControl::stop()
{
    m_process.kill();
    m_process.waitForFinished(timeoutMs);
}

qint64 SandboxControl::requests(const QString &endpoint)
{
    return request("GET", u"/sandbox/requests"_s, {})[u"requests"][endpoint].toInteger();
}

QList<QJsonObject> SandboxControl::payments()
{
    QList<QJsonObject> list;
    const QJsonArray payments = ledger()[u"payments"_s].toArray();
    for (const auto &payment : payments)
        list.append(payment.toObject());
    // The ledger is oldest first, and its times are whole seconds: of two in one second the later one leads.
    std::reverse(list.begin(), list.end());
    std::stable_sort(list.begin(), list.end(), [](const QJsonObject &a, const QJsonObject &b) {
        return a[u"created"_s].toInteger() > b[u"created"_s].toInteger();
    });
    return list;
}

bool SandboxControl::addFault(const QJsonObject &fault)
{
    request("POST", u"/sandbox/faults"_s, fault);
    return m_lastStatus / 100 == 2;
}

bool SandboxControl::clearFaults()
{
    request("DELETE", u"/sandbox/faults"_s, {});
    return m_lastStatus / 100 == 2;
}

bool SandboxControl::seed(const QJsonObject &order)
{
    request("POST", u"/sandbox/seed"_s, order);
    return m_lastStatus / 100 == 2;
}

bool SandboxControl::settle(const QString &paymentId, const QString &status)
{
    request("POST", "/sandbox/payments/"_L1 + paymentId + "/settle"_L1, {{u"status"_s, status}});
    return m_lastStatus / 100 == 2;
}

QJsonObject SandboxControl::request(const QByteArray &method, const QString &path, const QJsonObject &body)
{
    QUrl url = m_url;
    url.setPath(path);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer fl_test_sk_endtoend_control");
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setTransferTimeout(timeoutMs);
    const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method,
        method == "GET" ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact)));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    finished.wait(timeoutMs);
    m_lastStatus = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return QJsonDocument::fromJson(reply->readAll()).object();
}

} // namespace paydesk::test
