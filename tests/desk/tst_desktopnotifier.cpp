// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desktopnotifier.h"

#include <QDBusConnection>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>

using namespace paydesk;
using namespace paydesk::desk;
using namespace Qt::StringLiterals;

/// A notification service of the test's own.
class FakeDesktop : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QStringList summaries;
    QStringList others; ///< every other text that was sent
    QVariantMap hints;

public slots:
    Q_SCRIPTABLE uint Notify(const QString &program, uint, const QString &icon, const QString &summary,
        const QString &body, const QStringList &actions, const QVariantMap &newHints, int)
    {
        summaries += summary;
        others += QStringList{program, icon, body} + actions;
        hints = newHints;
        return 1;
    }
};

/// What the desktop is told.
class TestDesktopNotifier : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void saysTheAmountAndNoMore();
    void saysThatItWasTwice();
    void isQuietWithoutAService();
    void isQuietWithoutABus();

private:
    QProcess m_daemon;
    QString m_address;
};

void TestDesktopNotifier::initTestCase()
{
    m_daemon.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_daemon.start(
        u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--nopidfile"_s, u"--print-address=1"_s});
    QVERIFY(m_daemon.waitForStarted());
    QVERIFY(m_daemon.waitForReadyRead());
    m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
}

void TestDesktopNotifier::cleanupTestCase()
{
    m_daemon.terminate();
    QVERIFY(m_daemon.waitForFinished());
}

void TestDesktopNotifier::saysTheAmountAndNoMore()
{
    FakeDesktop desktop;
    QDBusConnection service = QDBusConnection::connectToBus(m_address, u"service"_s);
    QVERIFY(service.registerObject(
        u"/org/freedesktop/Notifications"_s, &desktop, QDBusConnection::ExportScriptableSlots));
    QVERIFY(service.registerService(u"org.freedesktop.Notifications"_s));
    const DesktopNotifier notifier(QDBusConnection::connectToBus(m_address, u"desk"_s));
    notifier.paid(Money(123'450, Currency::Eur));
    QTRY_COMPARE(desktop.summaries, QStringList{u"EUR 1,234.50 has been paid"_s});
    QCOMPARE(desktop.others, (QStringList{u"Paydesk"_s, QString(), QString()}));
    QCOMPARE(desktop.hints.keys(), QStringList{u"urgency"_s});
    QCOMPARE(desktop.hints[u"urgency"_s].toInt(), 2);
    QDBusConnection::disconnectFromBus(u"service"_s);
    QDBusConnection::disconnectFromBus(u"desk"_s);
}

void TestDesktopNotifier::saysThatItWasTwice()
{
    FakeDesktop desktop;
    QDBusConnection service = QDBusConnection::connectToBus(m_address, u"service"_s);
    QVERIFY(service.registerObject(
        u"/org/freedesktop/Notifications"_s, &desktop, QDBusConnection::ExportScriptableSlots));
    QVERIFY(service.registerService(u"org.freedesktop.Notifications"_s));
    const DesktopNotifier notifier(QDBusConnection::connectToBus(m_address, u"desk"_s));
    notifier.paidTwice(Money(2500, Currency::Gbp));
    QTRY_COMPARE(desktop.summaries, QStringList{u"GBP 25.00 has been paid twice"_s});
    QDBusConnection::disconnectFromBus(u"service"_s);
    QDBusConnection::disconnectFromBus(u"desk"_s);
}

void TestDesktopNotifier::isQuietWithoutAService()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    const DesktopNotifier notifier(QDBusConnection::connectToBus(m_address, u"desk"_s));
    notifier.paid(Money(2500, Currency::Eur));
    // Whatever the bus answers has come before this does.
    QDBusConnection bus(u"desk"_s);
    QVERIFY(bus.isConnected());
    QVERIFY(bus.registerService(u"test.paydesk"_s));
    QCoreApplication::processEvents();
    QDBusConnection::disconnectFromBus(u"desk"_s);
}

void TestDesktopNotifier::isQuietWithoutABus()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    const DesktopNotifier notifier(QDBusConnection(u"none"_s));
    notifier.paid(Money(2500, Currency::Eur));
}

QTEST_GUILESS_MAIN(TestDesktopNotifier)
#include "tst_desktopnotifier.moc"
