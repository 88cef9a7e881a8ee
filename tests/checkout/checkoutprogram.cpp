// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkoutprogram.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;
using namespace paydesk::checkout;

namespace paydesk::test {

namespace {

constexpr int endTimeoutMs = 20'000;

} // namespace

CheckoutProgram::CheckoutProgram(const QProcessEnvironment &environment)
{
    m_process.setProgram(QDir(QCoreApplication::applicationDirPath()).filePath(u"paydesk-checkout"_s));
    m_process.setProcessEnvironment(environment);
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    connect(&m_process, &QProcess::readyReadStandardError, this,
        [this] { m_errors += m_process.readAllStandardError(); });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] {
        while (m_process.canReadLine()) {
            const auto json = QJsonDocument::fromJson(m_process.readLine()).object();
            if (const auto message = pageMessageFromJson(json))
                m_messages.append(*message);
            else
                ++m_garbage;
        }
    });
}

CheckoutProgram::~CheckoutProgram()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(endTimeoutMs)) {
        m_process.kill();
        m_process.waitForFinished(endTimeoutMs);
    }
}

void CheckoutProgram::start(const QStringList &arguments)
{
    m_process.setArguments(arguments);
    m_process.start();
}

void CheckoutProgram::show(const ShowPage &page)
{
    m_process.write(QJsonDocument(toJson(page)).toJson(QJsonDocument::Compact) + '\n');
}

void CheckoutProgram::hide(const QString &payment)
{
    m_process.write(QJsonDocument(hideMessage(payment)).toJson(QJsonDocument::Compact) + '\n');
}

int CheckoutProgram::count(PageEvent event) const
{
    return static_cast<int>(details(event).size());
}

QStringList CheckoutProgram::details(PageEvent event) const
{
    QStringList details;
    for (const PageMessage &message : m_messages) {
        if (message.event == event)
            details.append(message.detail);
    }
    return details;
}

} // namespace paydesk::test
