// SPDX-License-Identifier: GPL-3.0-or-later
#include "deskdriver.h"
#include "sandbox/steering.h"
#include "sandboxcontrol.h"

#include <QCoreApplication>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace paydesk::test;
using namespace Qt::StringLiterals;
namespace steering = paydesk::sandbox::steering;

namespace {

const QString key = u"fl_test_sk_never_to_be_seen_anywhere"_s;

QByteArray procFile(qint64 process, const QString &name)
{
    QFile file(u"/proc/%1/%2"_s.arg(process).arg(name));
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

bool isRunning(qint64 process)
{
    // A zombie that nobody has collected yet has ended.
    const QByteArray stat = procFile(process, u"stat"_s);
    return !stat.isEmpty() && stat.mid(stat.lastIndexOf(')') + 2, 1) != "Z";
}

std::optional<Accessible> labelWith(const DeskDriver &desk, const QString &part)
{
    return desk.window().first([&](const Accessible &object) {
        return object.role() == "label"_L1 && object.name().contains(part);
    });
}

} // namespace

/// How the program starts: without anything, with a key, with a wrong one, and twice.
class TestStart : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void sellsInTrainingWithoutAnything();
    void childrenEndWithAKilledDesk();
    void secondStartRaisesTheFirst();
    void malformedSettingIsAMessage_data();
    void malformedSettingIsAMessage();
    void liveKeyIsRefusedAsRoot();
    void keyReachesNoOtherProcess();

private:
    std::unique_ptr<Session> m_session;
};

void TestStart::init()
{
    m_session = std::make_unique<Session>();
    QVERIFY(m_session->isReady());
}

void TestStart::sellsInTrainingWithoutAnything()
{
    DeskDriver desk(*m_session);
    QVERIFY(desk.start());
    QVERIFY(desk.waitUntilReady());
    QVERIFY(labelWith(desk, u"TRAINING"_s));
    QVERIFY(desk.charge(u"1 234,56"_s, u"First sale"_s, {{steering::page, steering::pagevalue::pay}}));
    QVERIFY(desk.waitForHeadline(u"Paid"_s));
    QCOMPARE(desk.payments().size(), 1);
    QVERIFY(desk.payments()[0][1].startsWith("EUR 1"_L1));
}

void TestStart::childrenEndWithAKilledDesk()
{
    DeskDriver desk(*m_session);
    QVERIFY(desk.start());
    QVERIFY(desk.waitUntilReady());
    const QList<qint64> children = desk.children(u"paydesk-sandbox"_s) + desk.children(u"paydesk-checkout"_s);
    QCOMPARE(children.size(), 2);
    desk.kill();
    for (const qint64 child : children)
        QTRY_VERIFY_WITH_TIMEOUT(!isRunning(child), patienceMs);
}

void TestStart::secondStartRaisesTheFirst()
{
    DeskDriver first(*m_session);
    QVERIFY(first.start());
    QVERIFY(first.waitUntilReady());
    const quint32 window = first.screen().windowTitled(u"Your shop – Paydesk"_s);
    QVERIFY(window);
    QVERIFY(m_session->run(QCoreApplication::applicationDirPath() + "/paydesk"_L1, {}));
    QTRY_COMPARE_WITH_TIMEOUT(first.screen().activeWindow(), window, patienceMs);
    QVERIFY(!first.window().isNull());
}

void TestStart::malformedSettingIsAMessage_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::newRow("key") << u"PAYDESK_API_KEY"_s << u"fl_test_sk_"_s;
    QTest::newRow("service") << u"PAYDESK_API_URL"_s << u"http://api.example.com"_s;
    QTest::newRow("return") << u"PAYDESK_RETURN_URL"_s << u"nowhere"_s;
}

void TestStart::malformedSettingIsAMessage()
{
    QFETCH(QString, variable);
    QFETCH(QString, value);
    DeskDriver desk(*m_session);
    desk.setVariable(variable, value);
    QVERIFY(desk.start());
    const QString hint = variable == "PAYDESK_API_KEY"_L1 ? u"secret key"_s : variable;
    QTRY_VERIFY_WITH_TIMEOUT(labelWith(desk, hint), patienceMs);
    const auto button = desk.window().find(u"Charge"_s, u"push button"_s);
    QVERIFY(button);
    QVERIFY(!button->isEnabled());
}

void TestStart::liveKeyIsRefusedAsRoot()
{
    if (::geteuid() != 0)
        QSKIP("Only root is refused.");
    DeskDriver desk(*m_session);
    desk.setVariable(u"PAYDESK_API_KEY"_s, u"fl_live_sk_abc123def456"_s);
    QVERIFY(desk.start());
    QTRY_VERIFY_WITH_TIMEOUT(labelWith(desk, u"root"_s), patienceMs);
    QVERIFY(!desk.window().find(u"Charge"_s, u"push button"_s)->isEnabled());
    QVERIFY(desk.children(u"paydesk-checkout"_s).isEmpty());
}

void TestStart::keyReachesNoOtherProcess()
{
    SandboxControl sandbox;
    QVERIFY(sandbox.start());
    DeskDriver desk(*m_session);
    desk.setVariable(u"PAYDESK_API_KEY"_s, key);
    desk.setVariable(u"PAYDESK_API_URL"_s, sandbox.url().toString());
    desk.setVariable(u"QTWEBENGINE_REMOTE_DEBUGGING"_s, u"127.0.0.1:0"_s);
    desk.setVariable(u"QTWEBENGINE_CHROMIUM_FLAGS"_s, u"--enable-logging=stderr"_s);
    desk.setVariable(u"SSLKEYLOGFILE"_s, m_session->home() + u"/tls-secrets"_s);
    QVERIFY(desk.start());
    QVERIFY(desk.waitUntilReady());
    QVERIFY(desk.charge(u"2"_s, u"Key"_s, {{steering::page, steering::pagevalue::pay}}));
    QVERIFY(desk.waitForHeadline(u"Paid"_s));

    const QList<qint64> checkouts = desk.children(u"paydesk-checkout"_s);
    QCOMPARE(checkouts.size(), 1);
    const QByteArray environment = procFile(checkouts[0], u"environ"_s);
    QVERIFY(environment.contains("DISPLAY="));
    for (const char *forbidden : {"fl_test_sk_", "PAYDESK_", "QTWEBENGINE_REMOTE",
             "QTWEBENGINE_CHROMIUM_FLAGS", "SSLKEYLOGFILE", "QT_PLUGIN_PATH"})
        QVERIFY2(!environment.contains(forbidden), forbidden);
    QVERIFY(!procFile(checkouts[0], u"cmdline"_s).contains("_sk_"));
    QVERIFY(!procFile(desk.processId(), u"cmdline"_s).contains("_sk_"));
    QVERIFY(!procFile(desk.processId(), u"environ"_s).contains("_sk_"));
    QVERIFY(!desk.output().contains(key.toLatin1()));
    QVERIFY(!QFile::exists(m_session->home() + u"/tls-secrets"_s));
}

QTEST_GUILESS_MAIN(TestStart)
#include "tst_start.moc"
