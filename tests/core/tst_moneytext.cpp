// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/moneytext.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 refused = -1;

} // namespace

/// Money as typed and as shown, in the locales whose marks differ most.
class TestMoneyText : public QObject
{
    Q_OBJECT
private slots:
    void parses_data();
    void parses();
    void roundTrips_data();
    void roundTrips();
    void shows();
};

void TestMoneyText::parses_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<qint64>("minorUnits");

    const QStringList locales = {u"en_US"_s, u"de_DE"_s, u"fr_FR"_s, u"it_IT"_s, u"de_CH"_s, u"C"_s};
    // What must mean the same everywhere, because it can be read in one way only.
    const QList<std::pair<QString, qint64>> everywhere = {{u"25"_s, 2500}, {u"25.00"_s, 2500},
        {u"25,00"_s, 2500}, {u"25.5"_s, 2550}, {u"25,5"_s, 2550}, {u" 25 "_s, 2500}, {u"0.01"_s, 1},
        {u"0,01"_s, 1}, {u"00012,30"_s, 1230}, {u"1 234,56"_s, 123456}, {u"1 234.56"_s, 123456},
        {u"1\u00a0234,56"_s, 123456}, {u"1\u202f234,56"_s, 123456}, {u"1'234.56"_s, 123456},
        {u"999999.99"_s, 99999999}, {u"\u0662\u0665"_s, 2500}, // Arabic-Indic digits
        {u""_s, refused}, {u"  "_s, refused}, {u"0"_s, refused}, {u"0,00"_s, refused}, {u"-5"_s, refused},
        {u"+5"_s, refused}, {u"5-"_s, refused}, {u"1e3"_s, refused}, {u"0x10"_s, refused},
        {u"12,3456"_s, refused}, {u"25."_s, refused}, {u",50"_s, refused}, {u"1 23,45"_s, refused},
        {u"1234 567"_s, refused}, {u"1,2,3"_s, refused}, {u"1.2.3"_s, refused}, {u"1..2"_s, refused},
        {u"twenty"_s, refused}, {u"25 EUR"_s, refused}, {u"\u20ac25"_s, refused}, {u"1000000"_s, refused},
        {u"1 000 000,00"_s, refused}, {u"9223372036854775807"_s, refused},
        {u"99999999999999999999999999"_s, refused}, {u"NaN"_s, refused}, {u"25\n00"_s, refused}};
    for (const QString &locale : locales) {
        for (const auto &[typed, units] : everywhere)
            QTest::addRow("%s: %s", qPrintable(locale), qPrintable(typed)) << locale << typed << units;
    }

    // What the locale decides.
    const auto add = [](const QString &locale, const QString &typed, qint64 units) {
        QTest::addRow("%s only: %s", qPrintable(locale), qPrintable(typed)) << locale << typed << units;
    };
    add(u"en_US"_s, u"1,234"_s, 123400);
    add(u"en_US"_s, u"1.234"_s, refused);
    add(u"en_US"_s, u"1,234.56"_s, 123456);
    add(u"en_US"_s, u"123,456.7"_s, 12345670);
    add(u"en_US"_s, u"1,23.45"_s, refused);
    add(u"de_DE"_s, u"1.234"_s, 123400);
    add(u"de_DE"_s, u"1,234"_s, refused);
    add(u"de_DE"_s, u"1.234,56"_s, 123456);
    add(u"it_IT"_s, u"1.234,56"_s, 123456);
    add(u"fr_FR"_s, u"1,234"_s, refused);
    add(u"fr_FR"_s, u"1.234"_s, refused);
    add(u"de_CH"_s, u"1\u2019234.50"_s, 123450);
    add(u"hi_IN"_s, u"9,99,999.99"_s, 99999999);
    add(u"hi_IN"_s, u"1,23,456"_s, 12345600);
    add(u"hi_IN"_s, u"12,34"_s, 1234);
    add(u"hi_IN"_s, u"1,2,345"_s, refused);
    add(u"en_US"_s, u"9,99,999.99"_s, refused);
    add(u"en_US"_s, u"\U00011137\U0001113b.\U0001113b\U00011136"_s, 1550); // Chakma
}

void TestMoneyText::parses()
{
    QFETCH(QString, locale);
    QFETCH(QString, typed);
    QFETCH(qint64, minorUnits);

    const auto result = parseAmount(typed, Currency::Eur, QLocale(locale));
    if (minorUnits == refused) {
        QVERIFY(!result.ok());
        QCOMPARE(result.error().kind, ErrorKind::InvalidInput);
        QVERIFY(result.error().text.endsWith(u'.'));
    } else {
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().text));
        QCOMPARE(*result, Money(minorUnits, Currency::Eur));
    }
}

void TestMoneyText::roundTrips_data()
{
    QTest::addColumn<QString>("locale");
    for (const auto &locale : {u"en_US"_s, u"de_DE"_s, u"fr_FR"_s, u"es_ES"_s, u"it_IT"_s, u"de_CH"_s,
             u"ar_EG"_s, u"hi_IN"_s, u"ccp_BD"_s, u"ff_Adlm_GN"_s})
        QTest::newRow(qPrintable(locale)) << locale;
}

void TestMoneyText::roundTrips()
{
    QFETCH(QString, locale);
    for (const qint64 units : {1LL, 10LL, 99LL, 100LL, 123456LL, 1000000LL, 99999999LL}) {
        for (const Currency currency : allCurrencies) {
            const Money money(units, currency);
            const auto parsed = parseAmount(amountText(money, QLocale(locale)), currency, QLocale(locale));
            QVERIFY2(parsed.ok(), qPrintable(amountText(money, QLocale(locale))));
            QCOMPARE(*parsed, money);
        }
    }
}

void TestMoneyText::shows()
{
    const QLocale english(u"en_US"_s);
    QCOMPARE(moneyText(Money(2500, Currency::Eur), english), u"EUR 25.00"_s);
    QCOMPARE(moneyText(Money(123456789, Currency::Usd), english), u"USD 1,234,567.89"_s);
    QCOMPARE(moneyText(Money(-5, Currency::Gbp), english), u"GBP -0.05"_s);
    QCOMPARE(moneyText(Money(-1234, Currency::Gbp), english), u"GBP -12.34"_s);
    QCOMPARE(amountText(Money(123450, Currency::Eur), QLocale(u"de_DE"_s)), u"1.234,50"_s);
}

QTEST_GUILESS_MAIN(TestMoneyText)
#include "tst_moneytext.moc"
