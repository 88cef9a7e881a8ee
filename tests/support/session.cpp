// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/session.h"

#include <QDir>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

constexpr int startTimeoutMs = 10'000;
constexpr int runTimeoutMs = 30'000;

} // namespace

Session::Session()
{
    QDir(home()).mkdir(u"runtime"_s);
    QFile::setPermissions(home() + u"/runtime"_s, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (!m_display.start())
        return;
    m_bus.setProcessEnvironment(environment());
    m_bus.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_bus.start(u"dbus-daemon"_s,
        {u"--session"_s, u"--nofork"_s, u"--nopidfile"_s, u"--print-address=1"_s,
            "--address=unix:path="_L1 + home() + "/runtime/bus"_L1});
    if (!m_bus.waitForStarted(startTimeoutMs) || !m_bus.waitForReadyRead(startTimeoutMs))
        return;
    m_busAddress = QString::fromUtf8(m_bus.readLine()).trimmed();
    m_accessibility = std::make_unique<AccessibilityBus>(m_busAddress);
    m_ready = true;
}

Session::~Session()
{
    m_accessibility.reset();
    m_bus.terminate();
    if (!m_bus.waitForFinished(startTimeoutMs))
        m_bus.kill();
    m_bus.waitForFinished(startTimeoutMs);
}

QProcessEnvironment Session::environment() const
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, own.value(u"PATH"_s));
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"TZ"_s, u"UTC"_s);
    environment.insert(u"HOME"_s, home());
    environment.insert(u"XDG_RUNTIME_DIR"_s, home() + u"/runtime"_s);
    environment.insert(u"DISPLAY"_s, m_display.name());
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    environment.insert(u"QT_LINUX_ACCESSIBILITY_ALWAYS_ON"_s, u"1"_s);
    if (!m_busAddress.isEmpty())
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, m_busAddress);
    return environment;
}

bool Session::run(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(program, arguments);
    return process.waitForFinished(runTimeoutMs) && process.exitStatus() == QProcess::NormalExit
        && process.exitCode() == 0;
}

} // namespace paydesk::test
