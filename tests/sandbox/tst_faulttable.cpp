// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/faults.h"

#include <QTest>

#include <numeric>

using namespace paydesk::sandbox;
using namespace Qt::StringLiterals;

namespace {

FaultRule rule(const QByteArray &json)
{
    return std::get<FaultRule>(FaultTable::read(json));
}

/// What strikes that many requests, one after the other; -1 where nothing does.
QList<int> strikes(FaultTable &table, int requests)
{
    QList<int> kinds;
    for (int i = 0; i < requests; ++i) {
        const std::optional<Fault> fault = table.take("GET", "/v1/payments");
        kinds.append(fault ? static_cast<int>(fault->kind) : -1);
    }
    return kinds;
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
    void drawsFromItsSeed();
    void drawsAsOftenAsToldTo_data();
    void drawsAsOftenAsToldTo();
    void asksTheNextRuleWhereItDoesNotStrike();
    void reads();
    void readsAList();
    void refusesToRead_data();
    void refusesToRead();
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

void TestFaultTable::drawsFromItsSeed()
{
    const auto drawn = [](const QByteArray &seed) {
        FaultTable table;
        table.add(rule(R"({"faults":["stall","empty","garbage"],"probability":0.5,"seed":)" + seed + '}'));
        return strikes(table, 50);
    };
    QCOMPARE(drawn("7"), drawn("7"));
    QVERIFY(drawn("7") != drawn("8"));
}

void TestFaultTable::drawsAsOftenAsToldTo_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<int>("least"); // of 1000 requests
    QTest::addColumn<int>("most");
    QTest::newRow("never") << QByteArray(R"("probability":0)") << 0 << 0;
    QTest::newRow("always") << QByteArray(R"("probability":1)") << 1000 << 1000;
    QTest::newRow("one in five") << QByteArray(R"("probability":0.2,"seed":42)") << 150 << 250;
    QTest::newRow("one in five, ten times")
        << QByteArray(R"("probability":0.2,"seed":42,"times":10)") << 10 << 10;
    QTest::newRow("without a probability") << QByteArray(R"("skip":2)") << 1 << 1;
}

void TestFaultTable::drawsAsOftenAsToldTo()
{
    QFETCH(QByteArray, order);
    QFETCH(int, least);
    QFETCH(int, most);
    FaultTable table;
    table.add(rule(R"({"faults":["stall","empty","drop_after","garbage"],)" + order + '}'));
    const QList<int> kinds = strikes(table, 1000);
    const int hits = static_cast<int>(kinds.size() - kinds.count(-1));
    QVERIFY2(hits >= least && hits <= most, qPrintable(QString::number(hits)));

    const QMap<QString, qint64> struck = table.struck();
    QCOMPARE(std::accumulate(struck.begin(), struck.end(), qint64(0)), hits);
    QCOMPARE(struck.value(u"stall"_s), kinds.count(static_cast<int>(FaultKind::Stall)));
    if (hits > 100) {
        for (const QString &name : {u"stall"_s, u"empty"_s, u"drop_after"_s, u"garbage"_s})
            QVERIFY2(struck.value(name) > hits / 8, qPrintable(name)); // a quarter, by and large
    }
    table.clear();
    QCOMPARE(table.struck(), struck);
}

void TestFaultTable::asksTheNextRuleWhereItDoesNotStrike()
{
    FaultTable table;
    table.add(rule(R"({"fault":"stall","probability":0.5})"));
    table.add(rule(R"({"fault":"empty","times":-1})"));
    const QList<int> kinds = strikes(table, 100);
    QVERIFY(kinds.contains(static_cast<int>(FaultKind::Stall)));
    QVERIFY(kinds.contains(static_cast<int>(FaultKind::Empty)));
    QVERIFY(!kinds.contains(-1));
}

void TestFaultTable::reads()
{
    const FaultRule status = rule(R"({"fault":"status","value":429,"retry_after":3})");
    QCOMPARE(status.faults.size(), 1);
    QCOMPARE(status.faults.first().value, 429);
    QCOMPARE(status.faults.first().retryAfter, 3);
    QVERIFY(status.faults.first().place() == FaultPlace::InsteadOfService);
    QCOMPARE(rule(R"({"fault":"drip"})").faults.first().value, 200);
    const FaultRule redirect = rule(R"({"fault":"redirect","location":"https://x.invalid/"})");
    QCOMPARE(redirect.faults.first().location, QByteArray("https://x.invalid/"));
}

void TestFaultTable::readsAList()
{
    const FaultRule list = rule(
        R"({"faults":["drip",{"fault":"status","value":429,"retry_after":1}],"probability":0.25,"value":9})");
    QCOMPARE(list.faults.size(), 2);
    QCOMPARE(list.faults[0].value, 200);
    QCOMPARE(list.faults[1].value, 429);
    QCOMPARE(list.faults[1].retryAfter, 1);
    QCOMPARE(list.probability, 0.25);
    QCOMPARE(list.times, -1);
}

void TestFaultTable::refusesToRead_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<QString>("param");
    const auto row
        = [](const char *order, const QString &param) { QTest::newRow(order) << QByteArray(order) << param; };
    row("{}", u"fault"_s);
    row("nonsense", u"fault"_s);
    row(R"({"fault":"no_such"})", u"fault"_s);
    row(R"({"faults":["stall","no_such"]})", u"fault"_s);
    row(R"({"faults":[]})", u"faults"_s);
    row(R"({"faults":"stall"})", u"faults"_s);
    row(R"({"fault":"stall","probability":1.1})", u"probability"_s);
    row(R"({"fault":"stall","probability":-0.1})", u"probability"_s);
    row(R"({"fault":"stall","probability":"often"})", u"probability"_s);
}

void TestFaultTable::refusesToRead()
{
    QFETCH(QByteArray, order);
    QTEST(std::get<ApiError>(FaultTable::read(order)).param, "param");
}

QTEST_GUILESS_MAIN(TestFaultTable)
#include "tst_faulttable.moc"
