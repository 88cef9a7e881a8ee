// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childprocess.h"

#include <QFile>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

const QString helper = u"childprocess_helper"_s;

/// Whether a process lives. One that ended, and that nobody has asked about yet, does not.
bool isAlive(qint64 processId)
{
    QFile stat(u"/proc/%1/stat"_s.arg(processId));
    if (!stat.open(QIODevice::ReadOnly))
        return false;
    const QByteArray line = stat.readAll();
    return !line.isEmpty() && !line.contains(") Z ") && !line.contains(") X ");
}

} // namespace

class TestChildProcess : public QObject
{
    Q_OBJECT
private slots:
    void passesLittleEnvironment_data();
    void passesLittleEnvironment();
    void childHasThatEnvironment();
    void talks();
    void keepsToWholeObjects();
    void reportsItsEnd_data();
    void reportsItsEnd();
    void startsAgain();
    void stopsQuietly_data();
    void stopsQuietly();
    void sendsNothingToNobody();
    void childDiesWithItsParent();
};

void TestChildProcess::passesLittleEnvironment_data()
{
    QTest::addColumn<bool>("passed");

    for (const char *name : {"DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
             "XDG_RUNTIME_DIR", "HOME", "LANG", "LC_ALL", "LC_MONETARY", "TZ", "QT_QPA_PLATFORM",
             "QT_SCALE_FACTOR", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"})
        QTest::newRow(name) << true;
    for (const char *name : {"PAYDESK_API_KEY", "PAYDESK_API_URL", "PATH", "LD_PRELOAD", "LD_LIBRARY_PATH",
             "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_LOGGING_RULES", "QT_DEBUG_PLUGINS",
             "QTWEBENGINE_REMOTE_DEBUGGING", "QTWEBENGINE_CHROMIUM_FLAGS", "QTWEBENGINE_DISABLE_SANDBOX",
             "QTWEBENGINEPROCESS_PATH", "SSLKEYLOGFILE", "SSL_CERT_FILE", "http_proxy", "BASH_ENV",
             "GTK_MODULES", "GIO_EXTRA_MODULES", "display", "ANYTHING_ELSE", "LCX"})
        QTest::newRow(name) << false;
}

void TestChildProcess::passesLittleEnvironment()
{
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    QProcessEnvironment own;
    own.insert(name, u"value"_s);
    const QProcessEnvironment passed = ChildProcess::minimalEnvironment(own);
    QTEST(passed.contains(name), "passed");
    QVERIFY(!passed.contains(name) || passed.value(name) == "value"_L1);
}

void TestChildProcess::childHasThatEnvironment()
{
    qputenv("PAYDESK_API_KEY", "fl_test_sk_0123456789");
    qputenv("LC_PAPER", "C");
    ChildProcess child(helper, {u"environment"_s});
    QSignalSpy received(&child, &ChildProcess::received);
    child.start();
    QStringList names;
    QTRY_VERIFY(!received.isEmpty() && received.last().first().toJsonObject().value("name"_L1) == QString());
    for (const QList<QVariant> &arguments : received)
        names.append(arguments.first().toJsonObject().value("name"_L1).toString());
    QVERIFY(names.contains(u"LC_PAPER"_s));
    QVERIFY(!names.contains(u"PAYDESK_API_KEY"_s));
    QVERIFY(!names.contains(u"PATH"_s));
    qunsetenv("PAYDESK_API_KEY");
    qunsetenv("LC_PAPER");
}

void TestChildProcess::talks()
{
    ChildProcess child(helper, {u"echo"_s});
    QSignalSpy received(&child, &ChildProcess::received);
    child.start();
    QTRY_VERIFY(child.isRunning());
    QVERIFY(isAlive(child.processId()));
    const QList<QJsonObject> messages = {{}, {{u"text"_s, u"Zeile\nzwei \"é😀\"\r\n"_s}},
        {{u"long"_s, QString(30'000, u'x')}}, {{u"nested"_s, QJsonArray{1, QJsonObject{{u"a"_s, true}}}}}};
    for (const QJsonObject &message : messages)
        child.send(message);
    QTRY_COMPARE(received.size(), messages.size());
    for (qsizetype i = 0; i < messages.size(); ++i)
        QCOMPARE(received.at(i).first().toJsonObject(), messages.at(i));
}

void TestChildProcess::keepsToWholeObjects()
{
    for (int i = 0; i < 7; ++i)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"not a JSON object"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"too long"_s));
    ChildProcess child(helper, {u"babble"_s});
    QSignalSpy received(&child, &ChildProcess::received);
    QSignalSpy died(&child, &ChildProcess::died);
    child.start();
    QTRY_VERIFY(!received.isEmpty() && received.last().first().toJsonObject().value("number"_L1) == 3);
    QCOMPARE(received.size(), 2);
    QCOMPARE(received.first().first().toJsonObject(), (QJsonObject{{u"number"_s, 1}}));

    child.send({{u"still"_s, u"there"_s}});
    QTRY_COMPARE(received.size(), 3);
    QVERIFY(died.isEmpty());
}

void TestChildProcess::reportsItsEnd_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("reason");

    QTest::newRow("its own end") << helper << u"other"_s << u"code 7"_s;
    QTest::newRow("a signal") << helper << u"crash"_s << u"signal"_s;
    QTest::newRow("no such program") << u"paydesk-does-not-exist"_s << QString() << u"No such file"_s;
    QTest::newRow("a folder") << u"."_s << QString() << QString();
}

void TestChildProcess::reportsItsEnd()
{
    QFETCH(QString, program);
    QFETCH(QString, argument);
    QFETCH(QString, reason);
    ChildProcess child(program, {argument});
    QSignalSpy died(&child, &ChildProcess::died);
    child.start();
    QTRY_COMPARE(died.size(), 1);
    const QString given = died.first().first().toString();
    QVERIFY2(given.contains(reason) && !given.isEmpty(), qPrintable(given));
    QVERIFY(!child.isRunning());
    child.stop();
    QCOMPARE(died.size(), 1);
}

void TestChildProcess::startsAgain()
{
    ChildProcess child(helper, {u"echo"_s});
    QSignalSpy died(&child, &ChildProcess::died);
    child.start();
    QTRY_VERIFY(child.isRunning());
    const qint64 first = child.processId();
    ::kill(static_cast<pid_t>(first), SIGKILL);
    QTRY_COMPARE(died.size(), 1);
    child.start();
    QTRY_VERIFY(child.isRunning());
    QVERIFY(child.processId() != first);
    QSignalSpy received(&child, &ChildProcess::received);
    child.send({{u"a"_s, 1}});
    QTRY_COMPARE(received.size(), 1);
}

void TestChildProcess::stopsQuietly_data()
{
    QTest::addColumn<QString>("argument");

    QTest::newRow("at the end of its input") << u"echo"_s;
    QTest::newRow("only when killed") << u"stubborn"_s;
}

void TestChildProcess::stopsQuietly()
{
    QFETCH(QString, argument);
    for (const bool byDestructor : {false, true}) {
        auto child = std::make_unique<ChildProcess>(helper, QStringList{argument});
        QSignalSpy died(child.get(), &ChildProcess::died);
        child->start();
        QTRY_VERIFY(child->isRunning());
        const qint64 processId = child->processId();
        QVERIFY(isAlive(processId));
        if (byDestructor)
            child.reset();
        else
            child->stop();
        QVERIFY(!isAlive(processId));
        QVERIFY(died.isEmpty());
    }
}

void TestChildProcess::sendsNothingToNobody()
{
    ChildProcess child(helper, {u"echo"_s});
    QSignalSpy received(&child, &ChildProcess::received);
    child.send({{u"lost"_s, 1}});
    child.stop();
    QVERIFY(!child.isRunning());
    child.start();
    QTRY_VERIFY(child.isRunning());
    child.send({{u"heard"_s, 1}});
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received.first().first().toJsonObject(), (QJsonObject{{u"heard"_s, 1}}));
}

void TestChildProcess::childDiesWithItsParent()
{
    ChildProcess parent(helper, {u"parent"_s});
    QSignalSpy received(&parent, &ChildProcess::received);
    parent.start();
    QTRY_VERIFY(!received.isEmpty());
    const qint64 grandchild = received.first().first().toJsonObject().value("child"_L1).toInteger();
    QVERIFY(grandchild > 0);
    QVERIFY(isAlive(grandchild));
    ::kill(static_cast<pid_t>(parent.processId()), SIGKILL); // it can tell nobody
    QTRY_VERIFY(!isAlive(grandchild));
}

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_childprocess.moc"
