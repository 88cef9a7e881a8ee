// SPDX-License-Identifier: GPL-3.0-or-later
#include "deskdriver.h"
#include "sandbox/steering.h"
#include "sandboxcontrol.h"

#include <QCoreApplication>
#include <QTest>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The desk is killed at bad moments; what it finds again is what the service holds, once.
class TestRecovery : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void pageOpenWhenKilled();
    void answerOutstandingWhenKilled();
    void anotherKeyIsNeverUsedToResend();

private:
    bool startDesk(const QString &key = u"fl_test_sk_recovery_first"_s);
    QString statusInList() const;

    std::unique_ptr<Session> m_session;
    std::unique_ptr<SandboxControl> m_sandbox;
    std::unique_ptr<DeskDriver> m_desk;
};

void TestRecovery::init()
{
    m_session = std::make_unique<Session>();
    QVERIFY(m_session->isReady());
    m_sandbox = std::make_unique<SandboxControl>();
    QVERIFY(m_sandbox->start());
    m_desk = std::make_unique<DeskDriver>(*m_session);
    QVERIFY(startDesk());
}

void TestRecovery::cleanup()
{
    // Whatever happened, the journal is whole.
    m_desk->quit();
    QVERIFY(m_session->run(QCoreApplication::applicationDirPath() + "/paydesk"_L1, {u"--check-journal"_s}));
}

bool TestRecovery::startDesk(const QString &key)
{
    m_desk->setVariable(u"PAYDESK_API_KEY"_s, key);
    m_desk->setVariable(u"PAYDESK_API_URL"_s, m_sandbox->url().toString());
    return m_desk->start() && m_desk->waitUntilReady();
}

QString TestRecovery::statusInList() const
{
    const QList<QStringList> rows = m_desk->payments();
    return rows.size() == 1 ? rows[0][2] : QString::number(rows.size());
}

void TestRecovery::pageOpenWhenKilled()
{
    QVERIFY(m_desk->charge(u"25"_s, u"Power cut"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_sandbox->payments().size(), 1, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->screen().windowTitled(u"Your shop – card payment"_s), patienceMs);
    m_desk->kill();
    QVERIFY(startDesk());
    QTRY_COMPARE_WITH_TIMEOUT(statusInList(), u"Not known yet"_s, patienceMs);
    QVERIFY(m_desk->headline().isEmpty()); // The counter is free: nobody waits for it.
    QVERIFY(m_sandbox->settle(m_sandbox->payments()[0][u"id"_s].toString(), u"succeeded"_s));
    QTRY_COMPARE_WITH_TIMEOUT(statusInList(), u"Paid"_s, patienceMs);
    QCOMPARE(m_sandbox->payments().size(), 1);
}

void TestRecovery::answerOutstandingWhenKilled()
{
    QVERIFY(m_sandbox->addFault({{u"method"_s, u"POST"_s}, {u"path"_s, u"/v1/payments/hpp"_s},
        {u"fault"_s, u"stall"_s}, {u"times"_s, 1}}));
    QVERIFY(m_desk->charge(u"25"_s, u"Power cut"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_sandbox->payments().size(), 1, patienceMs); // Processed, but never answered.
    m_desk->kill();
    QVERIFY(startDesk());
    QTRY_COMPARE_WITH_TIMEOUT(
        m_desk->payments().value(0).value(5), m_sandbox->payments()[0][u"id"_s].toString(), patienceMs);
    QCOMPARE(m_sandbox->payments().size(), 1);
    QVERIFY(m_sandbox->settle(m_sandbox->payments()[0][u"id"_s].toString(), u"canceled"_s));
    QTRY_COMPARE_WITH_TIMEOUT(statusInList(), u"Canceled"_s, patienceMs);
}

void TestRecovery::anotherKeyIsNeverUsedToResend()
{
    QVERIFY(m_sandbox->addFault({{u"method"_s, u"POST"_s}, {u"path"_s, u"/v1/payments/hpp"_s},
        {u"fault"_s, u"stall"_s}, {u"times"_s, 1}}));
    QVERIFY(m_desk->charge(u"25"_s, u"Key rotated"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_sandbox->payments().size(), 1, patienceMs);
    m_desk->kill();
    // Idempotency keys are scoped to the secret key: a resend now would be a second payment. It is found
    // in the list instead.
    QVERIFY(startDesk(u"fl_test_sk_recovery_second"_s));
    QTRY_COMPARE_WITH_TIMEOUT(
        m_desk->payments().value(0).value(5), m_sandbox->payments()[0][u"id"_s].toString(), patienceMs);
    QCOMPARE(m_sandbox->payments().size(), 1);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
