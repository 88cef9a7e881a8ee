// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/outcome.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

class TestOutcome : public QObject
{
    Q_OBJECT
private slots:
    void follows_data();
    void follows();
    void reads_data();
    void reads();
};

void TestOutcome::follows_data()
{
    QTest::addColumn<Outcome>("outcome");

    QTest::newRow("pending") << Outcome::NotKnownYet;
    QTest::newRow("requires_action") << Outcome::NotKnownYet;
    QTest::newRow("succeeded") << Outcome::Paid;
    QTest::newRow("refunded") << Outcome::Paid;
    QTest::newRow("failed") << Outcome::Declined;
    QTest::newRow("expired") << Outcome::Expired;
    QTest::newRow("canceled") << Outcome::Canceled;
    QTest::newRow("in_review") << Outcome::NotKnownYet;
    QTest::newRow("SUCCEEDED") << Outcome::NotKnownYet;
}

void TestOutcome::follows()
{
    const PaymentStatus status = PaymentStatus::fromWire(QString::fromLatin1(QTest::currentDataTag()));
    QTEST(outcomeOf(status), "outcome");
    QCOMPARE(isSettled(outcomeOf(status)), status.isFinal());
}

void TestOutcome::reads_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<Tone>("tone");
    QTest::addColumn<bool>("settled");

    QTest::newRow("In progress") << Outcome::InProgress << Tone::Open << false;
    QTest::newRow("Paid") << Outcome::Paid << Tone::Good << true;
    QTest::newRow("Declined") << Outcome::Declined << Tone::Bad << true;
    QTest::newRow("Canceled") << Outcome::Canceled << Tone::Bad << true;
    QTest::newRow("Expired") << Outcome::Expired << Tone::Bad << true;
    QTest::newRow("Not known yet") << Outcome::NotKnownYet << Tone::Open << false;
    QTest::newRow("Not created") << Outcome::NotCreated << Tone::Bad << true;
}

void TestOutcome::reads()
{
    QFETCH(Outcome, outcome);
    QCOMPARE(outcomeWord(outcome), QString::fromLatin1(QTest::currentDataTag()));
    QTEST(outcomeTone(outcome), "tone");
    QTEST(isSettled(outcome), "settled");
}

QTEST_APPLESS_MAIN(TestOutcome)
#include "tst_outcome.moc"
