// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/refundrefusal.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

/// Each code with which the service refuses a refund, in the words of staff.
class TestRefundRefusal : public QObject
{
    Q_OBJECT
private slots:
    void everyCode_data();
    void everyCode();
};

void TestRefundRefusal::everyCode_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("too much") << u"refund_amount_exceeded"_s << u"See what is left"_s;
    QTest::newRow("nothing left") << u"payment_already_refunded"_s << u"nothing is left"_s;
    QTest::newRow("too old") << u"refund_window_expired"_s << u"180 day"_s;
    QTest::newRow("not paid") << u"payment_not_refundable"_s << u"cannot be refunded"_s;
    QTest::newRow("another") << u"something_new"_s << u"No more than 2000 can be refunded."_s;
    QTest::newRow("none") << QString() << u"No more than 2000 can be refunded."_s;
}

void TestRefundRefusal::everyCode()
{
    QFETCH(QString, code);
    QFETCH(QString, words);
    const QString theirs = u"No more than 2000 can be refunded."_s; // in minor units
    const QString text
        = payments::refundRefusalText({.kind = ErrorKind::Refused, .text = theirs, .code = code});
    QVERIFY2(text.contains(words), qPrintable(text));
    QCOMPARE(text.contains(u"2000"_s), words == theirs);
}

QTEST_APPLESS_MAIN(TestRefundRefusal)
#include "tst_refundrefusal.moc"
