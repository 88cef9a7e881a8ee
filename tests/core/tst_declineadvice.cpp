// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/declineadvice.h"

#include <QSet>
#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

/// Every code of the contract.
const QStringList codes = {u"insufficient_funds"_s, u"expired_card"_s, u"lost_card"_s, u"stolen_card"_s,
    u"do_not_honor"_s, u"three_d_secure_failed"_s, u"three_d_secure_timeout"_s,
    u"three_d_secure_not_supported"_s, u"three_d_secure_error"_s, u"generic_decline"_s, u"issuer_declined"_s,
    u"invalid_number"_s, u"invalid_expiry"_s, u"invalid_amount"_s, u"invalid_currency"_s, u"not_permitted"_s,
    u"cardholder_limit"_s, u"card_velocity_exceeded"_s, u"suspect_fraud"_s, u"fraud_filter"_s};

const QString byIssuer = u"The card was declined by the card issuer."_s;

} // namespace

class TestDeclineAdvice : public QObject
{
    Q_OBJECT
private slots:
    void accusesNobody_data();
    void accusesNobody();
    void givesNothingAway_data();
    void givesNothingAway();
    void fitsTheCode_data();
    void fitsTheCode();
};

void TestDeclineAdvice::accusesNobody_data()
{
    QTest::addColumn<QString>("code");
    for (const QString &code : codes)
        QTest::newRow(qPrintable(code)) << code;
    QTest::newRow("unknown") << u"a_new_code"_s;
    QTest::newRow("empty") << QString();
}

void TestDeclineAdvice::accusesNobody()
{
    QFETCH(QString, code);
    const DeclineAdvice advice = declineAdvice(code);
    QVERIFY(!advice.say.isEmpty());
    QVERIFY(!advice.next.isEmpty());
    for (const QString &word :
        {u"lost"_s, u"stolen"_s, u"fraud"_s, u"suspect"_s, u"police"_s, u"_"_s, u"blocked"_s}) {
        QVERIFY2(!advice.say.contains(word, Qt::CaseInsensitive), qPrintable(advice.say));
        QVERIFY2(!advice.next.contains(word, Qt::CaseInsensitive), qPrintable(advice.next));
    }
}

void TestDeclineAdvice::givesNothingAway_data()
{
    QTest::addColumn<QString>("code");
    for (const QString &code : {u"lost_card"_s, u"stolen_card"_s, u"suspect_fraud"_s, u"fraud_filter"_s,
             u"not_permitted"_s, u"do_not_honor"_s, u"generic_decline"_s, u"issuer_declined"_s,
             u"card_velocity_exceeded"_s, u"a_new_code"_s})
        QTest::newRow(qPrintable(code)) << code;
}

void TestDeclineAdvice::givesNothingAway()
{
    // Not even by a sentence of their own: all of these read alike.
    QFETCH(QString, code);
    QCOMPARE(declineAdvice(code).say, byIssuer);
    QCOMPARE(declineAdvice(code).next, declineAdvice(u"do_not_honor"_s).next);
}

void TestDeclineAdvice::fitsTheCode_data()
{
    QTest::addColumn<QString>("say");
    QTest::addColumn<QString>("next");

    const auto add = [](const char *code, const QString &say, const QString &next) {
        QTest::newRow(code) << say << next;
    };
    add("insufficient_funds", u"enough money"_s, u"another card"_s);
    add("expired_card", u"expiry"_s, u"another card"_s);
    add("cardholder_limit", u"limit"_s, u"another card"_s);
    add("invalid_number", u"number"_s, u"check what is typed"_s);
    add("invalid_expiry", u"expiry"_s, u"check what is typed"_s);
    add("invalid_amount", u"amount"_s, u"another amount or currency"_s);
    add("invalid_currency", u"currency"_s, u"another amount or currency"_s);
    add("three_d_secure_failed", u"confirmation"_s, u"once more"_s);
    add("three_d_secure_timeout", u"in time"_s, u"once more"_s);
    add("three_d_secure_error", u"confirmation"_s, u"once more"_s);
    add("three_d_secure_not_supported", u"confirmation"_s, u"another card"_s);
    add("do_not_honor", u"issuer"_s, u"another card"_s);
}

void TestDeclineAdvice::fitsTheCode()
{
    QFETCH(QString, say);
    QFETCH(QString, next);
    const DeclineAdvice advice = declineAdvice(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY2(advice.say.contains(say), qPrintable(advice.say));
    QVERIFY2(advice.next.contains(next), qPrintable(advice.next));
}

QTEST_APPLESS_MAIN(TestDeclineAdvice)
#include "tst_declineadvice.moc"
