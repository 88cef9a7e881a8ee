// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/childprocess.h"

#include <QUrl>

namespace paydesk::sandbox {

/// The desk's half: a paydesk-sandbox that starts on a free port and ends with the desk. When it dies, the
/// caller decides whether to start() it again.
class SandboxProcess : public QObject
{
    Q_OBJECT
public:
    /// `stateFile` keeps the training payments from start to start.
    explicit SandboxProcess(const QString &stateFile, QObject *parent = nullptr);

    void start();
    void stop();
    bool isRunning() const;
    qint64 processId() const;

signals:
    /// It listens. The URL is the service's base URL, http on loopback.
    void ready(const QUrl &url);
    /// It could not start, or has died. Once for each start().
    void failed(const QString &reason);

private:
    void handle(const QJsonObject &message);
    void fail(const QString &reason);

    ChildProcess m_child;
    bool m_failed = false;
};

} // namespace paydesk::sandbox
