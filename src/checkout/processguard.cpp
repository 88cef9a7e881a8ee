// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/processguard.h"

#include "core/childprocess.h"

#include <QProcessEnvironment>

#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace paydesk::checkout {

namespace {

void guardEnvironment()
{
    const QProcessEnvironment inherited = QProcessEnvironment::systemEnvironment();
    const QProcessEnvironment passed = ChildProcess::minimalEnvironment(inherited);
    const QStringList names = inherited.keys();
    for (const QString &name : names) {
        if (!passed.contains(name))
            qunsetenv(qUtf8Printable(name));
    }
    // Without this a screen reader finds an empty page. Being set is what counts.
    qputenv("QTWEBENGINE_ENABLE_LINUX_ACCESSIBILITY", "1");
    if (!engineSandboxed())
        qputenv("QTWEBENGINE_DISABLE_SANDBOX", "1");
    // In a Wayland session too: handing the keyboard from window to window needs X11 (XWayland).
    if (!passed.contains(QStringLiteral("QT_QPA_PLATFORM")) && passed.contains(QStringLiteral("DISPLAY")))
        qputenv("QT_QPA_PLATFORM", "xcb");
}

} // namespace

void guardProcess()
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit noCoreDump{0, 0};
    setrlimit(RLIMIT_CORE, &noCoreDump);
    guardEnvironment();
}

bool engineSandboxed()
{
    return geteuid() != 0;
}

} // namespace paydesk::checkout
