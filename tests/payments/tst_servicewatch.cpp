// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/client.h"
#include "payments/servicewatch.h"
#include "support/rawserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace paydesk;
using namespace paydesk::payments;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using paydesk::test::RawServer;

namespace {

const QByteArray emptyPage = R"({"object":"list","data":[],"has_more":false})";
/// So long that a test ends before.
constexpr auto never = 10min;

/// Asks and complains only when told otherwise.
constexpr ServiceWatch::Pauses calm
    = {.quiet = never, .retry = never, .slowAnswer = never, .slowProbe = never, .tick = never};

RawServer::Answer page(const QList<QByteArray> &headers = {})
{
    return RawServer::http(200, emptyPage, headers);
}

RawServer::Answer late(std::chrono::milliseconds after)
{
    return [after](QTcpSocket &socket) {
        QTimer::singleShot(after, Qt::PreciseTimer, &socket, [&socket] { page()(socket); });
    };
}

flowlix::ClientConfig configFor(const RawServer &server, std::chrono::milliseconds deadline = 30s)
{
    return {.baseUrl = server.url(),
        .key = SecretKey::parse("fl_test_sk_0123456789abcdef").value(),
        .deadline = deadline};
}

/// Every reach that a watch came to, in order.
class Course : public QObject
{
public:
    explicit Course(const ServiceWatch &watch)
    {
        connect(&watch, &ServiceWatch::changed, this, [&] {
            seen.append(watch.state().reach);
            longest = std::max(longest, watch.state().delay);
        });
    }
    QList<Reach> seen;
    std::chrono::milliseconds longest{0}; ///< delay
};

} // namespace

class TestServiceWatch : public QObject
{
    Q_OBJECT
private slots:
    void asksAtTheStart();
    void tellsWhatAnswersSay_data();
    void tellsWhatAnswersSay();
    void hearsOtherCalls();
    void keyIsRefusedUntilItIsTaken();
    void asksWhenItIsQuiet();
    void asksSoonerInTrouble_data();
    void asksSoonerInTrouble();
    void slowAnswerIsTold();
    void missingAnswerIsSlowThenOffline();
    void staysOfflineWhileItAsks();
    void leavesTheBudgetAlone();
    void saysNothingOfWhatWasNotSent();
};

void TestServiceWatch::asksAtTheStart()
{
    RawServer server;
    server.answerWith(page({"Date: Sun, 06 Nov 1994 08:49:37 GMT"}));
    flowlix::Client client(configFor(server));
    ServiceWatch watch(client, calm);
    QVERIFY(watch.state() == ServiceState());
    watch.start();
    QVERIFY(watch.state() == ServiceState());
    QTRY_COMPARE(watch.state().reach, Reach::Online);
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(server.requests().first().line, "GET /v1/payments?limit=1 HTTP/1.1");
    QVERIFY(client.serviceTime());
}

void TestServiceWatch::tellsWhatAnswersSay_data()
{
    QTest::addColumn<RawServer::Answer>("answer");
    QTest::addColumn<Reach>("reach");
    QTest::addColumn<bool>("keyRefused");

    QTest::newRow("page") << page() << Reach::Online << false;
    QTest::newRow("401") << RawServer::http(401, "{}") << Reach::Online << true;
    QTest::newRow("403") << RawServer::http(403, "{}") << Reach::Online << true;
    QTest::newRow("404") << RawServer::http(404, "{}") << Reach::Online << false;
    QTest::newRow("429") << RawServer::http(429, "{}") << Reach::Online << false;
    QTest::newRow("500") << RawServer::http(500, "{}") << Reach::Faulty << false;
    QTest::newRow("503") << RawServer::http(503, "<html>") << Reach::Faulty << false;
    QTest::newRow("closed") << RawServer::close() << Reach::Offline << false;
}

void TestServiceWatch::tellsWhatAnswersSay()
{
    QFETCH(RawServer::Answer, answer);
    QFETCH(Reach, reach);
    RawServer server;
    server.answerWith(answer);
    flowlix::Client client(configFor(server));
    ServiceWatch watch(client, calm);
    const QSignalSpy changed(&watch, &ServiceWatch::changed);
    watch.start();
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(watch.state().reach, reach);
    QTEST(watch.state().keyRefused, "keyRefused");
    QCOMPARE(watch.state().problem.isEmpty(), reach != Reach::Offline);
}

void TestServiceWatch::hearsOtherCalls()
{
    RawServer server;
    server.answerWith(RawServer::close());
    server.answerWith(RawServer::http(500, "{}"));
    server.answerWith(page());
    flowlix::Client client(configFor(server));
    ServiceWatch watch(client, calm); // never started: it asks nothing itself
    const auto call = [&] {
        client.createPayment({.body = "{}", .idempotencyKey = "k", .amount = Money(1, Currency::Eur)}, &watch,
            [](const Result<flowlix::PaymentAnswer> &) {});
    };
    call();
    QTRY_COMPARE(watch.state().reach, Reach::Offline);
    call();
    QTRY_COMPARE(watch.state().reach, Reach::Faulty);
    call();
    QTRY_COMPARE(watch.state().reach, Reach::Online);
    QCOMPARE(server.requests().size(), 3);
}

void TestServiceWatch::keyIsRefusedUntilItIsTaken()
{
    RawServer server;
    server.answerWith(RawServer::http(401, "{}"));
    server.answerWith(RawServer::http(503, "{}")); // says nothing of the key
    server.answerWith(RawServer::close());
    server.answerWith(RawServer::close()); // a GET is sent again by itself
    server.answerWith(page());
    flowlix::Client client(configFor(server));
    ServiceWatch::Pauses pauses = calm;
    pauses.quiet = pauses.retry = 20ms;
    ServiceWatch watch(client, pauses);
    QList<std::pair<Reach, bool>> course;
    connect(&watch, &ServiceWatch::changed, this, [&] {
        course.append({watch.state().reach, watch.state().keyRefused});
    });
    watch.start();
    QTRY_COMPARE(course.size(), 4);
    const QList<std::pair<Reach, bool>> expected
        = {{Reach::Online, true}, {Reach::Faulty, true}, {Reach::Offline, true}, {Reach::Online, false}};
    QCOMPARE(course, expected);
}

void TestServiceWatch::asksWhenItIsQuiet()
{
    RawServer server;
    server.answerWith(page());
    flowlix::Client client(configFor(server));
    ServiceWatch::Pauses pauses = calm;
    pauses.quiet = 20ms;
    ServiceWatch watch(client, pauses);
    const QSignalSpy changed(&watch, &ServiceWatch::changed);
    watch.start();
    QTRY_VERIFY(server.requests().size() >= 5);
    QCOMPARE(changed.size(), 1); // all is as it was
}

void TestServiceWatch::asksSoonerInTrouble_data()
{
    QTest::addColumn<RawServer::Answer>("trouble");
    QTest::newRow("offline") << RawServer::close();
    QTest::newRow("faulty") << RawServer::http(503, "{}");
}

void TestServiceWatch::asksSoonerInTrouble()
{
    QFETCH(RawServer::Answer, trouble);
    RawServer server;
    server.answerWith(trouble);
    server.answerWith(trouble);
    server.answerWith(page());
    flowlix::Client client(configFor(server));
    ServiceWatch::Pauses pauses = calm;
    pauses.retry = 20ms;
    ServiceWatch watch(client, pauses);
    watch.start();
    QTRY_COMPARE(watch.state().reach, Reach::Online);
    QVERIFY(server.requests().size() >= 3);
}

void TestServiceWatch::slowAnswerIsTold()
{
    RawServer server;
    server.answerWith(late(700ms));
    server.answerWith(page());
    flowlix::Client client(configFor(server));
    ServiceWatch::Pauses pauses = calm;
    pauses.quiet = 20ms;
    pauses.slowAnswer = 500ms;
    ServiceWatch watch(client, pauses);
    const Course course(watch);
    watch.start();
    QTRY_VERIFY(course.seen.contains(Reach::Slow)); // which the next answer may have ended already
    QVERIFY(course.longest >= 699ms);
    QTRY_COMPARE(watch.state().reach, Reach::Online);
    QCOMPARE(watch.state().delay, 0ms);
}

void TestServiceWatch::missingAnswerIsSlowThenOffline()
{
    RawServer server;
    server.answerWith(RawServer::stall());
    flowlix::Client client(configFor(server, 1s));
    ServiceWatch::Pauses pauses = calm;
    pauses.slowProbe = 100ms;
    pauses.tick = 20ms;
    ServiceWatch watch(client, pauses);
    watch.start();
    QTRY_COMPARE(watch.state().reach, Reach::Slow);
    const auto first = watch.state().delay;
    QVERIFY(first >= 99ms);
    QTRY_VERIFY(watch.state().delay > first); // it is told as it grows
    QTRY_COMPARE(watch.state().reach, Reach::Offline);
    QCOMPARE(server.requests().size(), 1);
}

void TestServiceWatch::staysOfflineWhileItAsks()
{
    RawServer server;
    server.answerWith(RawServer::close());
    server.answerWith(RawServer::close()); // a GET is sent again by itself
    server.answerWith(RawServer::stall());
    server.answerWith(RawServer::stall());
    server.answerWith(page());
    flowlix::Client client(configFor(server, 300ms));
    ServiceWatch::Pauses pauses = calm;
    pauses.retry = 20ms;
    pauses.slowProbe = 20ms;
    ServiceWatch watch(client, pauses);
    const Course course(watch);
    watch.start();
    QTRY_COMPARE(watch.state().reach, Reach::Online);
    const qsizetype offline = course.seen.indexOf(Reach::Offline);
    QVERIFY(offline >= 0);
    for (const Reach reach : course.seen.sliced(offline, course.seen.size() - offline - 1))
        QCOMPARE(reach, Reach::Offline);
}

void TestServiceWatch::leavesTheBudgetAlone()
{
    RawServer server;
    server.answerWith(page({"X-RateLimit-Limit: 100", "X-RateLimit-Remaining: 25", "X-RateLimit-Reset: 1001",
        "Date: Thu, 01 Jan 1970 00:16:40 GMT"})); // for another second
    server.answerWith(page());
    flowlix::Client client(configFor(server));
    ServiceWatch::Pauses pauses = calm;
    pauses.quiet = pauses.retry = 20ms;
    ServiceWatch watch(client, pauses);
    watch.start();
    QTRY_COMPARE(watch.state().reach, Reach::Online);
    QVERIFY(!client.hasBudgetToSpare());
    QElapsedTimer timer;
    timer.start();
    QTRY_VERIFY(server.requests().size() > 1);
    QVERIFY2(timer.elapsed() >= 800, qPrintable(QString::number(timer.elapsed())));
}

void TestServiceWatch::saysNothingOfWhatWasNotSent()
{
    RawServer server;
    flowlix::ClientConfig config = configFor(server);
    config.key = SecretKey();
    flowlix::Client client(config);
    ServiceWatch watch(client, calm);
    watch.start();
    std::optional<ErrorKind> refused;
    client.listPayments(
        {}, &watch, [&](const Result<flowlix::PaymentPage> &result) { refused = result.error().kind; });
    QTRY_VERIFY(refused);
    QCOMPARE(*refused, ErrorKind::Configuration);
    QVERIFY(watch.state() == ServiceState());
    QCOMPARE(server.connections(), 0);
}

QTEST_GUILESS_MAIN(TestServiceWatch)
#include "tst_servicewatch.moc"
