// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "flowlix/client.h"
#include "support/rawserver.h"

#include <QElapsedTimer>
#include <QTest>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using paydesk::test::RawServer;

namespace {

QStringList logged; // NOLINT: written by a message handler, which has no other place

void remember(QtMsgType, const QMessageLogContext &, const QString &message)
{
    logged.append(message);
}

const QByteArray okHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

} // namespace

/// Everything that can go wrong between the client and the service. Whatever it is, each call answers
/// once, sends its POST once, says nothing of a failed payment, and lets the key out nowhere.
class TestClientFaults : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void brokenAnswers_data();
    void brokenAnswers();
    void droppedBeforeTheRequest();
    void noServer();
    void droppedKeepAliveConnectionSendsThePostOnce();
    void deadline_data();
    void deadline();
    void deadlineIsEachCallsOwn();
    void endlessBody_data();
    void endlessBody();
    void takesBodiesUpToTheCap();
    void redirectsAreNotFollowed_data();
    void redirectsAreNotFollowed();
    void keyIsInNoText_data();
    void keyIsInNoText();

private:
    /// One create against this answer, and what becomes of it.
    Error createError(RawServer &server, std::chrono::milliseconds deadline = 30s);
};

void TestClientFaults::init()
{
    logged.clear();
    qInstallMessageHandler(remember);
}

void TestClientFaults::cleanup()
{
    qInstallMessageHandler(nullptr);
    for (const QString &line : std::as_const(logged))
        QVERIFY2(!line.contains(QLatin1StringView(testKey)), qPrintable(line));
}

Error TestClientFaults::createError(RawServer &server, std::chrono::milliseconds deadline)
{
    ClientConfig config = configFor(server.url());
    config.deadline = deadline;
    Client client(config);
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    if (!QTest::qWaitFor([&] { return answers.count() > 0; }, 20'000) || answers.results.first().ok())
        return {.text = u"no error"_s};
    const Error error = answers.error();
    for (const QString &text : {error.text, error.detail, error.code, error.requestId}) {
        if (text.contains(QLatin1StringView(testKey)))
            return {.text = u"the key is in: "_s + text};
    }
    return error;
}

void TestClientFaults::brokenAnswers_data()
{
    QTest::addColumn<RawServer::Answer>("answer");
    QTest::addColumn<ErrorKind>("kind");

    const QByteArray body = paymentBody();
    const auto add = [](const char *name, const RawServer::Answer &answer, ErrorKind kind) {
        QTest::newRow(name) << answer << kind;
    };
    add("closed without an answer", RawServer::close(), ErrorKind::Network);
    add("closed within the status line", RawServer::bytesThenClose("HTTP/1."), ErrorKind::Network);
    add("closed within the headers", RawServer::bytesThenClose(okHead), ErrorKind::Network);
    add("closed before the body", RawServer::bytesThenClose(okHead + "Content-Length: 100\r\n\r\n"),
        ErrorKind::Network);
    add("truncated, with Content-Length",
        RawServer::bytesThenClose(
            okHead + "Content-Length: " + QByteArray::number(body.size() + 1) + "\r\n\r\n" + body),
        ErrorKind::Network);
    add("truncated, in chunks",
        RawServer::bytesThenClose(okHead + "Transfer-Encoding: chunked\r\n\r\n"
            + QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n"),
        ErrorKind::Network);
    add("truncated, no length",
        RawServer::bytesThenClose(okHead + "Connection: close\r\n\r\n" + body.chopped(1)),
        ErrorKind::BadAnswer);
    add("truncated, an error status",
        RawServer::bytesThenClose("HTTP/1.1 422 No\r\nContent-Length: 100\r\n\r\n{"), ErrorKind::Network);
    add("no body, no length", RawServer::bytesThenClose(okHead + "Connection: close\r\n\r\n"),
        ErrorKind::BadAnswer);
    add("empty", RawServer::http(200, ""), ErrorKind::BadAnswer);
    add("204", RawServer::http(204, ""), ErrorKind::BadAnswer);
    add("HTML", RawServer::http(200, "<!doctype html><title>Welcome to the hotel</title>"),
        ErrorKind::BadAnswer);
    add("HTML, gateway", RawServer::http(502, "<h1>Bad Gateway</h1>"), ErrorKind::ServiceFault);
    add("null", RawServer::http(200, "null"), ErrorKind::BadAnswer);
    add("a payment and more", RawServer::http(200, body + body), ErrorKind::BadAnswer);
    add("no HTTP", RawServer::bytesThenClose("SSH-2.0-OpenSSH_9.2\r\n\r\n"), ErrorKind::Network);
    add("nonsense", RawServer::bytesThenClose(QByteArray(300, '\x01') + "\r\n\r\n"), ErrorKind::Network);
    add("no status", RawServer::bytesThenClose("HTTP/1.1 abc Oops\r\n\r\n"), ErrorKind::Network);
    add("compressed, unasked", RawServer::http(200, "\x1f\x8b\x08", {"Content-Encoding: gzip"}),
        ErrorKind::BadAnswer);
}

void TestClientFaults::brokenAnswers()
{
    QFETCH(RawServer::Answer, answer);
    RawServer server;
    server.answerWith(answer);
    const Error error = createError(server);
    QFETCH(ErrorKind, kind);
    QVERIFY2(error.kind == kind, qPrintable(error.detail));
    QVERIFY2(!error.requestHadNoEffect(), "what became of the request is not known");
    QVERIFY(!error.text.isEmpty());
    QVERIFY2(!error.text.contains(u"failed"_s, Qt::CaseInsensitive), qPrintable(error.text));
    QVERIFY(!error.detail.isEmpty());
    QCOMPARE(server.requests().size(), 1); // a POST is sent once, whatever happens
}

void TestClientFaults::droppedBeforeTheRequest()
{
    RawServer server;
    server.dropConnections();
    const Error error = createError(server);
    QCOMPARE(error.kind, ErrorKind::Network);
    QVERIFY(server.requests().isEmpty());
}

void TestClientFaults::noServer()
{
    QUrl url;
    {
        const RawServer server;
        url = server.url();
    }
    Client client(configFor(url));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(answers.error().kind, ErrorKind::Network);
    QVERIFY(answers.error().text.contains(u"no connection"_s));
}

void TestClientFaults::droppedKeepAliveConnectionSendsThePostOnce()
{
    RawServer server;
    server.answerWith(RawServer::http(201, paymentBody()));
    server.answerWith(RawServer::close());
    server.answerWith(RawServer::http(201, paymentBody()));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QVERIFY(answers.results.last());

    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 2);
    QCOMPARE(answers.error().kind, ErrorKind::Network);
    QCOMPARE(server.connections(), 1); // it was the kept one
    QCOMPARE(server.requests().size(), 2);

    // And the client is none the worse for it.
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 3);
    QVERIFY(answers.results.last());
    QCOMPARE(server.requests().size(), 3);
}

void TestClientFaults::deadline_data()
{
    QTest::addColumn<RawServer::Answer>("answer");

    QTest::newRow("no answer") << RawServer::stall();
    QTest::newRow("stalled headers") << RawServer::bytes(okHead);
    QTest::newRow("stalled body") << RawServer::bytes(
        okHead + "Content-Length: 1000\r\n\r\n" + paymentBody());
    QTest::newRow("whole body, never closed") << RawServer::bytes(okHead + "\r\n" + paymentBody());
    QTest::newRow("dripping headers") << RawServer::drip(okHead + "X-Drip: ", 'x', 5ms);
    QTest::newRow("dripping body") << RawServer::drip(
        okHead + "Content-Length: 100000\r\n\r\n" + paymentBody(), ' ', 5ms);
    QTest::newRow("interim answers only")
        << RawServer::bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
}

void TestClientFaults::deadline()
{
    QFETCH(RawServer::Answer, answer);
    RawServer server;
    server.answerWith(answer);
    QElapsedTimer timer;
    timer.start();
    const Error error = createError(server, 200ms);
    QCOMPARE(error.kind, ErrorKind::Network);
    QVERIFY2(error.text.contains(u"in time"_s), qPrintable(error.text));
    QCOMPARE(error.detail, u"no complete answer within 200 ms"_s);
    QVERIFY(timer.elapsed() >= 200);
    QCOMPARE(server.requests().size(), 1);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestClientFaults::deadlineIsEachCallsOwn()
{
    RawServer server;
    server.answerWith(RawServer::stall());
    server.answerWith(RawServer::http(200, paymentBody()));
    ClientConfig config = configFor(server.url());
    config.deadline = 300ms;
    Client client(config);
    Answers<PaymentAnswer> stalled;
    client.retrievePayment(retrieveCall(), &stalled, stalled.callback());
    QTRY_COMPARE(server.requests().size(), 1);
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QVERIFY(answers.results.last());
    QTRY_COMPARE(stalled.count(), 1);
    QCOMPARE(stalled.error().kind, ErrorKind::Network);
}

void TestClientFaults::endlessBody_data()
{
    QTest::addColumn<QByteArray>("head");

    constexpr qint64 hundredMegabytes = 100 * 1024 * 1024;
    QTest::newRow("announced") << QByteArray(
        okHead + "Content-Length: " + QByteArray::number(hundredMegabytes) + "\r\n\r\n");
    QTest::newRow("not announced") << QByteArray(okHead + "Connection: close\r\n\r\n");
    QTest::newRow("an error") << QByteArray("HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\n");
}

void TestClientFaults::endlessBody()
{
    QFETCH(QByteArray, head);
    RawServer server;
    server.answerWith(RawServer::flood(head, 100 * 1024 * 1024));
    const Error error = createError(server);
    QCOMPARE(error.kind, ErrorKind::BadAnswer);
    QCOMPARE(error.detail, u"more than 4194304 bytes"_s);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestClientFaults::takesBodiesUpToTheCap()
{
    // Large enough to pass through the read-ahead limit several times.
    const QByteArray body = paymentBody() + QByteArray(1'000'000, ' ');
    RawServer server;
    server.answerWith(RawServer::http(200, body));
    for (const qint64 cap : {body.size(), body.size() - 1}) {
        ClientConfig config = configFor(server.url());
        config.maximumBody = cap;
        Client client(config);
        Answers<PaymentAnswer> answers;
        client.retrievePayment(retrieveCall(), &answers, answers.callback());
        QTRY_COMPARE(answers.count(), 1);
        QCOMPARE(answers.results.first().ok(), cap == body.size());
    }
}

void TestClientFaults::redirectsAreNotFollowed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("post");

    for (const int status : {300, 301, 302, 303, 305, 307, 308}) {
        QTest::addRow("%d after POST", status) << status << true;
        QTest::addRow("%d after GET", status) << status << false;
    }
}

void TestClientFaults::redirectsAreNotFollowed()
{
    QFETCH(int, status);
    QFETCH(bool, post);
    RawServer other;
    other.answerWith(RawServer::http(200, paymentBody()));
    RawServer server;
    server.answerWith(RawServer::http(
        status, paymentBody(), {"Location: " + other.url().toEncoded() + "/v1/payments/hpp"}));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    if (post)
        client.createPayment(createCall(), &answers, answers.callback());
    else
        client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QVERIFY(!answers.results.first());
    QVERIFY2(answers.error().kind == ErrorKind::BadAnswer, qPrintable(answers.error().detail));
    QVERIFY2(answers.error().text.contains(u"redirect"_s), qPrintable(answers.error().text));
    QCOMPARE(other.connections(), 0); // so it saw neither the key nor anything else
    QVERIFY(other.received().isEmpty());
}

void TestClientFaults::keyIsInNoText_data()
{
    QTest::addColumn<RawServer::Answer>("answer");

    const QByteArray envelope = "{\"error\":{\"code\":\"c " + testKey + "\",\"message\":\"Key " + testKey
        + " is wrong\",\"param\":\"" + testKey + "\",\"request_id\":\"" + testKey + "\"}}";
    for (const int status : {302, 400, 401, 404, 409, 422, 429, 500})
        QTest::addRow("error %d", status) << RawServer::http(status, envelope);
    QTest::newRow("escaped") << RawServer::http(
        422, QByteArray(envelope).replace("fl_test", R"(\u0066l_test)"));
    QTest::newRow("header") << RawServer::http(422, "{}", {"Flowlix-Request-Id: " + testKey});
    QTest::newRow("header, bad answer") << RawServer::http(200, "{}", {"Flowlix-Request-Id: " + testKey});
    QTest::newRow("id") << RawServer::http(200, paymentBody("2500", "eur", testKey));
    QTest::newRow("status line") << RawServer::bytesThenClose(
        "HTTP/1.1 401 " + testKey + "\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("nonsense") << RawServer::bytesThenClose(testKey + "\r\n\r\n");
    QTest::newRow("dropped") << RawServer::close();
}

void TestClientFaults::keyIsInNoText()
{
    QFETCH(RawServer::Answer, answer);
    RawServer server;
    server.answerWith(answer);
    const Error error = createError(server); // looks for the key in every text
    QVERIFY(!error.text.startsWith(u"the key is in"_s));
    QVERIFY(error.text != u"no error"_s);
    QVERIFY(!server.url().toString().contains(QLatin1StringView(testKey)));
    QVERIFY(server.requests().isEmpty() || !server.requests().first().line.contains(testKey));
}

QTEST_GUILESS_MAIN(TestClientFaults)
#include "tst_clientfaults.moc"
