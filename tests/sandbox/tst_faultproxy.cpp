// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxfixture.h"

#include <QElapsedTimer>
#include <QJsonArray>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace paydesk::sandbox::test;
using namespace Qt::StringLiterals;

namespace {

int paymentsIn(const Sandbox &sandbox)
{
    return static_cast<int>(sandbox.get("/sandbox/ledger").json()[u"payments"].toArray().size());
}

/// Orders a fault for the next create, and creates.
Answer createUnder(Sandbox &sandbox, QJsonObject fault, const std::function<bool(const Answer &)> &until = {})
{
    fault.insert(u"method"_s, u"POST"_s);
    fault.insert(u"path"_s, u"/v1/payments/hpp"_s);
    sandbox.addFault(fault);
    return send(sandbox.port(),
        {.method = "POST",
            .target = "/v1/payments/hpp",
            .body = createBody(),
            .headers = authorized("key-1")},
        until);
}

} // namespace

/// Each fault as a caller sees it on the wire, and whether the request was processed.
class TestFaultProxy : public QObject
{
    Q_OBJECT
private slots:
    void dropsBefore();
    void dropsAfter();
    void stalls();
    void delays();
    void answersAStatus_data();
    void answersAStatus();
    void redirects();
    void truncates();
    void truncatesWithoutLength();
    void answersGarbage();
    void answersNothing();
    void answersWrongTypes();
    void drips();
    void pads();
    void answersStale();
    void staysInFlight();
    void processesThoughTheCallerLeft();
    void refusesWhatItCannotFrame();
    void keepsFaultHeadersToItself();
    void goesOnAfterwards();
};

void TestFaultProxy::dropsBefore()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"drop_before"_s}});
    QVERIFY(answer.closed);
    QVERIFY(answer.raw.isEmpty());
    QCOMPARE(paymentsIn(sandbox), 0);
}

void TestFaultProxy::dropsAfter()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"drop_after"_s}});
    QVERIFY(answer.closed);
    QVERIFY(answer.raw.isEmpty());
    QCOMPARE(paymentsIn(sandbox), 1);
    QCOMPARE(sandbox.create(createBody(), "key-1").status(), 201); // the replay tells what became of it
    QCOMPARE(paymentsIn(sandbox), 1);
}

void TestFaultProxy::stalls()
{
    Sandbox sandbox;
    bool processed = false;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"stall"_s}}, [&](const Answer &) {
        processed = processed || paymentsIn(sandbox) == 1;
        return processed;
    });
    QVERIFY(processed);
    QVERIFY(answer.connected && !answer.closed);
    QVERIFY(answer.raw.isEmpty());
}

void TestFaultProxy::delays()
{
    Sandbox sandbox;
    QElapsedTimer timer;
    timer.start();
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"delay"_s}, {u"value"_s, 300}});
    QCOMPARE(answer.status(), 201);
    QVERIFY(timer.elapsed() >= 300);
}

void TestFaultProxy::answersAStatus_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("payments");
    for (const int status : {400, 404, 409, 429, 500, 503}) {
        QTest::addRow("%d, not processed", status) << u"status"_s << status << 0;
        QTest::addRow("%d, processed", status) << u"status_after"_s << status << 1;
    }
}

void TestFaultProxy::answersAStatus()
{
    QFETCH(QString, fault);
    QFETCH(int, status);
    Sandbox sandbox;
    const Answer answer
        = createUnder(sandbox, {{u"fault"_s, fault}, {u"value"_s, status}, {u"retry_after"_s, 7}});
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.header("Retry-After"), QByteArray("7"));
    QCOMPARE(answer.header("Flowlix-Request-Id"), answer.error()[u"request_id"].toString().toLatin1());
    QVERIFY(!answer.error()[u"request_id"].toString().isEmpty());
    QTEST(paymentsIn(sandbox), "payments");
}

void TestFaultProxy::redirects()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox,
        {{u"fault"_s, u"redirect"_s}, {u"value"_s, 308}, {u"location"_s, u"https://elsewhere.invalid/v1"_s}});
    QCOMPARE(answer.status(), 308);
    QCOMPARE(answer.header("Location"), QByteArray("https://elsewhere.invalid/v1"));
    QCOMPARE(paymentsIn(sandbox), 0);
}

void TestFaultProxy::truncates()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"truncated"_s}});
    QVERIFY(answer.closed);
    QCOMPARE(answer.status(), 201);
    QCOMPARE(answer.body().size(), answer.header("Content-Length").toLongLong() / 2);
    QCOMPARE(paymentsIn(sandbox), 1);
}

void TestFaultProxy::truncatesWithoutLength()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"truncated_chunkless"_s}});
    QVERIFY(answer.closed);
    QCOMPARE(answer.status(), 201);
    QVERIFY(answer.header("Content-Length").isEmpty());
    QCOMPARE(answer.header("Connection"), QByteArray("close"));
    QVERIFY(answer.body().startsWith('{') && answer.json().isEmpty());
    QCOMPARE(paymentsIn(sandbox), 1);
}

void TestFaultProxy::answersGarbage()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"garbage"_s}});
    QCOMPARE(answer.status(), 201);
    QVERIFY(answer.header("Content-Type").startsWith("text/html"));
    QVERIFY(answer.body().startsWith("<!doctype html>"));
    QCOMPARE(answer.body().size(), answer.header("Content-Length").toLongLong());
    QCOMPARE(paymentsIn(sandbox), 1);
}

void TestFaultProxy::answersNothing()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"empty"_s}});
    QCOMPARE(answer.status(), 201);
    QCOMPARE(answer.header("Content-Length"), QByteArray("0"));
    QVERIFY(answer.body().isEmpty());
    QCOMPARE(paymentsIn(sandbox), 1);
}

void TestFaultProxy::answersWrongTypes()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"wrong_type"_s}});
    QCOMPARE(answer.status(), 201);
    QCOMPARE(answer.json()[u"amount"], QJsonValue(u"2500"_s));
    QVERIFY(answer.json()[u"status"].isDouble());
    QVERIFY(answer.json()[u"id"].toString().startsWith(u"pay_"_s));
}

void TestFaultProxy::drips()
{
    Sandbox sandbox;
    QList<qsizetype> sizes;
    const Answer answer
        = createUnder(sandbox, {{u"fault"_s, u"drip"_s}, {u"value"_s, 20}}, [&](const Answer &sofar) {
              if (sizes.isEmpty() || sofar.raw.size() > sizes.last())
                  sizes.append(sofar.raw.size());
              return sofar.raw.size() >= 12;
          });
    QVERIFY(answer.raw.startsWith("HTTP/1.1 201"));
    QVERIFY2(sizes.size() >= 4, "the answer came in one piece");
    QVERIFY(!answer.closed);
}

void TestFaultProxy::pads()
{
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, u"huge"_s}, {u"value"_s, 3'000'000}});
    QCOMPARE(answer.status(), 201);
    QVERIFY(answer.body().size() > 3'000'000);
    QCOMPARE(answer.body().size(), answer.header("Content-Length").toLongLong());
    QCOMPARE(answer.json()[u"amount"].toInteger(), 2500); // good, but for its size
}

void TestFaultProxy::answersStale()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    sandbox.payWith(id, "4635440000002223");
    sandbox.submit("/3ds/" + id.toLatin1(), "action=approve");
    sandbox.addFault({{u"fault"_s, u"stale"_s}, {u"path"_s, u"/v1/payments/pay_"_s}});
    sandbox.addFault({{u"fault"_s, u"stale"_s}, {u"path"_s, u"/v1/payments/pay_"_s}, {u"value"_s, 2}});
    sandbox.addFault({{u"fault"_s, u"stale"_s}, {u"path"_s, u"/v1/payments/pay_"_s}, {u"value"_s, 99}});
    QCOMPARE(sandbox.status(id), u"requires_action"_s);
    QCOMPARE(sandbox.status(id), u"pending"_s);
    QCOMPARE(sandbox.status(id), u"pending"_s);
    QCOMPARE(sandbox.status(id), u"succeeded"_s);
}

void TestFaultProxy::staysInFlight()
{
    Sandbox sandbox;
    bool conflicted = false;
    const Answer answer
        = createUnder(sandbox, {{u"fault"_s, u"in_flight"_s}, {u"value"_s, 1000}}, [&](const Answer &sofar) {
              if (!conflicted && sofar.raw.isEmpty())
                  conflicted = sandbox.create(createBody(), "key-1").status() == 409;
              return sofar.isWhole();
          });
    QVERIFY(conflicted);
    QCOMPARE(answer.status(), 201);
    QCOMPARE(sandbox.create(createBody(), "key-1").body(), answer.body());
    QCOMPARE(paymentsIn(sandbox), 1);
}

void TestFaultProxy::processesThoughTheCallerLeft()
{
    Sandbox sandbox;
    bool held = false;
    createUnder(sandbox, {{u"fault"_s, u"in_flight"_s}, {u"value"_s, 500}}, [&](const Answer &) {
        held = held || sandbox.create(createBody(), "key-1").status() == 409;
        return held; // and then this caller is gone
    });
    QVERIFY(held);
    QTRY_COMPARE(paymentsIn(sandbox), 1);
}

void TestFaultProxy::refusesWhatItCannotFrame()
{
    Sandbox sandbox;
    const Answer answer = send(sandbox.port(),
        {.method = "POST", .target = "/v1/payments/hpp", .headers = {{"Transfer-Encoding", "chunked"}}},
        [](const Answer &sofar) { return sofar.closed; });
    QCOMPARE(answer.status(), 400);
    QVERIFY(answer.closed);
}

void TestFaultProxy::keepsFaultHeadersToItself()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    sandbox.submit("/pay/" + id.toLatin1(), "action=cancel");
    const Answer answer = send(sandbox.port(),
        {.target = "/v1/payments/" + id.toLatin1(), .headers = authorized() << Header("Sandbox-Stale", "1")});
    QCOMPARE(answer.json()[u"status"].toString(), u"canceled"_s);
}

void TestFaultProxy::goesOnAfterwards()
{
    Sandbox sandbox;
    for (const QString &fault : {u"drop_before"_s, u"drop_after"_s, u"truncated"_s, u"garbage"_s})
        createUnder(sandbox, {{u"fault"_s, fault}});
    const Answer answer = sandbox.create(createBody(), "key-1");
    QCOMPARE(answer.status(), 201);
    QCOMPARE(paymentsIn(sandbox), 1);
}

QTEST_GUILESS_MAIN(TestFaultProxy)
#include "tst_faultproxy.moc"
