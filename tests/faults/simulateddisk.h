// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "faults/faultvfs.h"

#include <QRandomGenerator>

#include <optional>

namespace paydesk::test {

/// A disk as a power cut leaves it. It is told the steps that a database made, and gives the files that can
/// be found afterwards: what was synced is there, and of everything since then anything may be, in pieces of
/// 512 bytes. Which files there are is synced with a folder: SQLite does that when it first syncs a file that
/// it made, and when it asks for it on deleting one. The database's own file is there from the beginning.
class SimulatedDisk
{
public:
    enum class Unsynced {
        Lost,
        Kept,
        Random, ///< each write whole, not at all, or some sectors of it
    };

    /// The files, by DataFile; empty where there is none.
    using Files = std::array<std::optional<QByteArray>, dataFiles>;

    /// `database` is what the database's own file holds.
    explicit SimulatedDisk(const QByteArray &database = {});
    void carryOut(const Operation &operation);
    /// As a cut at this moment leaves them. The same generator gives the same files.
    Files afterCut(Unsynced unsynced, QRandomGenerator &random) const;

private:
    struct Inode
    {
        QByteArray synced;
        QList<Operation> unsynced;
        bool isNew = false; ///< its name in the folder was never synced
    };
    using Folder = std::array<std::shared_ptr<Inode>, dataFiles>;

    static QByteArray contents(const Inode &inode, Unsynced unsynced, QRandomGenerator &random);

    Folder m_folder; ///< as the running system sees it
    Folder m_syncedFolder;
};

/// Writes them into an empty folder, as the files of the database of this name.
void writeFiles(const SimulatedDisk::Files &files, const QString &database);

} // namespace paydesk::test
