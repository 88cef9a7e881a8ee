// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sandboxprocess.h"
#include "sandboxfixture.h"

#include <QSignalSpy>

#include <csignal>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace paydesk::sandbox::test;
using namespace Qt::StringLiterals;

namespace {

QUrl startedAt(SandboxProcess &process)
{
    QSignalSpy ready(&process, &SandboxProcess::ready);
    process.start();
    return ready.count() > 0 || ready.wait(10'000) ? ready.first().first().toUrl() : QUrl();
}

Answer create(const QUrl &url)
{
    return send(static_cast<quint16>(url.port()),
        {.method = "POST",
            .target = "/v1/payments/hpp",
            .body = createBody(),
            .headers = authorized("key-1")});
}

struct Program
{
    explicit Program(const QStringList &arguments)
    {
        process.start(QCoreApplication::applicationDirPath() + u"/paydesk-sandbox"_s, arguments);
    }
    ~Program()
    {
        process.kill();
        process.waitForFinished();
    }
    QProcess process;
};

} // namespace

/// The real program, as the desk and the tests of the project start it.
class TestSandboxProcess : public QObject
{
    Q_OBJECT
private slots:
    void startsAndStops();
    void survivesBeingKilled();
    void saysWhyItCannotStart();
    void tellsWhenItDies();
    void printsOneLine();
    void endsWithItsInput();
    void runsOnWithoutInput();
    void refusesABadCommandLine_data();
    void refusesABadCommandLine();
};

void TestSandboxProcess::startsAndStops()
{
    QTemporaryDir directory;
    SandboxProcess process(directory.filePath(u"state.jsonl"_s));
    QSignalSpy failed(&process, &SandboxProcess::failed);
    const QUrl url = startedAt(process);
    QCOMPARE(url.scheme(), u"http"_s);
    QCOMPARE(url.host(), u"127.0.0.1"_s);
    QCOMPARE(create(url).status(), 201);
    process.stop();
    QVERIFY(!process.isRunning());
    QCOMPARE(failed.count(), 0); // it was asked to
    QVERIFY(!create(url).connected);
}

void TestSandboxProcess::survivesBeingKilled()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(u"state.jsonl"_s);
    SandboxProcess process(path);
    const Answer first = create(startedAt(process));
    QCOMPARE(first.status(), 201);

    QSignalSpy failed(&process, &SandboxProcess::failed);
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(failed.count() > 0 || failed.wait());
    const QUrl again = startedAt(process);
    QCOMPARE(create(again).body(), first.body()); // one payment, and the same page
    const QByteArray id = first.json()[u"id"].toString().toLatin1();
    QCOMPARE(send(static_cast<quint16>(again.port()), {.target = "/pay/" + id}).status(), 200);
}

void TestSandboxProcess::saysWhyItCannotStart()
{
    QTemporaryDir directory;
    QFile state(directory.filePath(u"state.jsonl"_s));
    QVERIFY(state.open(QIODevice::WriteOnly));
    state.write("not a state file\n");
    state.close();
    SandboxProcess process(state.fileName());
    QSignalSpy failed(&process, &SandboxProcess::failed);
    process.start();
    QVERIFY(failed.wait());
    QTRY_VERIFY(!process.isRunning());
    QCOMPARE(failed.count(), 1); // that it then ended is no further news
    QVERIFY(failed.first().first().toString().contains(state.fileName()));
}

void TestSandboxProcess::tellsWhenItDies()
{
    QTemporaryDir directory;
    SandboxProcess process(directory.filePath(u"state.jsonl"_s));
    QVERIFY(startedAt(process).isValid());
    QSignalSpy failed(&process, &SandboxProcess::failed);
    ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
    QVERIFY(failed.count() > 0 || failed.wait());
    QVERIFY(!failed.first().first().toString().isEmpty());
}

void TestSandboxProcess::printsOneLine()
{
    QTemporaryDir directory;
    Program program({u"--state"_s, directory.filePath(u"state.jsonl"_s)});
    QTRY_VERIFY(program.process.canReadLine());
    const QJsonObject line = QJsonDocument::fromJson(program.process.readLine()).object();
    QCOMPARE(line.keys(), (QStringList{u"event"_s, u"url"_s}));
    QCOMPARE(line[u"event"].toString(), u"ready"_s);
    QCOMPARE(create(QUrl(line[u"url"].toString())).status(), 201);
    QCOMPARE(program.process.readAllStandardOutput(), QByteArray());
    QCOMPARE(program.process.readAllStandardError(), QByteArray());
}

void TestSandboxProcess::endsWithItsInput()
{
    QTemporaryDir directory;
    Program program({u"--state"_s, directory.filePath(u"state.jsonl"_s), u"--end-with-input"_s});
    QTRY_VERIFY(program.process.canReadLine());
    program.process.write("what it is told does not matter\n");
    program.process.closeWriteChannel();
    QVERIFY(program.process.waitForFinished(10'000));
    QCOMPARE(program.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.process.exitCode(), 0);
}

void TestSandboxProcess::runsOnWithoutInput()
{
    QTemporaryDir directory;
    Program program({u"--state"_s, directory.filePath(u"state.jsonl"_s)});
    program.process.closeWriteChannel();
    QTRY_VERIFY(program.process.canReadLine());
    const QUrl url(QJsonDocument::fromJson(program.process.readLine()).object()[u"url"].toString());
    QCOMPARE(create(url).status(), 201);
    QCOMPARE(program.process.state(), QProcess::Running);
}

void TestSandboxProcess::refusesABadCommandLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no state file") << QStringList{u"--port"_s, u"0"_s};
    QTest::newRow("port") << QStringList{u"--state"_s, u"x"_s, u"--port"_s, u"70000"_s};
    QTest::newRow("rate limit") << QStringList{u"--state"_s, u"x"_s, u"--rate-limit"_s, u"0"_s};
    QTest::newRow("session") << QStringList{u"--state"_s, u"x"_s, u"--session-minutes"_s, u"soon"_s};
    QTest::newRow("unknown option") << QStringList{u"--state"_s, u"x"_s, u"--live"_s};
    QTest::newRow("something else") << QStringList{u"--state"_s, u"x"_s, u"y"_s};
}

void TestSandboxProcess::refusesABadCommandLine()
{
    QFETCH(QStringList, arguments);
    Program program(arguments);
    QVERIFY(program.process.waitForFinished(10'000));
    QCOMPARE(program.process.exitCode(), 1);
    QVERIFY(!program.process.readAllStandardError().isEmpty());
}

QTEST_GUILESS_MAIN(TestSandboxProcess)
#include "tst_sandboxprocess.moc"
