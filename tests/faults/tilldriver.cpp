// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/tilldriver.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

QString besideUs(const QString &name)
{
    return QCoreApplication::applicationDirPath() + u'/' + name;
}

} // namespace

QMap<QString, QString> killEnvironment(const KillStep &step)
{
    return {{u"LD_PRELOAD"_s, besideUs(u"libkillstep.so"_s)}, {u"KILLSTEP_LOG"_s, step.log},
        {u"KILLSTEP_AT"_s, QString::number(step.number)}};
}

QStringList stepsTaken(const KillStep &step)
{
    QFile file(step.log);
    if (!file.open(QFile::ReadOnly))
        return {};
    return QString::fromLatin1(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

TillDriver::TillDriver(const TillSetup &setup)
    : m_setup(setup)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] { read(); });
    QObject::connect(
        &m_process, &QProcess::finished, &m_process, [this](int code, QProcess::ExitStatus status) {
            m_killed = status == QProcess::CrashExit && code == SIGKILL;
        });
}

TillDriver::~TillDriver()
{
    kill();
}

bool TillDriver::start(const std::optional<KillStep> &kill)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, m_setup.home);
    if (kill) {
        const auto more = killEnvironment(*kill);
        for (auto it = more.begin(); it != more.end(); ++it)
            environment.insert(it.key(), it.value());
    }
    m_ready = m_killed = false;
    m_syncRead = -1;
    m_finishedSync = {};
    m_process.setProcessEnvironment(environment);
    m_process.start(besideUs(u"headlesstill"_s),
        {u"--data"_s, m_setup.journal(), u"--service"_s, m_setup.service.toString(), u"--pace"_s,
            QString::number(m_setup.pace), u"--deadline"_s, QString::number(m_setup.deadlineMs)});
    return m_process.waitForStarted(tillPatienceMs) && waitFor([this] { return m_ready; });
}

void TillDriver::kill()
{
    m_process.kill();
    m_process.waitForFinished(tillPatienceMs);
}

bool TillDriver::quit()
{
    m_process.closeWriteChannel();
    return m_process.state() == QProcess::NotRunning
        ? !m_killed
        : m_process.waitForFinished(tillPatienceMs) && m_process.exitStatus() == QProcess::NormalExit;
}

std::optional<QJsonObject> TillDriver::ask(const QString &what, QJsonObject command)
{
    const int id = ++m_lastCommand;
    command.insert(u"do"_s, what);
    command.insert(u"id"_s, id);
    m_process.write(QJsonDocument(command).toJson(QJsonDocument::Compact) + '\n');
    if (!waitFor([this, id] { return m_replies.contains(id); }))
        return std::nullopt;
    return m_replies.take(id);
}

void TillDriver::startSync()
{
    m_process.write("{\"do\":\"sync\"}\n");
}

QString TillDriver::charge(qint64 amount, const QString &description)
{
    const auto reply = ask(u"charge"_s, {{u"amount"_s, amount}, {u"description"_s, description}});
    return reply ? reply->value(u"sale"_s).toString() : QString();
}

bool TillDriver::waitFor(const std::function<bool()> &isSo, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    while (!isSo()) {
        if (!isRunning() || deadline.hasExpired())
            return false;
        // Until it says something; what it does not tell about is looked at now and then.
        QEventLoop loop;
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &loop, &QEventLoop::quit);
        QObject::connect(&m_process, &QProcess::finished, &loop, &QEventLoop::quit);
        QTimer::singleShot(
            int(std::clamp<qint64>(deadline.remainingTime(), 0, 50)), &loop, &QEventLoop::quit);
        loop.exec();
    }
    return true;
}

void TillDriver::read()
{
    while (m_process.canReadLine())
        hear(QJsonDocument::fromJson(m_process.readLine()).object());
}

void TillDriver::hear(const QJsonObject &message)
{
    const QString event = message[u"event"].toString();
    const QString id = message[u"sale"].toString();
    if (event == "ready"_L1) {
        m_ready = true;
    } else if (event == "reply"_L1) {
        m_replies.insert(message[u"id"].toInt(), message);
        m_longestStallMs = std::max(m_longestStallMs, message[u"stallMs"].toInteger());
        m_longestWorkMs = std::max(m_longestWorkMs, message[u"workMs"].toInteger());
    } else if (event == "sale"_L1) {
        const QJsonObject before = m_sales.value(id);
        if (before[u"settled"].toBool() && message[u"outcome"] != before[u"outcome"])
            m_contradictions += u"%1 was %2, and became %3"_s.arg(
                id, before[u"outcome"].toString(), message[u"outcome"].toString());
        m_sales.insert(id, message);
    } else if (event == "syncProgress"_L1) {
        m_syncRead = message[u"read"].toInteger();
    } else if (event == "syncFinished"_L1) {
        m_finishedSync = message;
    } else if (event == "paidTwice"_L1) {
        m_paidTwice.insert(id);
    } else if (event == "storageFailed"_L1 || event == "closed"_L1) {
        m_problems += message[u"error"].toString();
    }
}

} // namespace paydesk::test
