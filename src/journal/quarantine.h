// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace paydesk::journal {

/// Where damaged journals of a folder are kept: beside the journal, as `damaged-<UTC time>-<number>.db` with
/// their `-wal` and `-shm`. None is ever overwritten or deleted.
///
/// Moving takes several steps, and a power cut may come between any two of them. So the folder itself says
/// how far it went: `journal.damaged` while a journal waits to be moved, `journal.salvage` with a name a line
/// of what is being moved or has yet to be read. Only mark(), needsWork() and files() may be called by one
/// who does not hold the journal alone (JournalLock). Failures throw StorageFailure.
class Quarantine
{
public:
    explicit Quarantine(const QString &directory);

    /// Remembers, on the disk, that the journal was found damaged. Best effort: it may be the disk's end.
    void mark() const;
    bool isMarked() const;
    /// A journal waits to be moved, or to be read after it was.
    bool needsWork() const;

    /// Carries on with a move that was cut short.
    void finishMove() const;
    /// Moves the journal, and takes the mark away.
    void moveAside() const;
    /// Paths of the journals that were moved and not yet read, oldest first.
    QStringList unread() const;
    /// All of them have been read, and what was found is on the disk.
    void close() const;

    /// Paths of all damaged journals that are kept, oldest first.
    QStringList files() const;

private:
    QString path(const QString &name) const;
    QStringList unreadNames() const;
    QString freeName() const;
    void movePartsTo(const QString &name) const;
    void remove(const QString &name) const;
    [[noreturn]] void fail(const QString &detail) const;

    QString m_directory;
};

} // namespace paydesk::journal
