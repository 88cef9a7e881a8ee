// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/display.h"

#include "support/x11client.h"

#include <QTest>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

constexpr int startTimeoutMs = 20'000;

void prepare(QProcess &process)
{
    process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    process.setStandardErrorFile(QProcess::nullDevice());
}

void end(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.terminate();
    if (!process.waitForFinished(startTimeoutMs)) {
        process.kill();
        process.waitForFinished(startTimeoutMs);
    }
}

} // namespace

Display::Display(WindowManager manager)
    : m_wanted(manager)
{
    prepare(m_server);
    prepare(m_manager);
}

Display::~Display()
{
    end(m_manager);
    end(m_server);
}

bool Display::start()
{
    return startServer() && (m_wanted == WindowManager::None || startWindowManager());
}

QProcessEnvironment Display::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"WAYLAND_DISPLAY"_s);
    environment.remove(u"XAUTHORITY"_s);
    environment.insert(u"DISPLAY"_s, m_name);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    return environment;
}

bool Display::startServer()
{
    // The server itself picks a number that is free, and writes it to its standard output.
    m_server.start(u"Xvfb"_s,
        {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1280x800x24"_s, u"-nolisten"_s, u"tcp"_s,
            u"-noreset"_s});
    while (!m_server.canReadLine()) {
        if (!m_server.waitForReadyRead(startTimeoutMs))
            return false;
    }
    m_name = u':' + QString::fromLatin1(m_server.readLine()).trimmed();
    return true;
}

bool Display::startWindowManager()
{
    m_manager.setProcessEnvironment(environment());
    m_manager.start(u"openbox"_s, {u"--sm-disable"_s});
    const X11Client client(m_name);
    return m_manager.waitForStarted(startTimeoutMs)
        && QTest::qWaitFor([&] { return client.hasWindowManager(); }, startTimeoutMs);
}

} // namespace paydesk::test
