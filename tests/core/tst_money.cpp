// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/money.h"

#include <QTest>

#include <limits>

using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 least = std::numeric_limits<qint64>::min();
constexpr qint64 greatest = std::numeric_limits<qint64>::max();

} // namespace

class TestMoney : public QObject
{
    Q_OBJECT
private slots:
    void calculates_data();
    void calculates();
    void doesNotMixCurrencies();
    void namesCurrencies_data();
    void namesCurrencies();
    void readsOnlyExactCodes_data();
    void readsOnlyExactCodes();
};

void TestMoney::calculates_data()
{
    QTest::addColumn<qint64>("a");
    QTest::addColumn<qint64>("b");
    QTest::addColumn<std::optional<qint64>>("sum");
    QTest::addColumn<std::optional<qint64>>("difference");

    const std::optional<qint64> none;
    const auto some = [](qint64 value) { return std::optional(value); };
    QTest::newRow("zero") << qint64(0) << qint64(0) << some(0) << some(0);
    QTest::newRow("plain") << qint64(2500) << qint64(99) << some(2599) << some(2401);
    QTest::newRow("below zero") << qint64(99) << qint64(2500) << some(2599) << some(-2401);
    QTest::newRow("greatest and nothing") << greatest << qint64(0) << some(greatest) << some(greatest);
    QTest::newRow("greatest and one") << greatest << qint64(1) << none << some(greatest - 1);
    QTest::newRow("least and one") << least << qint64(1) << some(least + 1) << none;
    QTest::newRow("greatest and least") << greatest << least << some(-1) << none;
    QTest::newRow("nothing and least") << qint64(0) << least << some(least) << none;
}

void TestMoney::calculates()
{
    QFETCH(qint64, a);
    QFETCH(qint64, b);
    QFETCH(std::optional<qint64>, sum);
    QFETCH(std::optional<qint64>, difference);
    const auto units = [](const std::optional<Money> &money) {
        return money ? std::optional(money->minorUnits()) : std::nullopt;
    };
    QCOMPARE(units(Money(a, Currency::Gbp).plus(Money(b, Currency::Gbp))), sum);
    QCOMPARE(units(Money(a, Currency::Gbp).minus(Money(b, Currency::Gbp))), difference);
    if (sum)
        QCOMPARE(Money(a, Currency::Gbp).plus(Money(b, Currency::Gbp))->currency(), Currency::Gbp);
}

void TestMoney::doesNotMixCurrencies()
{
    QVERIFY(!Money(1, Currency::Eur).plus(Money(1, Currency::Usd)));
    QVERIFY(!Money(1, Currency::Eur).minus(Money(1, Currency::Gbp)));
    QVERIFY(Money(1, Currency::Eur) != Money(1, Currency::Usd));
    QVERIFY(Money(0, Currency::Eur) != Money(0, Currency::Usd));
}

void TestMoney::namesCurrencies_data()
{
    QTest::addColumn<Currency>("currency");
    QTest::addColumn<QString>("code");

    QTest::newRow("euro") << Currency::Eur << u"EUR"_s;
    QTest::newRow("dollar") << Currency::Usd << u"USD"_s;
    QTest::newRow("pound") << Currency::Gbp << u"GBP"_s;
    QCOMPARE(std::size(allCurrencies), size_t(3));
}

void TestMoney::namesCurrencies()
{
    QFETCH(Currency, currency);
    QFETCH(QString, code);
    QCOMPARE(currencyCode(currency), code);
    QCOMPARE(currencyWireCode(currency), code.toLower());
    QCOMPARE(currencyFromWireCode(code.toLower()), std::optional(currency));
    QCOMPARE(currencyDigits(currency), 2);
}

void TestMoney::readsOnlyExactCodes_data()
{
    QTest::addColumn<QString>("code");

    for (const char *code : {"", "EUR", "Eur", "eur ", " eur", "eu", "euro", "chf", "usdgbp"})
        QTest::addRow("'%s'", code) << QString::fromLatin1(code);
    QTest::newRow("null in it") << u"eur\0"_s;
}

void TestMoney::readsOnlyExactCodes()
{
    QFETCH(QString, code);
    QVERIFY(!currencyFromWireCode(code));
}

QTEST_APPLESS_MAIN(TestMoney)
#include "tst_money.moc"
