// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sandboxprocess.h"

#include "core/secureurl.h"

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

SandboxProcess::SandboxProcess(const QString &stateFile, QObject *parent)
    : QObject(parent)
    , m_child(u"paydesk-sandbox"_s, {u"--port"_s, u"0"_s, u"--state"_s, stateFile, u"--end-with-input"_s})
{
    connect(&m_child, &ChildProcess::received, this, &SandboxProcess::handle);
    connect(&m_child, &ChildProcess::died, this, &SandboxProcess::fail);
}

void SandboxProcess::start()
{
    m_failed = false;
    m_child.start();
}

void SandboxProcess::stop()
{
    m_child.stop();
}

bool SandboxProcess::isRunning() const
{
    return m_child.isRunning();
}

qint64 SandboxProcess::processId() const
{
    return m_child.processId();
}

void SandboxProcess::handle(const QJsonObject &message)
{
    const QString event = message[u"event"].toString();
    const QUrl url(message[u"url"].toString());
    if (event == "ready"_L1 && isSecureUrl(url))
        emit ready(url);
    else if (event == "failed"_L1)
        fail(message[u"reason"].toString());
}

void SandboxProcess::fail(const QString &reason)
{
    // A sandbox that says why it cannot start also ends: that is one failure, and its own words are better.
    if (!std::exchange(m_failed, true))
        emit failed(reason);
}

} // namespace paydesk::sandbox
