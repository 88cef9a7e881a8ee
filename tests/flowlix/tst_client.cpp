// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "flowlix/client.h"
#include "support/rawserver.h"

#include <QTest>

#include <algorithm>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;
using paydesk::test::RawServer;

/// What the client sends, byte by byte, and what it makes of proper answers.
class TestClient : public QObject
{
    Q_OBJECT
private slots:
    void sendsCreate();
    void sendsRetrieve();
    void sendsRefund();
    void sendsList_data();
    void sendsList();
    void keepsThePathOfTheBaseUrl_data();
    void keepsThePathOfTheBaseUrl();
    void reusesTheConnection();
    void sendsNoCookies();
    void usesNoProxyForLoopback();
    void answersWithPayment();
    void answersWithPage();
    void refusesAnotherPayment_data();
    void refusesAnotherPayment();
    void tellsErrors_data();
    void tellsErrors();
    void sendsNothing_data();
    void sendsNothing();
};

void TestClient::sendsCreate()
{
    RawServer server;
    server.answerWith(RawServer::http(201, paymentBody()));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);

    QCOMPARE(server.requests().size(), 1);
    const RawServer::Request &request = server.requests().first();
    QCOMPARE(request.line, "POST /v1/payments/hpp HTTP/1.1");
    QCOMPARE(request.body, createCall().body);
    QList<QByteArray> headers = request.headers;
    headers.removeIf(
        [](const QByteArray &line) { return line.startsWith("Accept-Language:"); }); // the locale's
    std::sort(headers.begin(), headers.end());
    const QList<QByteArray> expected
        = {"Accept-Encoding: identity", "Accept: application/json", "Authorization: Bearer " + testKey,
            "Connection: Keep-Alive", "Content-Length: " + QByteArray::number(createCall().body.size()),
            "Content-Type: application/json", "Host: " + server.url().authority().toLatin1(),
            "Idempotency-Key: " + createCall().idempotencyKey, "User-Agent: Paydesk/" PAYDESK_VERSION};
    QCOMPARE(headers, expected);
}

void TestClient::sendsRetrieve()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);

    const RawServer::Request &request = server.requests().first();
    QCOMPARE(request.line, "GET /v1/payments/" + testPaymentId.toLatin1() + " HTTP/1.1");
    QCOMPARE(request.header("Authorization"), "Bearer " + testKey);
    QVERIFY(request.header("Idempotency-Key").isEmpty());
    QVERIFY(request.body.isEmpty());
}

void TestClient::sendsRefund()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.refundPayment(refundCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QVERIFY(answers.results.first());

    const RawServer::Request &request = server.requests().first();
    QCOMPARE(request.line, "POST /v1/payments/" + testPaymentId.toLatin1() + "/refund HTTP/1.1");
    QCOMPARE(request.header("Idempotency-Key"), "refund-1");
    QCOMPARE(request.body, refundCall().body);
}

void TestClient::sendsList_data()
{
    QTest::addColumn<ListCall>("call");
    QTest::addColumn<QByteArray>("query");

    const QDateTime time = QDateTime::fromMSecsSinceEpoch(1'719'792'000'000, Qt::UTC);
    QTest::newRow("default") << ListCall() << QByteArray("limit=100");
    QTest::newRow("limit too small") << ListCall{.limit = 0} << QByteArray("limit=1");
    QTest::newRow("limit too great") << ListCall{.limit = 101} << QByteArray("limit=100");
    QTest::newRow("cursor") << ListCall{.limit = 5, .startingAfter = testPaymentId}
                            << QByteArray("limit=5&starting_after=" + testPaymentId.toLatin1());
    QTest::newRow("times") << ListCall{.createdFrom = time, .createdBefore = time.addSecs(60)}
                           << QByteArray("limit=100&created[gte]=1719792000&created[lt]=1719792060");
    QTest::newRow("times within a second")
        << ListCall{.createdFrom = time.addMSecs(1), .createdBefore = time.addMSecs(60'999)}
        << QByteArray("limit=100&created[gte]=1719792001&created[lt]=1719792061");
    QTest::newRow("local time") << ListCall{.createdFrom = time.toOffsetFromUtc(7200)}
                                << QByteArray("limit=100&created[gte]=1719792000");
}

void TestClient::sendsList()
{
    QFETCH(ListCall, call);
    QFETCH(QByteArray, query);
    RawServer server;
    server.answerWith(RawServer::http(200, R"({"data":[],"has_more":false})"));
    Client client(configFor(server.url()));
    Answers<PaymentPage> answers;
    client.listPayments(call, &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(server.requests().first().line, "GET /v1/payments?" + query + " HTTP/1.1");
}

void TestClient::keepsThePathOfTheBaseUrl_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("target");

    QTest::newRow("slash") << u"/"_s << QByteArray("/v1/payments?limit=100");
    QTest::newRow("path") << u"/flowlix"_s << QByteArray("/flowlix/v1/payments?limit=100");
    QTest::newRow("path with slashes") << u"/a/b//"_s << QByteArray("/a/b/v1/payments?limit=100");
    QTest::newRow("query and fragment") << u"/?key=x#y"_s << QByteArray("/v1/payments?limit=100");
}

void TestClient::keepsThePathOfTheBaseUrl()
{
    QFETCH(QString, suffix);
    QFETCH(QByteArray, target);
    RawServer server;
    server.answerWith(RawServer::http(200, R"({"data":[],"has_more":false})"));
    Client client(configFor(QUrl(server.url().toString() + suffix)));
    Answers<PaymentPage> answers;
    client.listPayments({}, &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(server.requests().first().line, "GET " + target + " HTTP/1.1");
}

void TestClient::reusesTheConnection()
{
    RawServer server;
    server.answerWith(RawServer::http(201, paymentBody()));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    for (int i = 1; i <= 4; ++i) {
        if (i % 2)
            client.createPayment(createCall(), &answers, answers.callback());
        else
            client.retrievePayment(retrieveCall(), &answers, answers.callback());
        QTRY_COMPARE(answers.count(), i);
        QVERIFY(answers.results.last());
    }
    QCOMPARE(server.requests().size(), 4);
    QCOMPARE(server.connections(), 1);
}

void TestClient::sendsNoCookies()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody(), {"Set-Cookie: a=b; Path=/"}));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    for (int i = 1; i <= 2; ++i) {
        client.retrievePayment(retrieveCall(), &answers, answers.callback());
        QTRY_COMPARE(answers.count(), i);
    }
    QVERIFY(!server.received().toLower().contains("cookie"));
}

void TestClient::usesNoProxyForLoopback()
{
    RawServer proxy;
    proxy.answerWith(RawServer::http(200, paymentBody()));
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    qputenv("http_proxy", proxy.url().toEncoded());
    qputenv("no_proxy", "");
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    qunsetenv("http_proxy");
    qunsetenv("no_proxy");
    QCOMPARE(proxy.connections(), 0);
    QCOMPARE(server.requests().size(), 1);
}

void TestClient::answersWithPayment()
{
    RawServer server;
    server.answerWith(RawServer::http(201, paymentBody(), {"Flowlix-Request-Id: req_17"}));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QVERIFY(answers.results.first());
    const PaymentAnswer answer = answers.results.first().value();
    QCOMPARE(answer.requestId, u"req_17"_s);
    QCOMPARE(answer.payment.id, testPaymentId);
    QCOMPARE(answer.payment.amount, Money(2500, Currency::Eur));
    QCOMPARE(answer.payment.raw, paymentBody());
}

void TestClient::answersWithPage()
{
    RawServer server;
    server.answerWith(RawServer::http(200, "{\"data\":[" + paymentBody() + "],\"has_more\":true}"));
    Client client(configFor(server.url()));
    Answers<PaymentPage> answers;
    client.listPayments({}, &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QVERIFY(answers.results.first());
    QCOMPARE(answers.results.first()->payments.size(), 1);
    QVERIFY(answers.results.first()->hasMore);
}

void TestClient::refusesAnotherPayment_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<ErrorKind>("kind");

    const QByteArray otherId = "pay_00000000-0000-0000-0000-00000000000f";
    for (const char *call : {"create", "retrieve", "refund"}) {
        QTest::addRow("%s: amount", call)
            << QString::fromLatin1(call) << paymentBody("2501") << ErrorKind::Mismatch;
        QTest::addRow("%s: currency", call)
            << QString::fromLatin1(call) << paymentBody("2500", "usd") << ErrorKind::Mismatch;
        QTest::addRow("%s: no amount", call)
            << QString::fromLatin1(call) << paymentBody("null") << ErrorKind::BadAnswer;
        if (qstrcmp(call, "create") != 0)
            QTest::addRow("%s: id", call)
                << QString::fromLatin1(call) << paymentBody("2500", "eur", otherId) << ErrorKind::Mismatch;
    }
}

void TestClient::refusesAnotherPayment()
{
    QFETCH(QString, call);
    QFETCH(QByteArray, body);
    RawServer server;
    server.answerWith(RawServer::http(200, body, {"Flowlix-Request-Id: req_18"}));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    if (call == "create"_L1)
        client.createPayment(createCall(), &answers, answers.callback());
    else if (call == "retrieve"_L1)
        client.retrievePayment(retrieveCall(), &answers, answers.callback());
    else
        client.refundPayment(refundCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QVERIFY(!answers.results.first());
    QTEST(answers.error().kind, "kind");
    QCOMPARE(answers.error().requestId, u"req_18"_s);
    QVERIFY(answers.error().detail.startsWith(u"HTTP 200, "_s));
}

void TestClient::tellsErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QList<QByteArray>>("headers");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("retryAfterMs"); // -1: none

    const QList<QByteArray> none;
    for (const int status : {400, 422})
        QTest::addRow("%d", status) << status << none << ErrorKind::Refused << -1;
    for (const int status : {401, 403})
        QTest::addRow("%d", status) << status << none << ErrorKind::Unauthorized << -1;
    QTest::newRow("401 with a challenge")
        << 401 << QList<QByteArray>{"WWW-Authenticate: Basic realm=\"x\""} << ErrorKind::Unauthorized << -1;
    QTest::newRow("404") << 404 << none << ErrorKind::NotFound << -1;
    QTest::newRow("409") << 409 << none << ErrorKind::InFlight << -1;
    QTest::newRow("409, wait") << 409 << QList<QByteArray>{"Retry-After: 2"} << ErrorKind::InFlight << 2000;
    QTest::newRow("429") << 429 << none << ErrorKind::RateLimited << -1;
    QTest::newRow("429, wait") << 429 << QList<QByteArray>{"Retry-After: 7"} << ErrorKind::RateLimited
                               << 7000;
    QTest::newRow("429, wait very long")
        << 429 << QList<QByteArray>{"Retry-After: 3600"} << ErrorKind::RateLimited << 60000;
    QTest::newRow("429, wait until") << 429
                                     << QList<QByteArray>{"Date: Sun, 06 Nov 1994 08:49:37 GMT",
                                            "Retry-After: Sun, 06 Nov 1994 08:49:49 GMT"}
                                     << ErrorKind::RateLimited << 12000;
    for (const int status : {500, 502, 503, 504})
        QTest::addRow("%d", status) << status << none << ErrorKind::ServiceFault << -1;
    QTest::newRow("503, wait") << 503 << QList<QByteArray>{"Retry-After: 3"} << ErrorKind::ServiceFault
                               << 3000;
    for (const int status : {402, 405, 418})
        QTest::addRow("%d", status) << status << none << ErrorKind::BadAnswer << -1;
}

void TestClient::tellsErrors()
{
    QFETCH(int, status);
    QFETCH(QList<QByteArray>, headers);
    QFETCH(int, retryAfterMs);
    RawServer server;
    server.answerWith(RawServer::http(status, R"({"error":{"code":"some_code","message":"Because."}})",
        headers + QList<QByteArray>{"Flowlix-Request-Id: req_19"}));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    const Error &error = answers.error();
    QTEST(error.kind, "kind");
    QCOMPARE(error.detail, u"HTTP %1 some_code: Because."_s.arg(status));
    QCOMPARE(error.code, u"some_code"_s);
    QCOMPARE(error.requestId, u"req_19"_s);
    QCOMPARE(error.retryAfter ? int(error.retryAfter->count()) : -1, retryAfterMs);
    QCOMPARE(server.requests().size(), 1);
}

void TestClient::sendsNothing_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<ErrorKind>("kind");

    for (const char *url : {"", "http://example.com", "http://10.0.0.1:8080", "http://127.0.0.1.example.com",
             "http://localhost.example.com", "ftp://127.0.0.1", "https://user:secret@example.com", "https://",
             "file:///etc/passwd", "127.0.0.1:80"})
        QTest::addRow("url %s", url) << u"url "_s + QString::fromLatin1(url) << ErrorKind::Configuration;
    QTest::newRow("no key") << u"no key"_s << ErrorKind::Configuration;
    QTest::newRow("bad id") << u"id pay_1/../../x"_s << ErrorKind::InvalidInput;
    QTest::newRow("empty id") << u"id "_s << ErrorKind::InvalidInput;
    QTest::newRow("bad cursor") << u"cursor pay_1&limit=5"_s << ErrorKind::InvalidInput;
    QTest::newRow("no idempotency key") << u"idempotency "_s << ErrorKind::InvalidInput;
    QTest::newRow("long idempotency key")
        << u"idempotency "_s + QString(256, u'k') << ErrorKind::InvalidInput;
    QTest::newRow("idempotency key with lines")
        << u"idempotency a\r\nX-Injected: 1"_s << ErrorKind::InvalidInput;
}

void TestClient::sendsNothing()
{
    QFETCH(QString, what);
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    ClientConfig config = configFor(server.url());
    if (what.startsWith("url "_L1))
        config.baseUrl = QUrl(what.sliced(4));
    if (what == "no key"_L1)
        config.key = SecretKey();
    Client client(config);
    Answers<PaymentAnswer> payments;
    Answers<PaymentPage> pages;
    const bool all = config.baseUrl != server.url() || config.key.isEmpty();

    CreateCall create = createCall();
    RefundCall refund = refundCall();
    RetrieveCall retrieve = retrieveCall();
    ListCall list;
    if (what.startsWith("idempotency "_L1))
        create.idempotencyKey = refund.idempotencyKey = what.sliced(12).toLatin1();
    if (what.startsWith("id "_L1))
        retrieve.paymentId = refund.paymentId = what.sliced(3);
    if (what.startsWith("cursor "_L1))
        list.startingAfter = what.sliced(7);

    if (all || what.startsWith("idempotency"_L1))
        client.createPayment(create, &payments, payments.callback());
    if (all || what.startsWith("id"_L1))
        client.refundPayment(refund, &payments, payments.callback());
    if (all || what.startsWith("id "_L1))
        client.retrievePayment(retrieve, &payments, payments.callback());
    if (all || what.startsWith("cursor"_L1))
        client.listPayments(list, &pages, pages.callback());
    QCOMPARE(payments.count() + pages.count(), 0);
    QTRY_COMPARE(payments.count() + pages.count(), all ? 4 : what.startsWith("cursor"_L1) ? 1 : 2);
    for (const auto &result : payments.results) {
        QTEST(result.error().kind, "kind");
        QVERIFY(!result.error().text.isEmpty());
    }
    for (const auto &result : pages.results)
        QTEST(result.error().kind, "kind");
    QCOMPARE(server.connections(), 0);
}

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
