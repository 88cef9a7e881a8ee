// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/cardform.h"
#include "sandbox/testcards.h"

#include <QTest>

using namespace paydesk::sandbox;
using namespace Qt::StringLiterals;

namespace {

const QString good = u"4111 1111 1111 1111"_s;
const QDate today(2030, 3, 17);

CardForm typed(const QString &number, const QString &expiry, const QString &securityCode)
{
    return readCardForm(
        {{field::number, number}, {field::expiry, expiry}, {field::securityCode, securityCode}});
}

} // namespace

class TestCardForm : public QObject
{
    Q_OBJECT
private slots:
    void checks_data();
    void checks();
    void masks();
    void asksIssuer_data();
    void asksIssuer();
    void testCardsAreValid();
};

void TestCardForm::checks_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("expiry");
    QTest::addColumn<QString>("securityCode");
    QTest::addColumn<QString>("wrong"); // the fields that get an error: n, e, c
    const auto row = [](const char *name, const QString &number, const QString &expiry,
                         const QString &securityCode, const QString &wrong = {}) {
        QTest::newRow(name) << number << expiry << securityCode << wrong;
    };
    row("good", good, u"12/30"_s, u"123"_s);
    row("unspaced", u"4111111111111111"_s, u"1230"_s, u"123"_s);
    row("dashes", u"4111-1111-1111-1111"_s, u"12-30"_s, u"123"_s);
    row("full year", good, u"12 / 2030"_s, u" 123 "_s);
    row("this month", good, u"03/30"_s, u"123"_s);
    row("last month", good, u"02/30"_s, u"123"_s, u"e"_s);
    row("last year", good, u"12/29"_s, u"123"_s, u"e"_s);
    row("month 13", good, u"13/30"_s, u"123"_s, u"e"_s);
    row("month 0", good, u"00/30"_s, u"123"_s, u"e"_s);
    row("words", good, u"soon"_s, u"123"_s, u"e"_s);
    row("other century", good, u"12/1930"_s, u"123"_s, u"e"_s);
    row("one digit off", u"4111 1111 1111 1112"_s, u"12/30"_s, u"123"_s, u"n"_s);
    row("too short", u"4111"_s, u"12/30"_s, u"123"_s, u"n"_s);
    row("letters", u"4111 1111 1111 111x"_s, u"12/30"_s, u"123"_s, u"n"_s);
    row("other digits", u"\u0664\u0661\u0661\u0661 1111 1111 1111"_s, u"12/30"_s, u"123"_s, u"n"_s);
    row("short code", good, u"12/30"_s, u"12"_s, u"c"_s);
    row("long code", good, u"12/30"_s, u"1234"_s, u"c"_s);
    row("no digits", good, u"12/30"_s, u"abc"_s, u"c"_s);
    row("amex", u"378282246310005"_s, u"12/30"_s, u"1234"_s);
    row("amex, short code", u"378282246310005"_s, u"12/30"_s, u"123"_s, u"c"_s);
    row("nothing", {}, {}, {}, u"nec"_s);
}

void TestCardForm::checks()
{
    QFETCH(QString, number);
    QFETCH(QString, expiry);
    QFETCH(QString, securityCode);
    const CardFormErrors errors = checkCardForm(typed(number, expiry, securityCode), today);
    QString wrong;
    if (!errors.number.isEmpty())
        wrong += u'n';
    if (!errors.expiry.isEmpty())
        wrong += u'e';
    if (!errors.securityCode.isEmpty())
        wrong += u'c';
    QTEST(wrong, "wrong");
    QCOMPARE(errors.any(), !wrong.isEmpty());
}

void TestCardForm::masks()
{
    const paydesk::Card card = maskedCard(typed(good, u"04 / 31"_s, u"123"_s));
    QCOMPARE(card.brand, u"visa"_s);
    QCOMPARE(card.last4, u"1111"_s);
    QCOMPARE(card.expiryMonth, 4);
    QCOMPARE(card.expiryYear, 2031);
}

void TestCardForm::asksIssuer_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("declineCode");
    const auto row = [](const QString &number, Verdict verdict, const QString &code = {}) {
        QTest::addRow("%s", qPrintable(number)) << number << static_cast<int>(verdict) << code;
    };
    row(u"4111111111111111"_s, Verdict::Approve);
    row(u"4000000000000002"_s, Verdict::Decline, u"do_not_honor"_s);
    row(u"4000000000009995"_s, Verdict::Decline, u"insufficient_funds"_s);
    row(u"4635440000002223"_s, Verdict::Challenge);
    row(u"5555555555554444"_s, Verdict::Decline, u"generic_decline"_s);
}

void TestCardForm::asksIssuer()
{
    QFETCH(QString, number);
    QTEST(static_cast<int>(askIssuer(number).verdict), "verdict");
    QTEST(askIssuer(number).declineCode, "declineCode");
}

void TestCardForm::testCardsAreValid()
{
    for (const TestCard &card : testCards())
        QVERIFY2(!checkCardForm(typed(groupedNumber(card.number), u"12/30"_s, u"123"_s), today).any(),
            qPrintable(card.number));
}

QTEST_GUILESS_MAIN(TestCardForm)
#include "tst_cardform.moc"
