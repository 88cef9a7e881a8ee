// SPDX-License-Identifier: GPL-3.0-or-later
#include "deskdriver.h"
#include "sandbox/steering.h"
#include "sandboxcontrol.h"

#include <QCoreApplication>
#include <QDir>
#include <QTest>

using namespace paydesk::test;
namespace steering = paydesk::sandbox::steering;
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
    void journalOverwrittenWithGarbage();

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

void TestRecovery::journalOverwrittenWithGarbage()
{
    QVERIFY(m_desk->charge(u"25"_s, u"Paid before"_s, {{steering::page, steering::pagevalue::pay}}));
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s));
    QVERIFY(m_desk->press(u"New payment"_s));
    QVERIFY(m_desk->charge(u"30"_s, u"Open before"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_sandbox->payments().size(), 2, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->screen().windowTitled(u"Your shop – card payment"_s), patienceMs);
    m_desk->quit();
    const QDir folder(m_session->home() + u"/.local/share/paydesk/test"_s);
    const QByteArray garbage = QByteArray("This is no journal. ").repeated(5000);
    for (const QString &name : {u"journal.db"_s, u"journal.db-wal"_s}) {
        QFile journal(folder.filePath(name));
        QVERIFY(journal.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(journal.write(garbage), garbage.size());
    }

    QVERIFY(startDesk());
    const auto saysSo = [this](const QString &text) {
        return m_desk->window()
            .first([&text](const Accessible &object) { return object.name().contains(text); })
            .has_value();
    };
    QTRY_VERIFY_WITH_TIMEOUT(saysSo(u"The journal was damaged."_s), patienceMs);
    const QStringList kept = folder.entryList({u"damaged-*.db"_s});
    QCOMPARE(kept.size(), 1);
    QVERIFY(saysSo(folder.filePath(kept.constFirst())));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->payments().size(), 2, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(saysSo(u"2 payments were fetched from Flowlix."_s), 2 * patienceMs);

    // Newest first, as the service has them.
    const QList<QJsonObject> ledger = m_sandbox->payments();
    for (const QJsonObject &payment : ledger) {
        const QList<QStringList> rows = m_desk->payments();
        const auto row = std::find_if(rows.begin(), rows.end(),
            [&payment](const QStringList &cells) { return cells[5] == payment[u"id"_s].toString(); });
        QVERIFY(row != rows.end());
        QCOMPARE((*row)[3], payment[u"description"_s].toString());
        const bool isPaid = payment[u"status"_s] == u"succeeded"_s;
        QCOMPARE((*row)[2], isPaid ? u"Paid"_s : u"Not known yet"_s);
        if (!isPaid)
            QVERIFY(m_sandbox->settle(payment[u"id"_s].toString(), u"canceled"_s));
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->payments().value(0).value(2), u"Canceled"_s, patienceMs);
    QCOMPARE(m_desk->payments().value(1).value(2), u"Paid"_s);
    QCOMPARE(m_sandbox->payments().size(), 2);

    for (const QString &part : {QString(), u"-wal"_s}) {
        QFile evidence(folder.filePath(kept.constFirst() + part));
        QVERIFY(evidence.open(QIODevice::ReadOnly));
        QVERIFY2(evidence.readAll() == garbage, "it is kept byte for byte");
    }
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
