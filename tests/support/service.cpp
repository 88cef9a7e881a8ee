// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/service.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

QByteArray dateHeader()
{
    return "Date: "
        + QLocale::c()
              .toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s)
              .toLatin1();
}

} // namespace

Service::Service(std::unique_ptr<QTcpServer> server)
    : m_server(std::move(server))
{
    m_server.answerWith([this](QTcpSocket &socket) { answer(socket); });
}

QList<RawServer::Request> Service::creates() const
{
    QList<RawServer::Request> posts = m_server.requests();
    posts.removeIf([](const RawServer::Request &request) { return !request.line.startsWith("POST "); });
    return posts;
}

void Service::answer(QTcpSocket &socket)
{
    const RawServer::Request request = m_server.requests().last();
    const bool create = request.line.startsWith("POST ");
    if (create && m_beforeCreate)
        m_beforeCreate();
    if (create && m_dropsCreates) {
        socket.disconnectFromHost();
        return;
    }
    const QByteArray body = QJsonDocument(answerTo(request)).toJson(QJsonDocument::Compact);
    if (create && m_losesAnswers)
        socket.disconnectFromHost();
    else
        RawServer::http(create ? 201 : 200, body, {dateHeader()})(socket);
}

QJsonObject Service::current(QJsonObject payment) const
{
    payment[u"status"_s] = m_status;
    if (m_status == "succeeded"_L1)
        payment[u"card"_s] = QJsonObject{{u"brand"_s, u"visa"_s}, {u"last4"_s, u"1111"_s}};
    if (m_status == "failed"_L1)
        payment[u"decline_code"_s] = u"do_not_honor"_s;
    return payment;
}

QJsonObject Service::create(const RawServer::Request &request)
{
    QJsonObject &payment = m_payments[request.header("Idempotency-Key")];
    if (payment.isEmpty()) {
        payment = QJsonDocument::fromJson(request.body).object();
        payment[u"id"_s] = u"pay_"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
        payment[u"object"_s] = u"payment"_s;
        payment[u"redirect_url"_s] = url().toString() + u"/page"_s;
    }
    return current(payment);
}

QJsonObject Service::refund(const RawServer::Request &request)
{
    QJsonObject &refund = m_refunds[request.header("Idempotency-Key")];
    const bool isNew = refund.isEmpty();
    if (isNew) {
        refund = QJsonDocument::fromJson(request.body).object();
        refund[u"id"_s] = u"ref_"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
        refund[u"status"_s] = u"succeeded"_s;
    }
    for (QJsonObject &payment : m_payments) {
        if (!request.line.contains(payment[u"id"_s].toString().toLatin1()))
            continue;
        refund[u"currency"_s] = payment[u"currency"_s];
        if (isNew) {
            QJsonArray refunds = payment[u"refunds"_s].toArray();
            refunds.append(refund);
            payment[u"refunds"_s] = refunds;
            payment[u"refunded_amount"_s]
                = payment[u"refunded_amount"_s].toInteger() + refund[u"amount"_s].toInteger();
        }
        return current(payment);
    }
    return {};
}

QJsonObject Service::answerTo(const RawServer::Request &request)
{
    if (request.line.startsWith("POST /v1/payments/hpp "))
        return create(request);
    if (request.line.startsWith("POST "))
        return refund(request);
    QJsonArray all;
    for (const QJsonObject &payment : std::as_const(m_payments)) {
        if (request.line.contains(payment[u"id"_s].toString().toLatin1()))
            return current(payment);
        all.append(current(payment));
    }
    return {{u"object"_s, u"list"_s}, {u"data"_s, all}, {u"has_more"_s, false}};
}

} // namespace paydesk::test
