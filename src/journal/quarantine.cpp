// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/quarantine.h"

#include "journal/storageerror.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QScopeGuard>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

struct QuarantineText
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

const QString journalName = u"journal.db"_s;
const QString markName = u"journal.damaged"_s;
const QString listName = u"journal.salvage"_s;

/// What SQLite keeps of one database, in the order in which it is moved: what is left without its database
/// is seen to be left over.
const std::array parts = {QString(), u"-wal"_s, u"-shm"_s, u"-journal"_s};

/// So that what was just made, renamed or removed in it is still so after a power cut.
bool syncFolder(const QString &directory)
{
    const int folder = ::open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    const bool synced = ::fsync(folder) == 0 || errno == EINVAL; // a file system without such a thing
    ::close(folder);
    return synced;
}

bool exists(const QString &path)
{
    const QFileInfo file(path);
    return file.exists() || file.isSymLink();
}

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

} // namespace

Quarantine::Quarantine(const QString &directory)
    : m_directory(directory)
{
}

void Quarantine::mark() const
{
    const int file = ::open(
        QFile::encodeName(path(markName)).constData(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return;
    ::close(file);
    syncFolder(m_directory);
}

bool Quarantine::isMarked() const
{
    return exists(path(markName));
}

bool Quarantine::needsWork() const
{
    return isMarked() || exists(path(listName));
}

void Quarantine::finishMove() const
{
    const QStringList names = unreadNames();
    if (names.isEmpty())
        return;
    const bool begun = std::any_of(
        parts.begin(), parts.end(), [&](const QString &part) { return exists(path(names.last() + part)); });
    // Once it was moved whole, the journal that is there is the fresh one. Until then, so is no mark.
    if (!begun || !exists(path(journalName))) {
        remove(markName);
        movePartsTo(names.last());
    }
}

void Quarantine::moveAside() const
{
    const QString name = freeName();
    QSaveFile list(path(listName));
    if (!list.open(QIODevice::WriteOnly))
        fail(list.errorString());
    list.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    list.write((unreadNames() << name).join(u'\n').toUtf8());
    if (!list.commit() || !syncFolder(m_directory))
        fail(list.errorString());
    remove(markName);
    movePartsTo(name);
}

QStringList Quarantine::unread() const
{
    QStringList paths;
    for (const QString &name : unreadNames())
        paths += path(name);
    return paths;
}

void Quarantine::close() const
{
    remove(listName);
}

QStringList Quarantine::files() const
{
    const QDir directory(m_directory);
    QStringList paths;
    for (const QString &name : directory.entryList({u"damaged-*.db"_s}, QDir::Files, QDir::Name))
        paths += directory.filePath(name);
    return paths;
}

QString Quarantine::path(const QString &name) const
{
    return QDir(m_directory).filePath(name);
}

QStringList Quarantine::unreadNames() const
{
    QFile list(path(listName));
    if (!list.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(list.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

QString Quarantine::freeName() const
{
    const QString time = QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    for (int number = 1;; ++number) {
        QString name = u"damaged-%1-%2.db"_s.arg(time).arg(number);
        const bool taken = std::any_of(
            parts.begin(), parts.end(), [&](const QString &part) { return exists(path(name + part)); });
        if (!taken)
            return name;
    }
}

void Quarantine::movePartsTo(const QString &name) const
{
    for (const QString &part : parts) {
        const QString from = path(journalName + part);
        const QString to = path(name + part);
        if (!exists(from) || exists(to))
            continue;
        const QFileDevice::Permissions owners
            = QFile::permissions(from) & (QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        QFile::setPermissions(from, owners);
        if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0
            || !syncFolder(m_directory))
            fail(systemError());
    }
}

void Quarantine::remove(const QString &name) const
{
    if (::unlink(QFile::encodeName(path(name)).constData()) != 0 && errno != ENOENT)
        fail(systemError());
    if (!syncFolder(m_directory))
        fail(systemError());
}

void Quarantine::fail(const QString &detail) const
{
    throw StorageFailure{storageError(
        QuarantineText::tr("The journal file is damaged, and it could not be moved aside. Check the "
                           "permissions of the folder %1 and the free space, then start Paydesk again.")
            .arg(QDir::toNativeSeparators(m_directory)),
        detail)};
}

} // namespace paydesk::journal
