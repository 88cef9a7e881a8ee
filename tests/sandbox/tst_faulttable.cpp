// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/faults.h"

#include <QTest>

using namespace paydesk::sandbox;
using namespace Qt::StringLiterals;

namespace {

FaultRule rule(const QByteArray &json)
{
    return std::get<FaultRule>(FaultTable::read(json));
}

} // namespace

class TestFaultTable : public QObject
{
    Q_OBJECT
private slots:
    void matches_data();
    void matches();
    void skipsAndCounts();
    void asksRulesInOrder();
    void neverHitsItsOwnControls();
    void reads();
};

void TestFaultTable::matches_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("hit");
    const QByteArray list = R"({"fault":"stall","method":"get","path":"/v1/payments?"})";
    const QByteArray retrieve = R"({"fault":"stall","method":"GET","path":"/v1/payments/"})";
    QTest::newRow("list") << list << QByteArray("GET") << QByteArray("/v1/payments?limit=1") << true;
    QTest::newRow("list, not retrieve")
        << list << QByteArray("GET") << QByteArray("/v1/payments/pay_1") << false;
    QTest::newRow("retrieve") << retrieve << QByteArray("GET") << QByteArray("/v1/payments/pay_1") << true;
    QTest::newRow("retrieve, not list")
        << retrieve << QByteArray("GET") << QByteArray("/v1/payments?limit=1") << false;
    QTest::newRow("other method") << retrieve << QByteArray("POST") << QByteArray("/v1/payments/hpp")
                                  << false;
    QTest::newRow("anything") << QByteArray(R"({"fault":"stall"})") << QByteArray("POST")
                              << QByteArray("/pay/x") << true;
}

void TestFaultTable::matches()
{
    QFETCH(QByteArray, order);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    FaultTable table;
    table.add(rule(order));
    QTEST(table.take(method, target).has_value(), "hit");
}

void TestFaultTable::skipsAndCounts()
{
    FaultTable table;
    table.add(rule(R"({"fault":"delay","value":7,"skip":2,"times":2})"));
    QList<bool> hits;
    for (int i = 0; i < 6; ++i)
        hits.append(table.take("GET", "/v1/payments").has_value());
    QCOMPARE(hits, (QList<bool>{false, false, true, true, false, false}));

    table.add(rule(R"({"fault":"stall","times":-1})"));
    for (int i = 0; i < 20; ++i)
        QVERIFY(table.take("GET", "/v1/payments"));
    table.clear();
    QVERIFY(!table.take("GET", "/v1/payments"));
}

void TestFaultTable::asksRulesInOrder()
{
    FaultTable table;
    table.add(rule(R"({"fault":"stall","skip":1})"));
    table.add(rule(R"({"fault":"empty"})"));
    QVERIFY(table.take("GET", "/")->kind == FaultKind::Empty); // the first rule lets this one through
    QVERIFY(table.take("GET", "/")->kind == FaultKind::Stall);
    QVERIFY(!table.take("GET", "/"));
}

void TestFaultTable::neverHitsItsOwnControls()
{
    FaultTable table;
    table.add(rule(R"({"fault":"drop_before","times":-1})"));
    QVERIFY(!table.take("DELETE", "/sandbox/faults"));
    QVERIFY(!table.take("GET", "/sandbox/ledger"));
}

void TestFaultTable::reads()
{
    const FaultRule status = rule(R"({"fault":"status","value":429,"retry_after":3})");
    QCOMPARE(status.fault.value, 429);
    QCOMPARE(status.fault.retryAfter, 3);
    QVERIFY(status.fault.place() == FaultPlace::InsteadOfService);
    QCOMPARE(rule(R"({"fault":"drip"})").fault.value, 200);
    const FaultRule redirect = rule(R"({"fault":"redirect","location":"https://x.invalid/"})");
    QCOMPARE(redirect.fault.location, QByteArray("https://x.invalid/"));
    for (const QByteArray &bad :
        {QByteArray("{}"), QByteArray("nonsense"), QByteArray(R"({"fault":"no_such"})")})
        QCOMPARE(std::get<ApiError>(FaultTable::read(bad)).param, u"fault"_s);
}

QTEST_GUILESS_MAIN(TestFaultTable)
#include "tst_faulttable.moc"
