// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk.h"

#include "journal/samples.h"
#include "support/session.h"
#include "support/x11client.h"

#include <QCoreApplication>
#include <QDir>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr int timeoutMs = 20'000;
const QString deskTitle = u"Bench – Paydesk"_s;

/// Without the switch that the tests need: a screen reader is the exception, and costs time.
QProcessEnvironment plainEnvironment(const Bench &bench)
{
    QProcessEnvironment environment = bench.session.environment();
    environment.remove(u"QT_LINUX_ACCESSIBILITY_ALWAYS_ON"_s);
    return environment;
}

QProcessEnvironment deskEnvironment(const Bench &bench, const QString &home)
{
    QProcessEnvironment environment = plainEnvironment(bench);
    environment.insert(u"HOME"_s, home);
    environment.insert(u"PAYDESK_SHOP_NAME"_s, u"Bench"_s);
    return environment;
}

} // namespace

Program::Program(const QString &name, const QString &windowTitle, const QProcessEnvironment &environment)
    : m_process(std::make_unique<QProcess>())
    , m_windowTitle(windowTitle)
{
    m_process->setProgram(QDir(QCoreApplication::applicationDirPath()).filePath(name));
    m_process->setProcessEnvironment(environment);
    m_process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

Program::~Program()
{
    if (m_process && m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        m_process->waitForFinished(timeoutMs);
    }
}

void Program::start()
{
    m_process->start();
}

void Program::close(test::X11Client &screen)
{
    if (const quint32 window = screen.windowTitled(m_windowTitle))
        screen.close(window);
    m_process->waitForFinished(timeoutMs);
}

Program trainingDeskProgram(const Bench &bench, const QString &home)
{
    return Program(u"paydesk"_s, deskTitle, deskEnvironment(bench, home));
}

Program deskProgram(const Bench &bench, const QString &home)
{
    QProcessEnvironment environment = deskEnvironment(bench, home);
    environment.insert(u"PAYDESK_API_KEY"_s, u"fl_test_sk_paydesk_bench"_s);
    environment.insert(u"PAYDESK_API_URL"_s, bench.sandbox.toString());
    return Program(u"paydesk"_s, deskTitle, environment);
}

Program bareProgram(const Bench &bench)
{
    return Program(u"paydesk-bench-window"_s, u"Bare window"_s, plainEnvironment(bench));
}

bool fillJournal(const QString &home, int sales)
{
    const auto store = journal::Store::open({.directory = home + u"/.local/share/paydesk/test"_s});
    if (!store)
        return false;
    for (int sale = 0; sale < sales; ++sale) {
        const QUuid id = makeUuidV7();
        const auto paid = samples::answer(id, PaymentStatus::Succeeded);
        if (!(*store)->append(samples::intent(id))
            || !(*store)->append(journal::sessionEvent(id, samples::answer(id, PaymentStatus::Pending), {}))
            || !(*store)->append(journal::snapshotEvent(id, paid, u"req_bench"_s)))
            return false;
    }
    return true;
}

} // namespace paydesk::bench
