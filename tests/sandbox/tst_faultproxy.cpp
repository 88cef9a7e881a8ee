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
    void stallsInTheHead();
    void delays();
    void answersAStatus_data();
    void answersAStatus();
    void redirects();
    void truncates();
    void truncatesWithoutLength();
    void answersGarbage();
    void answersNothing();
    void liesInTheBody_data();
    void liesInTheBody();
    void drips();
    void pads();
    void answersStale();
    void answersOutOfOrder();
    void saysPendingAgain();
    void doesNotFindWhatExists();
    void staysInFlight();
    void forgetsTheKey();
    void answersWithAnotherPayment();
    void makesAnotherPaymentUp();
    void hidesTheNewest();
    void cutsThePage();
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

void TestFaultProxy::stallsInTheHead()
{
    Sandbox sandbox;
    const Answer answer = createUnder(
        sandbox, {{u"fault"_s, u"stall_head"_s}}, [](const Answer &sofar) { return !sofar.raw.isEmpty(); });
    QVERIFY(answer.raw.startsWith("HTTP/1.1 201"));
    QVERIFY(!answer.raw.contains("\r\n\r\n"));
    QVERIFY(!answer.closed);
    QCOMPARE(paymentsIn(sandbox), 1);
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

void TestFaultProxy::liesInTheBody_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QByteArray>("lie");
    QTest::newRow("wrong types") << u"wrong_type"_s << QByteArray("\"amount\":\"2500\"");
    QTest::newRow("amount twice") << u"duplicate_amount"_s << QByteArray("\"amount\":2500,\"amount\":1");
    QTest::newRow("id twice") << u"duplicate_id"_s << QByteArray("\",\"id\":\"pay_");
    QTest::newRow("NaN") << u"nan_amount"_s << QByteArray("\"amount\":NaN");
    QTest::newRow("2^63") << u"huge_amount"_s << QByteArray("\"amount\":9223372036854775808");
    QTest::newRow("other amount") << u"other_amount"_s << QByteArray("\"amount\":2501");
    QTest::newRow("other currency") << u"other_currency"_s << QByteArray("\"currency\":\"usd\"");
    QTest::newRow("other attempt") << u"other_attempt"_s << QByteArray("\"paydesk_attempt\":\"");
}

/// What each makes of a body is for the test of tamperedBody(). Here: the answer is whole, and the truth is
/// told again afterwards.
void TestFaultProxy::liesInTheBody()
{
    QFETCH(QString, fault);
    QFETCH(QByteArray, lie);
    Sandbox sandbox;
    const Answer answer = createUnder(sandbox, {{u"fault"_s, fault}});
    QCOMPARE(answer.status(), 201);
    QVERIFY2(answer.body().contains(lie), answer.body().constData());
    QCOMPARE(answer.body().size(), answer.header("Content-Length").toLongLong());
    QCOMPARE(paymentsIn(sandbox), 1);
    const Answer replay = sandbox.create(createBody(), "key-1");
    QVERIFY(!replay.body().contains(lie));
    QCOMPARE(replay.json()[u"amount"].toInteger(), 2500);
    QCOMPARE(paymentsIn(sandbox), 1);
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

void TestFaultProxy::answersOutOfOrder()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    const QByteArray target = "/v1/payments/" + id.toLatin1();
    sandbox.addFault({{u"fault"_s, u"delay"_s}, {u"path"_s, QString::fromLatin1(target)}, {u"value"_s, 400}});
    QString newer;
    const Answer older
        = send(sandbox.port(), {.target = target, .headers = authorized()}, [&](const Answer &sofar) {
              if (newer.isEmpty() && sofar.connected) {
                  sandbox.payWith(id, "4111111111111111");
                  newer = sandbox.status(id);
              }
              return sofar.isWhole();
          });
    QCOMPARE(newer, u"succeeded"_s);
    QCOMPARE(older.json()[u"status"].toString(), u"pending"_s); // asked before, and came after
    QCOMPARE(sandbox.status(id), u"succeeded"_s);
}

void TestFaultProxy::saysPendingAgain()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    sandbox.payWith(id, "4111111111111111");
    sandbox.post("/v1/payments/" + id.toLatin1() + "/refund", R"({"reason":"r","amount":1})", "refund-1");
    QCOMPARE(sandbox.status(id), u"succeeded"_s);
    sandbox.addFault({{u"fault"_s, u"pending_again"_s}, {u"path"_s, u"/v1/payments/pay_"_s}});
    const QJsonObject payment = sandbox.payment(id);
    QCOMPARE(payment[u"status"].toString(), u"pending"_s);
    QVERIFY(payment[u"card"].isNull() && payment[u"succeeded_at"].isNull());
    QCOMPARE(sandbox.status(id), u"succeeded"_s);
}

void TestFaultProxy::doesNotFindWhatExists()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    sandbox.addFault(
        {{u"fault"_s, u"status"_s}, {u"value"_s, 404}, {u"path"_s, u"/v1/payments/pay_"_s}, {u"times"_s, 2}});
    const QByteArray target = "/v1/payments/" + id.toLatin1();
    QCOMPARE(sandbox.get(target).status(), 404);
    QCOMPARE(sandbox.get(target).status(), 404);
    QCOMPARE(sandbox.get(target).status(), 200);
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

void TestFaultProxy::forgetsTheKey()
{
    Sandbox sandbox;
    const QString first = sandbox.create(createBody(), "key-1").json()[u"id"].toString();
    const QString second = createUnder(sandbox, {{u"fault"_s, u"forget_key"_s}}).json()[u"id"].toString();
    QVERIFY(!second.isEmpty());
    QVERIFY(second != first);
    QCOMPARE(paymentsIn(sandbox), 2);
    const QJsonObject ledger = sandbox.get("/sandbox/ledger").json();
    QCOMPARE(ledger[u"creates_by_idempotency_key"].toObject(), (QJsonObject{{u"key-1"_s, 2}}));
    QCOMPARE(sandbox.create(createBody(), "key-1").json()[u"id"].toString(), second); // known again
    QCOMPARE(paymentsIn(sandbox), 2);
}

void TestFaultProxy::answersWithAnotherPayment()
{
    Sandbox sandbox;
    const QString other = sandbox.newPayment();
    const QString id = sandbox.newPayment();
    sandbox.payWith(id, "4111111111111111");
    const QByteArray target = "/v1/payments/" + id.toLatin1();
    const auto order = [&] {
        sandbox.addFault({{u"fault"_s, u"other_payment"_s}, {u"path"_s, u"/v1/payments/"_s}});
    };
    order();
    const QJsonObject retrieved = sandbox.payment(id);
    QCOMPARE(retrieved, sandbox.payment(other));
    order();
    const QByteArray refund = R"({"reason":"r","amount":1})";
    const Answer refunded = sandbox.post(target + "/refund", refund, "refund-1");
    QCOMPARE(refunded.status(), 200);
    QCOMPARE(refunded.json(), sandbox.payment(other));
    QCOMPARE(sandbox.payment(id)[u"refunds"].toArray().size(), 1); // it was carried out all the same
    QCOMPARE(sandbox.post(target + "/refund", refund, "refund-1").json()[u"id"].toString(), id);
    order();
    const QJsonObject created = sandbox.create(createBody(), "key-1").json();
    QCOMPARE(created, sandbox.payment(id));
    QCOMPARE(paymentsIn(sandbox), 3);
    order();
    QCOMPARE(sandbox.get("/v1/payments/pay_unknown").status(), 404);
}

void TestFaultProxy::makesAnotherPaymentUp()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    sandbox.addFault({{u"fault"_s, u"other_payment"_s}, {u"path"_s, u"/v1/payments/pay_"_s}});
    QJsonObject other = sandbox.payment(id);
    QVERIFY(other[u"id"].toString() != id);
    QCOMPARE(other[u"id"].toString().size(), id.size());
    other[u"id"_s] = id;
    QCOMPARE(other, sandbox.payment(id));
}

void TestFaultProxy::hidesTheNewest()
{
    Sandbox sandbox;
    QStringList ids;
    for (int i = 0; i < 3; ++i)
        ids.prepend(sandbox.newPayment());
    const auto listed = [&](const QByteArray &query, int hidden) {
        if (hidden > 0)
            sandbox.addFault(
                {{u"fault"_s, u"hide_newest"_s}, {u"path"_s, u"/v1/payments?"_s}, {u"value"_s, hidden}});
        QStringList found;
        const QJsonArray data = sandbox.get("/v1/payments?" + query).json()[u"data"].toArray();
        for (const auto &payment : data)
            found.append(payment.toObject()[u"id"].toString());
        return found;
    };
    QCOMPARE(listed("limit=100", 0), ids);
    QCOMPARE(listed("limit=100", 1), ids.mid(1));
    QCOMPARE(listed("limit=1", 1), ids.mid(1, 1));
    QCOMPARE(listed("limit=100", 2), ids.mid(2));
    QCOMPARE(listed("limit=100", 9), QStringList());
    QCOMPARE(listed("starting_after=" + ids.at(1).toLatin1(), 1), ids.mid(2)); // pages further on are whole
    QCOMPARE(sandbox.payment(ids.first())[u"id"].toString(), ids.first());
}

void TestFaultProxy::cutsThePage()
{
    Sandbox sandbox;
    for (int i = 0; i < 3; ++i)
        sandbox.newPayment();
    sandbox.addFault({{u"fault"_s, u"short_page"_s}, {u"path"_s, u"/v1/payments?"_s}});
    const QJsonObject cut = sandbox.get("/v1/payments?limit=100").json();
    const QJsonArray whole = sandbox.get("/v1/payments?limit=100").json()[u"data"].toArray();
    QCOMPARE(cut[u"has_more"], true);
    QCOMPARE(cut[u"data"].toArray(), QJsonArray{whole[0]});
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
