// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/idempotency.h"

#include <QTest>

using namespace paydesk::sandbox;
using namespace Qt::StringLiterals;
using Decision = IdempotencyStore::Decision;

namespace {

constexpr qint64 start = 1'900'000'000'000;
constexpr qint64 day = 24LL * 60 * 60 * 1000;

IdempotentCall call(const QByteArray &caller, const QByteArray &key, const QByteArray &body,
    const QString &path = u"/v1/payments/hpp"_s)
{
    return idempotentCall(
        caller, {.method = "POST", .path = path, .headers = {{"idempotency-key", key}}, .body = body});
}

} // namespace

class TestIdempotency : public QObject
{
    Q_OBJECT
private slots:
    void decides_data();
    void decides();
    void keepsOnlySuccess_data();
    void keepsOnlySuccess();
    void heldKeysConflict();
    void survivesInTheStateFile();
};

void TestIdempotency::decides_data()
{
    // After a 201 for caller A, key "k", body "{}".
    QTest::addColumn<QByteArray>("caller");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("path");
    QTest::addColumn<qint64>("afterMs");
    QTest::addColumn<int>("decision");
    const auto row = [](const char *name, const QByteArray &caller, const QByteArray &key,
                         const QByteArray &body, const QString &path, qint64 afterMs, Decision decision) {
        QTest::newRow(name) << caller << key << body << path << afterMs << static_cast<int>(decision);
    };
    const QString create = u"/v1/payments/hpp"_s;
    row("same", "A", "k", "{}", create, 1, Decision::Replay);
    row("other key", "A", "k2", "{}", create, 1, Decision::Execute);
    row("other body", "A", "k", "{ }", create, 1, Decision::Conflict);
    row("other endpoint", "A", "k", "{}", u"/v1/payments/pay_1/refund"_s, 1, Decision::Conflict);
    row("other API key", "B", "k", "{}", create, 1, Decision::Execute);
    row("other API key, other body", "B", "k", "{ }", create, 1, Decision::Execute);
    row("just before 24 h", "A", "k", "{}", create, day - 1, Decision::Replay);
    row("after 24 h", "A", "k", "{}", create, day, Decision::Execute);
    row("after 24 h, other body", "A", "k", "{ }", create, day, Decision::Execute);
}

void TestIdempotency::decides()
{
    QFETCH(QByteArray, caller);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, body);
    QFETCH(QString, path);
    QFETCH(qint64, afterMs);
    IdempotencyStore store;
    store.store(call("A", "k", "{}"), {.status = 201, .body = "answer"}, start);
    QTEST(static_cast<int>(store.decide(call(caller, key, body, path), start + afterMs)), "decision");
}

void TestIdempotency::keepsOnlySuccess_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("decision");
    for (const int status : {200, 201, 204})
        QTest::addRow("%d", status) << status << static_cast<int>(Decision::Replay);
    for (const int status : {303, 400, 401, 404, 409, 422, 429, 500, 503})
        QTest::addRow("%d", status) << status << static_cast<int>(Decision::Execute);
}

void TestIdempotency::keepsOnlySuccess()
{
    QFETCH(int, status);
    IdempotencyStore store;
    store.store(call("A", "k", "{}"), {.status = status}, start);
    QTEST(static_cast<int>(store.decide(call("A", "k", "{}"), start)), "decision");
}

void TestIdempotency::heldKeysConflict()
{
    IdempotencyStore store;
    const IdempotentCall running = call("A", "k", "{}");
    store.hold(running);
    QVERIFY(store.decide(running, start) == Decision::Conflict);
    QVERIFY(store.decide(call("A", "other", "{}"), start) == Decision::Execute);
    QVERIFY(store.decide(call("B", "k", "{}"), start) == Decision::Execute);
    store.release(running);
    QVERIFY(store.decide(running, start) == Decision::Execute);
}

void TestIdempotency::survivesInTheStateFile()
{
    IdempotencyStore store;
    const Response answer{
        .status = 201, .contentType = "application/json", .body = "{\"a\":\"\xc3\xa4\\u0000\"}"};
    store.store(call("A", "old", "{}"), answer, start - day);
    store.store(call("A", "k", "{}"), answer, start);
    QCOMPARE(store.takeChanged().size(), 2);
    QVERIFY(store.takeChanged().isEmpty());
    const QList<QJsonObject> alive = store.entries(start);
    QCOMPARE(alive.size(), 1); // what has run out is not kept

    IdempotencyStore restored;
    restored.restore(alive.first());
    QVERIFY(restored.decide(call("A", "k", "{}"), start) == Decision::Replay);
    QCOMPARE(restored.stored(call("A", "k", "{}")).body, answer.body);
    QCOMPARE(restored.stored(call("A", "k", "{}")).status, 201);
}

QTEST_GUILESS_MAIN(TestIdempotency)
#include "tst_idempotency.moc"
