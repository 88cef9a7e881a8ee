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

QTEST_GUILESS_MAIN(TestControl)
#include "tst_control.moc"
