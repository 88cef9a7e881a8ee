// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxfixture.h"

#include <QJsonArray>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace paydesk::sandbox::test;
using namespace Qt::StringLiterals;

class TestControl : public QObject
{
    Q_OBJECT
private slots:
    void needsAKey_data();
    void needsAKey();
    void clearsFaults();
    void refusesUnknownFaults();
    void settles_data();
    void settles();
    void tellsTheTruth();
    void seedsManyPayments_data();
    void seedsManyPayments();
};

void TestControl::needsAKey_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("add faults") << QByteArray("POST") << QByteArray("/sandbox/faults");
    QTest::newRow("clear faults") << QByteArray("DELETE") << QByteArray("/sandbox/faults");
    QTest::newRow("ledger") << QByteArray("GET") << QByteArray("/sandbox/ledger");
    QTest::newRow("settle") << QByteArray("POST") << QByteArray("/sandbox/payments/pay_x/settle");
    QTest::newRow("anything else") << QByteArray("GET") << QByteArray("/sandbox/other");
}

void TestControl::needsAKey()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    Sandbox sandbox;
    QCOMPARE(send(sandbox.port(), {.method = method, .target = target}).status(), 401);
    const QList<Header> live = {{"Authorization", "Bearer fl_live_sk_abc123def456"}};
    QCOMPARE(send(sandbox.port(), {.method = method, .target = target, .headers = live}).status(), 401);
}

void TestControl::clearsFaults()
{
    Sandbox sandbox;
    sandbox.addFault({{u"fault"_s, u"status"_s}, {u"times"_s, -1}});
    QCOMPARE(sandbox.get("/v1/payments").status(), 503);
    QCOMPARE(sandbox.get("/v1/payments").status(), 503);
    QCOMPARE(send(sandbox.port(), {.method = "DELETE", .target = "/sandbox/faults", .headers = authorized()})
                 .status(),
        200);
    QCOMPARE(sandbox.get("/v1/payments").status(), 200);
}

void TestControl::refusesUnknownFaults()
{
    Sandbox sandbox;
    const Answer answer = sandbox.post("/sandbox/faults", R"({"fault":"no_such"})");
    QCOMPARE(answer.status(), 400);
    QCOMPARE(answer.error()[u"param"].toString(), u"fault"_s);
}

void TestControl::settles_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<int>("answer");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("declineCode");
    QTest::newRow("paid") << QByteArray(R"({"status":"succeeded"})") << 200 << u"succeeded"_s << QString();
    QTest::newRow("declined") << QByteArray(R"({"status":"failed","decline_code":"stolen_card"})") << 200
                              << u"failed"_s << u"stolen_card"_s;
    QTest::newRow("expired") << QByteArray(R"({"status":"expired"})") << 200 << u"expired"_s << QString();
    QTest::newRow("3-D Secure") << QByteArray(R"({"status":"requires_action"})") << 200
                                << u"requires_action"_s << QString();
    QTest::newRow("pending") << QByteArray(R"({"status":"pending"})") << 400 << u"pending"_s << QString();
    QTest::newRow("nonsense") << QByteArray("x") << 400 << u"pending"_s << QString();
}

void TestControl::settles()
{
    QFETCH(QByteArray, order);
    QFETCH(int, answer);
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    const QByteArray target = "/sandbox/payments/" + id.toLatin1() + "/settle";
    QCOMPARE(sandbox.post(target, order).status(), answer);
    QTEST(sandbox.status(id), "status");
    QTEST(sandbox.payment(id)[u"decline_code"].toString(), "declineCode");
    if (PaymentStatus::fromWire(sandbox.status(id)).isFinal())
        QCOMPARE(sandbox.post(target, R"({"status":"canceled"})").status(), 422); // a final status stays
    QCOMPARE(sandbox.post("/sandbox/payments/pay_x/settle", order).status(), 404);
}

void TestControl::tellsTheTruth()
{
    Sandbox sandbox;
    sandbox.addFault({{u"fault"_s, u"drop_before"_s}, {u"path"_s, u"/v1/payments/hpp"_s}});
    sandbox.create(createBody(), "key-1"); // swallowed
    const QString id = sandbox.create(createBody(), "key-1").json()[u"id"].toString();
    sandbox.create(createBody(), "key-1"); // replayed
    sandbox.create(createBody(1), "key-2");
    sandbox.payWith(id, "4111111111111111");
    sandbox.post("/v1/payments/" + id.toLatin1() + "/refund", R"({"reason":"r","amount":1})", "refund-1");
    sandbox.post("/v1/payments/" + id.toLatin1() + "/refund", R"({"reason":"r","amount":1})", "refund-1");

    const QJsonObject ledger = sandbox.get("/sandbox/ledger").json();
    QCOMPARE(ledger[u"payments"].toArray().size(), 2);
    QCOMPARE(ledger[u"payments"][0], QJsonValue(sandbox.payment(id)));
    QCOMPARE(ledger[u"refunds"].toArray().size(), 1);
    QCOMPARE(ledger[u"refunds"][0][u"payment"].toString(), id);
    QCOMPARE(
        ledger[u"creates_by_idempotency_key"].toObject(), (QJsonObject{{u"key-1"_s, 1}, {u"key-2"_s, 1}}));
    QCOMPARE(ledger[u"refunds_by_idempotency_key"].toObject(), (QJsonObject{{u"refund-1"_s, 1}}));
    QCOMPARE(ledger[u"requests"][u"POST /v1/payments/hpp"].toInt(), 4);
    QCOMPARE(ledger[u"processed"][u"POST /v1/payments/hpp"].toInt(), 3);
    QCOMPARE(ledger[u"requests"][u"POST /v1/payments/{id}/refund"].toInt(), 2);
    QCOMPARE(ledger[u"requests"][u"POST /pay/{id}"].toInt(), 1);
    QCOMPARE(ledger[u"faults"].toObject(), (QJsonObject{{u"drop_before"_s, 1}}));
}

void TestControl::seedsManyPayments_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<int>("status");
    QTest::newRow("few") << QByteArray(R"({"count":1})") << 201;
    QTest::newRow("many") << QByteArray(R"({"count":1500,"seed":7,"span_seconds":3600})") << 201;
    QTest::newRow("at once") << QByteArray(R"({"count":300,"span_seconds":0})") << 201;
    QTest::newRow("none") << QByteArray(R"({"count":0})") << 400;
    QTest::newRow("no number") << QByteArray("{}") << 400;
    QTest::newRow("too many") << QByteArray(R"({"count":1000001})") << 400;
    QTest::newRow("of the future") << QByteArray(R"({"count":1,"span_seconds":-1})") << 400;
}

/// The same order makes the same ledger, oldest first, and nothing in it changes by itself at once.
void TestControl::seedsManyPayments()
{
    QFETCH(QByteArray, order);
    QFETCH(int, status);
    QJsonArray ledgers[2];
    for (QJsonArray &ledger : ledgers) {
        Sandbox sandbox;
        QCOMPARE(sandbox.post("/sandbox/seed", order).status(), status);
        ledger = sandbox.get("/sandbox/ledger").json()[u"payments"].toArray();
        for (auto payment : ledger) { // the service's own address is in it
            QJsonObject object = payment.toObject();
            object.remove(u"redirect_url"_s);
            object.remove(u"next_action"_s);
            payment = object;
        }
        const Answer list = sandbox.get("/v1/payments?limit=100");
        QCOMPARE(list.json()[u"has_more"].toBool(), ledger.size() > 100);
        sandbox.now += 1000;
        QCOMPARE(sandbox.get("/v1/payments?limit=100").json()[u"data"], list.json()[u"data"]);
    }
    QCOMPARE(ledgers[0], ledgers[1]);
    QCOMPARE(ledgers[0].size(), QJsonDocument::fromJson(order)[u"count"].toInt() * (status == 201 ? 1 : 0));
    if (ledgers[0].size() < 1000)
        return;
    QMap<QString, QSet<QString>> kinds;
    qint64 last = 0;
    for (const auto &payment : std::as_const(ledgers[0])) {
        kinds[u"status"_s] += payment[u"status"].toString();
        kinds[u"currency"_s] += payment[u"currency"].toString();
        kinds[u"till"_s] += payment[u"metadata"][u"paydesk_till"].toString();
        kinds[u"channel"_s] += payment[u"metadata"][u"paydesk_channel"].toString();
        kinds[u"refunds"_s] += QString::number(payment[u"refunds"].toArray().size());
        QVERIFY(payment[u"created"].toInteger() >= last);
        last = payment[u"created"].toInteger();
    }
    QCOMPARE(kinds[u"status"_s].size(), 6);
    QCOMPARE(kinds[u"currency"_s].size(), 3);
    QCOMPARE(kinds[u"till"_s].size(), 4);
    QCOMPARE(kinds[u"channel"_s].size(), 4);
    QCOMPARE(kinds[u"refunds"_s].size(), 2);
}

QTEST_GUILESS_MAIN(TestControl)
#include "tst_control.moc"
