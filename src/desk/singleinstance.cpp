// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

namespace {

constexpr int connectTimeoutMs = 2000;

/// In the user's own runtime folder; a path beside the journal could be longer than a socket's may be.
QString socketFor(const QString &directory)
{
    const QByteArray hash
        = QCryptographicHash::hash(QDir(directory).canonicalPath().toUtf8(), QCryptographicHash::Sha256);
    return QDir(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation))
        .filePath("paydesk-"_L1 + QString::fromLatin1(hash.toHex().left(16)));
}

} // namespace

SingleInstance::SingleInstance(const QString &directory, QObject *parent)
    : QObject(parent)
    , m_socket(socketFor(directory))
    , m_lock(QDir(directory).filePath(u"desk.lock"_s))
{
    m_lock.setStaleLockTime(0); // Only a process that is gone gives up its journal, not one that is slow.
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection())
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        emit startedAgain();
    });
}

bool SingleInstance::claim()
{
    if (m_lock.tryLock(0)) {
        QLocalServer::removeServer(m_socket); // Left behind by a process that was killed.
        if (!m_server.listen(m_socket))
            qWarning("A second start cannot raise this window: %s", qPrintable(m_server.errorString()));
        return true;
    }
    QLocalSocket socket;
    socket.connectToServer(m_socket);
    socket.waitForConnected(connectTimeoutMs);
    return false;
}

} // namespace paydesk::desk
