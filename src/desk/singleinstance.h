// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

namespace paydesk::desk {

/// One desk a journal: a second start raises the first one's window and ends.
class SingleInstance : public QObject
{
    Q_OBJECT
public:
    /// `directory` is the journal's; it must exist.
    explicit SingleInstance(const QString &directory, QObject *parent = nullptr);

    /// True when this is the first. Otherwise the first has been told, and this one should end.
    bool claim();

signals:
    /// Somebody started the program again.
    void startedAgain();

private:
    QString m_socket;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace paydesk::desk
