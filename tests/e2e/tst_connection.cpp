// SPDX-License-Identifier: GPL-3.0-or-later
#include "deskdriver.h"
#include "sandboxcontrol.h"

#include <QTest>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The desk says whether the service can be reached, also while nobody charges.
class TestConnection : public QObject
{
    Q_OBJECT
private slots:
    void comesAndGoes();
    void trainingIsNotFlowlix();
};

namespace {

bool waitForLabel(const DeskDriver &desk, const QString &beginning)
{
    return QTest::qWaitFor(
        [&] {
            return desk.window()
                .first([&](const Accessible &object) {
                    return object.role() == "label"_L1 && object.name().startsWith(beginning);
                })
                .has_value();
        },
        patienceMs);
}

} // namespace

void TestConnection::comesAndGoes()
{
    const Session session;
    QVERIFY(session.isReady());
    SandboxControl sandbox;
    QVERIFY(sandbox.start());
    sandbox.stop();
    DeskDriver desk(session);
    desk.setVariable(u"PAYDESK_API_KEY"_s, u"fl_test_sk_connection_key"_s);
    desk.setVariable(u"PAYDESK_API_URL"_s, sandbox.url().toString());
    QVERIFY(desk.start());
    QVERIFY(waitForLabel(desk, u"No connection to Flowlix"_s));
    QVERIFY(desk.waitUntilReady()); // Charge can be pressed all the same

    QVERIFY(sandbox.start()); // on the same port, because its state says so
    QVERIFY(waitForLabel(desk, u"Connected to Flowlix"_s));

    sandbox.stop();
    QVERIFY(desk.charge(u"25"_s, u"Without a network"_s)); // which finds out before the next question would
    QVERIFY(waitForLabel(desk, u"No connection to Flowlix"_s));

    QVERIFY(sandbox.start());
    QVERIFY(waitForLabel(desk, u"Connected to Flowlix"_s));
    QTRY_COMPARE_WITH_TIMEOUT(sandbox.payments().size(), 1, patienceMs); // the sale was kept
}

void TestConnection::trainingIsNotFlowlix()
{
    const Session session;
    QVERIFY(session.isReady());
    DeskDriver desk(session);
    QVERIFY(desk.start());
    QVERIFY(waitForLabel(desk, u"Connected to the training service"_s));
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
