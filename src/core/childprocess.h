// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QProcess>

namespace paydesk {

/// One of the program's own child processes: started from the folder of the running program, given a
/// minimal environment, spoken to in single-line JSON over its standard streams, and ended with its
/// parent also when that is killed (end of input and the kernel's parent-death signal).
///
/// Lives on the thread that created it, which must be the main thread: the kernel sends the parent-death
/// signal when the *thread* that forked ends.
class ChildProcess : public QObject
{
    Q_OBJECT
public:
    /// `program` is a file name beside the running program ("paydesk-checkout").
    ChildProcess(const QString &program, const QStringList &arguments, QObject *parent = nullptr);
    ~ChildProcess() override;

    /// Deny by default: only what a child needs to reach the display, the session bus and its home. No
    /// secret, and nothing that opens a debugger, loads a plug-in or logs TLS secrets, passes.
    static QProcessEnvironment minimalEnvironment(const QProcessEnvironment &own);

    void start();
    bool isRunning() const;
    qint64 processId() const;
    /// Sends one message. Does nothing when the child is not running.
    void send(const QJsonObject &message);
    /// Ends the child: closes its input, and kills it when it has not ended 2 s later.
    void stop();

signals:
    /// A message of at most 64 KiB. Anything else that the child says is dropped with a warning.
    void received(const QJsonObject &message);
    /// The child could not be started, or it ended without having been asked to.
    void died(const QString &reason);

private:
    void readLines();

    QProcess m_process;
    bool m_stopping = false;
    bool m_lineIsTooLong = false; ///< what comes up to the next line end belongs to a line that was dropped
};

} // namespace paydesk
