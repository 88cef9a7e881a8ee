// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paymentstatus.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

class TestPaymentStatus : public QObject
{
    Q_OBJECT
private slots:
    void readsWords_data();
    void readsWords();
    void startsPending();
    void comparesUnknownWords();
    void finalOnesStay_data();
    void finalOnesStay();
};

void TestPaymentStatus::readsWords_data()
{
    QTest::addColumn<PaymentStatus::Value>("value");
    QTest::addColumn<QString>("written");
    QTest::addColumn<bool>("final");

    const auto add = [](const QString &word, PaymentStatus::Value value, const QString &written, bool final) {
        QTest::newRow(qPrintable(word)) << value << written << final;
    };
    add(u"pending"_s, PaymentStatus::Pending, u"pending"_s, false);
    add(u"requires_action"_s, PaymentStatus::RequiresAction, u"requires_action"_s, false);
    add(u"succeeded"_s, PaymentStatus::Succeeded, u"succeeded"_s, true);
    add(u"failed"_s, PaymentStatus::Failed, u"failed"_s, true);
    add(u"expired"_s, PaymentStatus::Expired, u"expired"_s, true);
    add(u"canceled"_s, PaymentStatus::Canceled, u"canceled"_s, true);
    add(u"refunded"_s, PaymentStatus::Succeeded, u"succeeded"_s, true);
    for (const QString &word :
        {u"cancelled"_s, u"SUCCEEDED"_s, u"Succeeded"_s, u" succeeded"_s, u"other"_s, u"??"_s})
        add(word, PaymentStatus::Other, word, false);
}

void TestPaymentStatus::readsWords()
{
    const PaymentStatus status = PaymentStatus::fromWire(QString::fromUtf8(QTest::currentDataTag()));
    QTEST(status.value(), "value");
    QTEST(status.toWire(), "written");
    QTEST(status.isFinal(), "final");
    QCOMPARE(PaymentStatus::fromWire(status.toWire()), status);
}

void TestPaymentStatus::startsPending()
{
    QCOMPARE(PaymentStatus(), PaymentStatus(PaymentStatus::Pending));
}

void TestPaymentStatus::comparesUnknownWords()
{
    QVERIFY(PaymentStatus::fromWire(u"a"_s) != PaymentStatus::fromWire(u"b"_s));
    QVERIFY(PaymentStatus::fromWire(u""_s) != PaymentStatus(PaymentStatus::Pending));
}

void TestPaymentStatus::finalOnesStay_data()
{
    QTest::addColumn<PaymentStatus>("before");
    QTest::addColumn<PaymentStatus>("after");
    QTest::addColumn<bool>("legal");

    const QStringList open = {u"pending"_s, u"requires_action"_s, u"in_review"_s};
    const QStringList final = {u"succeeded"_s, u"failed"_s, u"expired"_s, u"canceled"_s};
    const auto add = [](const QString &before, const QString &after, bool legal) {
        QTest::addRow("%s to %s", qPrintable(before), qPrintable(after))
            << PaymentStatus::fromWire(before) << PaymentStatus::fromWire(after) << legal;
    };
    for (const QString &after : open + final) {
        for (const QString &before : open)
            add(before, after, true);
        for (const QString &before : final)
            add(before, after, before == after);
    }
}

void TestPaymentStatus::finalOnesStay()
{
    QFETCH(PaymentStatus, before);
    QFETCH(PaymentStatus, after);
    QTEST(before.canBecome(after), "legal");
}

QTEST_APPLESS_MAIN(TestPaymentStatus)
#include "tst_paymentstatus.moc"
