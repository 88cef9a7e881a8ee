// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/client.h"
#include "measurements.h"
#include "waiter.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr char key[] = "fl_test_sk_paydesk_bench";

double sinceMs(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

/// A payment to ask for; empty when it could not be made.
QString newPayment(flowlix::Client &client)
{
    QObject context;
    Waiter answered;
    QString id;
    client.createPayment({.body = "{\"amount\":2500,\"currency\":\"eur\",\"redirect_url\":"
                                  "\"https://paydesk.invalid/return\"}",
                             .idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces),
                             .amount = Money(2500, Currency::Eur)},
        &context, [&](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                id = result->payment.id;
            answered.done();
        });
    answered.wait();
    return id;
}

std::optional<double> clientMs(flowlix::Client &client, const QString &paymentId)
{
    QObject context;
    Waiter answered;
    std::optional<double> ms;
    QElapsedTimer clock;
    clock.start();
    client.retrievePayment({.paymentId = paymentId, .amount = Money(2500, Currency::Eur)}, &context,
        [&](const Result<flowlix::PaymentAnswer> &result) {
            ms = result ? std::optional(sinceMs(clock)) : std::nullopt;
            answered.done();
        });
    answered.wait();
    return ms;
}

/// The same request to the same server over a kept connection, and nothing done with the answer.
std::optional<double> bareMs(QNetworkAccessManager &network, const QNetworkRequest &request)
{
    QObject context;
    Waiter answered;
    std::optional<double> ms;
    QElapsedTimer clock;
    clock.start();
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    QObject::connect(reply.get(), &QNetworkReply::finished, &context, [&] {
        const QByteArray body = reply->readAll();
        ms = reply->error() == QNetworkReply::NoError && !body.isEmpty() ? std::optional(sinceMs(clock))
                                                                         : std::nullopt;
        answered.done();
    });
    answered.wait();
    return ms;
}

} // namespace

QList<Row> measureClient(const Bench &bench)
{
    Row row{.id = u"client_call"_s,
        .name = u"one call of the client"_s,
        .unit = u"ms"_s,
        .figure = {},
        .peerName = u"bare keep-alive GET"_s,
        .goal = {Goal::DifferenceAtMost, 1}};
    flowlix::Client client({.baseUrl = bench.sandbox, .key = SecretKey::parse(key).value()});
    const QString paymentId = newPayment(client);
    if (paymentId.isEmpty()) {
        row.note = u"no payment could be made"_s;
        return {row};
    }
    QNetworkAccessManager network;
    QUrl url = bench.sandbox;
    url.setPath("/v1/payments/"_L1 + paymentId);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", QByteArray("Bearer ") + key);

    const int warmUps = bench.warmUps(50);
    const int all = warmUps + bench.runs(500);
    for (int run = 0; run < all; ++run) {
        const auto ours = clientMs(client, paymentId);
        const auto bare = bareMs(network, request);
        if (!ours || !bare) {
            row.note = u"a call failed"_s;
            break;
        }
        if (run >= warmUps) {
            row.figure.add(*ours);
            row.peer.add(*bare);
        }
    }
    return {row};
}

} // namespace paydesk::bench
