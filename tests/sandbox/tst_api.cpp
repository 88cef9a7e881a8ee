// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxfixture.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace paydesk::sandbox::test;
using namespace Qt::StringLiterals;

/// The endpoints over real HTTP, through the proxy.
class TestApi : public QObject
{
    Q_OBJECT
private slots:
    void createsWithEveryField();
    void authenticates_data();
    void authenticates();
    void answersErrorsInTheEnvelope_data();
    void answersErrorsInTheEnvelope();
    void replaysByteForByte();
    void replaysForOneKeyOnly();
    void lookUpIsNotStored();
    void limitsTheRate();
    void listsInPages();
    void refundsOnce();
    void keepsTheConnection();
};

void TestApi::createsWithEveryField()
{
    Sandbox sandbox;
    const Answer answer = sandbox.create(createBody(4999, {{u"order_id"_s, u"ord_1234"_s}}));
    QCOMPARE(answer.status(), 201);
    QVERIFY(answer.header("Flowlix-Request-Id").startsWith("req_"));
    QCOMPARE(answer.header("Date"), QByteArray("Sun, 17 Mar 2030 17:46:40 GMT"));

    const QJsonObject payment = answer.json();
    static const QRegularExpression idPattern(
        u"^pay_[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}$"_s);
    const QString id = payment[u"id"].toString();
    QVERIFY(idPattern.match(id).hasMatch());
    QCOMPARE(payment[u"object"].toString(), u"payment"_s);
    QCOMPARE(payment[u"amount"].toInteger(), 4999);
    QCOMPARE(payment[u"currency"].toString(), u"eur"_s);
    QCOMPARE(payment[u"status"].toString(), u"pending"_s);
    QCOMPARE(payment[u"created"].toInteger(), sandbox.now / 1000);
    QCOMPARE(payment[u"livemode"], QJsonValue(false));
    QCOMPARE(payment[u"refunded_amount"].toInteger(), 0);
    QCOMPARE(payment[u"refunds"].toArray(), QJsonArray());
    QCOMPARE(payment[u"metadata"].toObject(), (QJsonObject{{u"order_id"_s, u"ord_1234"_s}}));
    QCOMPARE(payment[u"redirect_url"].toString(), sandbox.url.toString() + u"/pay/"_s + id);
    for (const auto &name :
        {u"description"_s, u"card"_s, u"customer"_s, u"decline_code"_s, u"decline_message"_s,
            u"refunded_at"_s, u"succeeded_at"_s, u"failed_at"_s, u"next_action"_s, u"provider_payment_id"_s})
        QVERIFY2(payment.contains(name) && payment[name].isNull(), qPrintable(name));

    QCOMPARE(sandbox.payment(id), payment);
}

void TestApi::authenticates_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("code"); // empty: let through
    QTest::newRow("test key") << QByteArray("Bearer fl_test_sk_abc123def456") << QString();
    QTest::newRow("other test key") << QByteArray("Bearer fl_test_sk_zzzzzzzzz") << QString();
    QTest::newRow("scheme in lower case") << QByteArray("bearer fl_test_sk_abc123def456") << QString();
    QTest::newRow("none") << QByteArray() << u"api_key_missing"_s;
    QTest::newRow("live key") << QByteArray("Bearer fl_live_sk_abc123def456") << u"api_key_live"_s;
    QTest::newRow("other generation")
        << QByteArray("Bearer api_test_sk_abc123def456") << u"api_key_invalid"_s;
    QTest::newRow("no scheme") << QByteArray("fl_test_sk_abc123def456") << u"api_key_invalid"_s;
    QTest::newRow("basic") << QByteArray("Basic Zm9vOmJhcg==") << u"api_key_invalid"_s;
    QTest::newRow("prefix only") << QByteArray("Bearer fl_test_sk_") << u"api_key_invalid"_s;
}

void TestApi::authenticates()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, code);
    Sandbox sandbox;
    Call call{.target = "/v1/payments"};
    if (!header.isEmpty())
        call.headers = {{"Authorization", header}};
    const Answer answer = send(sandbox.port(), call);
    QCOMPARE(answer.status(), code.isEmpty() ? 200 : 401);
    QCOMPARE(answer.error()[u"code"].toString(), code);
    QCOMPARE(answer.header("X-RateLimit-Limit").isEmpty(), !code.isEmpty());
    QVERIFY(!answer.header("Flowlix-Request-Id").isEmpty());
    if (!header.isEmpty())
        QVERIFY2(!answer.raw.contains("abc123def456"), "an answer repeats the key");
}

void TestApi::answersErrorsInTheEnvelope_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const char *method, const char *target, const QByteArray &body,
                         int status, const QString &code) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << body << status << code;
    };
    row("bad amount", "POST", "/v1/payments/hpp", createBody(0), 400, u"parameter_invalid"_s);
    row("no JSON", "POST", "/v1/payments/hpp", "x", 400, u"body_invalid"_s);
    row("unknown payment", "GET", "/v1/payments/pay_x", {}, 404, u"resource_missing"_s);
    row("unknown payment's refund", "POST", "/v1/payments/pay_x/refund", R"({"reason":"r"})", 404,
        u"resource_missing"_s);
    row("bad limit", "GET", "/v1/payments?limit=101", {}, 400, u"parameter_invalid"_s);
    row("bad cursor", "GET", "/v1/payments?starting_after=pay_x", {}, 400, u"parameter_invalid"_s);
    row("bad time", "GET", "/v1/payments?created[gte]=x", {}, 400, u"parameter_invalid"_s);
    row("bad time, encoded", "GET", "/v1/payments?created%5Bgte%5D=x", {}, 400, u"parameter_invalid"_s);
    row("no such endpoint", "GET", "/v2/payments", {}, 404, u"endpoint_unknown"_s);
    row("wrong method", "DELETE", "/v1/payments/hpp", {}, 404, u"endpoint_unknown"_s);
}

void TestApi::answersErrorsInTheEnvelope()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    Sandbox sandbox;
    const Answer answer
        = send(sandbox.port(), {.method = method, .target = target, .body = body, .headers = authorized()});
    QTEST(answer.status(), "status");
    QTEST(answer.error()[u"code"].toString(), "code");
    QCOMPARE(answer.error()[u"type"].toString(), u"invalid_request_error"_s);
    QVERIFY(!answer.error()[u"message"].toString().isEmpty());
    QCOMPARE(answer.error()[u"request_id"].toString().toLatin1(), answer.header("Flowlix-Request-Id"));
    for (const auto &name : {u"param"_s, u"decline_code"_s, u"doc_url"_s})
        QVERIFY(answer.error().contains(name));
}

void TestApi::replaysByteForByte()
{
    Sandbox sandbox;
    const Answer first = sandbox.create(createBody(), "key-1");
    QCOMPARE(first.status(), 201);
    const QString id = first.json()[u"id"].toString();
    QVERIFY(sandbox.payWith(id, "4111111111111111").status() == 303);

    const Answer second = sandbox.create(createBody(), "key-1");
    QCOMPARE(second.status(), 201);
    QCOMPARE(second.body(), first.body()); // as it was, although the payment has changed since
    QVERIFY(second.header("Flowlix-Request-Id") != first.header("Flowlix-Request-Id"));

    const Answer other = sandbox.create(createBody(2501), "key-1");
    QCOMPARE(other.status(), 409);
    QCOMPARE(other.error()[u"code"].toString(), u"idempotency_key_in_use"_s);
    QCOMPARE(other.error()[u"type"].toString(), u"idempotency_error"_s);

    sandbox.now += 24LL * 60 * 60 * 1000;
    QVERIFY(sandbox.create(createBody(), "key-1").json()[u"id"].toString() != id);
    QCOMPARE(sandbox.create(createBody(), QByteArray(256, 'k')).error()[u"param"].toString(),
        u"Idempotency-Key"_s);
    QCOMPARE(sandbox.create(createBody(), QByteArray(255, 'k')).status(), 201);
}

void TestApi::replaysForOneKeyOnly()
{
    Sandbox sandbox;
    const QString id = sandbox.create(createBody(), "key-1").json()[u"id"].toString();
    const Answer rotated = send(sandbox.port(),
        {.method = "POST",
            .target = "/v1/payments/hpp",
            .body = createBody(),
            .headers = {{"Authorization", "Bearer fl_test_sk_another_key"}, {"Idempotency-Key", "key-1"}}});
    QCOMPARE(rotated.status(), 201);
    QVERIFY(rotated.json()[u"id"].toString() != id);
}

void TestApi::lookUpIsNotStored()
{
    Sandbox sandbox;
    QCOMPARE(sandbox.create(createBody(0), "key-1").status(), 400);
    QCOMPARE(sandbox.create(createBody(1), "key-1").status(), 201); // an error keeps no key
}

void TestApi::limitsTheRate()
{
    Sandbox sandbox(2);
    const Answer first = sandbox.get("/v1/payments");
    QCOMPARE(first.header("X-RateLimit-Limit"), QByteArray("2"));
    QCOMPARE(first.header("X-RateLimit-Remaining"), QByteArray("1"));
    QCOMPARE(first.header("X-RateLimit-Reset"), QByteArray::number(sandbox.now / 1000 + 60));
    QVERIFY(first.header("Retry-After").isEmpty());
    QCOMPARE(sandbox.get("/v1/payments").status(), 200);

    sandbox.now += 15'000;
    const Answer over = sandbox.create(createBody(), "key-1");
    QCOMPARE(over.status(), 429);
    QCOMPARE(over.error()[u"type"].toString(), u"rate_limit_error"_s);
    QCOMPARE(over.header("Retry-After"), QByteArray("45"));
    QCOMPARE(over.header("X-RateLimit-Remaining"), QByteArray("0"));

    sandbox.now += 45'000;
    QCOMPARE(sandbox.create(createBody(), "key-1").status(), 201);
}

void TestApi::listsInPages()
{
    Sandbox sandbox;
    QStringList created;
    for (int i = 0; i < 7; ++i) {
        created.prepend(sandbox.newPayment());
        sandbox.now += 1000;
    }
    QStringList listed;
    QByteArray target = "/v1/payments?limit=3";
    for (int page = 0; page < 3; ++page) {
        const QJsonObject answer = sandbox.get(target).json();
        QCOMPARE(answer[u"object"].toString(), u"list"_s);
        QCOMPARE(answer[u"url"].toString(), u"/v1/payments"_s);
        QCOMPARE(answer[u"has_more"].toBool(), page < 2);
        const QJsonArray data = answer[u"data"].toArray();
        for (const auto &payment : data)
            listed.append(payment[u"id"].toString());
        target = "/v1/payments?limit=3&starting_after=" + listed.last().toLatin1();
    }
    QCOMPARE(listed, created);

    const QByteArray from = QByteArray::number(1'900'000'002);
    const QByteArray before = QByteArray::number(1'900'000'005);
    const QJsonObject between
        = sandbox.get("/v1/payments?created[gte]=" + from + "&created[lt]=" + before).json();
    QCOMPARE(between[u"data"].toArray().size(), 3);
    QCOMPARE(sandbox.get("/v1/payments?status=succeeded").json()[u"data"].toArray().size(), 0);
}

void TestApi::refundsOnce()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    const QByteArray target = "/v1/payments/" + id.toLatin1() + "/refund";
    const QByteArray body = R"({"reason":"damaged","amount":1000})";
    QCOMPARE(sandbox.post(target, body, "refund-1").status(), 422); // not paid yet, and the key is free again
    sandbox.payWith(id, "4111111111111111");

    const Answer first = sandbox.post(target, body, "refund-1");
    QCOMPARE(first.status(), 200);
    const QJsonArray refunds = first.json()[u"refunds"].toArray();
    QCOMPARE(refunds.size(), 1);
    QCOMPARE(refunds[0][u"status"].toString(), u"pending"_s);
    for (const auto &name : {u"id"_s, u"amount"_s, u"currency"_s, u"reason"_s, u"status"_s, u"decline_code"_s,
             u"decline_message"_s, u"created_at"_s, u"updated_at"_s, u"completed_at"_s,
             u"provider_refund_id"_s})
        QVERIFY2(refunds[0].toObject().contains(name), qPrintable(name));
    QCOMPARE(sandbox.post(target, body, "refund-1").body(), first.body());
    QCOMPARE(sandbox.payment(id)[u"refunds"].toArray().size(), 1);

    sandbox.now += 1000;
    QCOMPARE(sandbox.payment(id)[u"refunded_amount"].toInteger(), 1000);
    QCOMPARE(sandbox.post(target, R"({"reason":"rest"})", "refund-2").status(), 200);
    const Answer more = sandbox.post(target, R"({"reason":"more"})", "refund-3");
    QCOMPARE(more.status(), 422);
    sandbox.now += 1000;
    const QJsonObject payment = sandbox.payment(id);
    QCOMPARE(payment[u"refunded_amount"].toInteger(), 2500);
    QCOMPARE(payment[u"refunded_at"].toInteger(), sandbox.now / 1000);
    QCOMPARE(payment[u"status"].toString(), u"succeeded"_s);
}

void TestApi::keepsTheConnection()
{
    Sandbox sandbox;
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), sandbox.port());
    // Two requests at once: the answers come in their order, over the one connection.
    socket.write(requestBytes({.target = "/v1/payments", .headers = authorized()})
        + requestBytes({.target = "/v1/payments/pay_x", .headers = authorized()}));
    QByteArray stream;
    QList<HttpMessage> answers;
    const auto hasBoth = [&] {
        stream += socket.readAll();
        HttpMessage message;
        while (takeMessage(stream, message) == Framing::Complete)
            answers.append(message);
        return answers.size() >= 2;
    };
    QTRY_VERIFY(hasBoth());
    QCOMPARE(answers[0].startLine().at(1), QByteArray("200"));
    QCOMPARE(answers[1].startLine().at(1), QByteArray("404"));
    socket.write(
        requestBytes({.target = "/v1/payments", .headers = authorized() << Header("Connection", "close")}));
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(TestApi)
#include "tst_api.moc"
