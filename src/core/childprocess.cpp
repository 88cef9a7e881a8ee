// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace paydesk {

namespace {

constexpr qint64 maximumLineLength = 64 * 1024;
constexpr int stopTimeoutMs = 2000;

} // namespace

ChildProcess::ChildProcess(const QString &program, const QStringList &arguments, QObject *parent)
    : QObject(parent)
{
    m_process.setProgram(QDir(QCoreApplication::applicationDirPath()).filePath(program));
    m_process.setArguments(arguments);
    m_process.setProcessEnvironment(minimalEnvironment(QProcessEnvironment::systemEnvironment()));
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setChildProcessModifier([desk = getpid()] {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        // A parent that had gone before that line would never be noticed.
        if (getppid() != desk)
            _exit(1);
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &ChildProcess::readLines);
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        if (!m_stopping)
            emit died(
                status == QProcess::CrashExit ? u"ended by a signal"_s : u"ended with code %1"_s.arg(code));
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            emit died(m_process.errorString());
    });
}

ChildProcess::~ChildProcess()
{
    // Nothing that the child says or does while it ends may reach an owner that is going as well.
    m_process.disconnect(this);
    stop();
}

QProcessEnvironment ChildProcess::minimalEnvironment(const QProcessEnvironment &own)
{
    static const QStringList passed = {u"DISPLAY"_s, u"XAUTHORITY"_s, u"WAYLAND_DISPLAY"_s,
        u"XDG_SESSION_TYPE"_s, u"XDG_CURRENT_DESKTOP"_s, u"DBUS_SESSION_BUS_ADDRESS"_s,
        u"AT_SPI_BUS_ADDRESS"_s, u"XDG_RUNTIME_DIR"_s, u"HOME"_s, u"USER"_s, u"XDG_CONFIG_HOME"_s,
        u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s, u"LANG"_s, u"LANGUAGE"_s, u"TZ"_s, u"QT_QPA_PLATFORM"_s,
        u"QT_SCALE_FACTOR"_s, u"QT_FONT_DPI"_s, u"QT_LINUX_ACCESSIBILITY_ALWAYS_ON"_s, u"QT_ACCESSIBILITY"_s};
    QProcessEnvironment environment;
    const QStringList names = own.keys();
    for (const QString &name : names) {
        if (passed.contains(name) || name.startsWith("LC_"_L1))
            environment.insert(name, own.value(name));
    }
    return environment;
}

void ChildProcess::start()
{
    m_stopping = false;
    m_lineIsTooLong = false;
    m_process.start();
}

bool ChildProcess::isRunning() const
{
    return m_process.state() == QProcess::Running;
}

qint64 ChildProcess::processId() const
{
    return m_process.processId();
}

void ChildProcess::send(const QJsonObject &message)
{
    if (m_process.state() != QProcess::NotRunning)
        m_process.write(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
}

void ChildProcess::stop()
{
    m_stopping = true;
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(stopTimeoutMs)) {
        m_process.kill();
        m_process.waitForFinished(stopTimeoutMs);
    }
}

void ChildProcess::readLines()
{
    // A line that is too long is read in pieces, so that it cannot fill the memory, and dropped.
    while (m_process.canReadLine() || m_process.bytesAvailable() > maximumLineLength) {
        const QByteArray line = m_process.readLine(maximumLineLength);
        const bool wasTooLong = std::exchange(m_lineIsTooLong, !line.endsWith('\n'));
        if (m_lineIsTooLong && !wasTooLong)
            qWarning("%s sent a line that is too long", qPrintable(m_process.program()));
        if (m_lineIsTooLong || wasTooLong)
            continue;
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (document.isObject())
            emit received(document.object());
        else
            qWarning("%s sent a line that is not a JSON object", qPrintable(m_process.program()));
    }
}

} // namespace paydesk
