// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/simulateddisk.h"

#include <QFile>

namespace paydesk::test {

namespace {

constexpr qsizetype sector = 512;

void write(QByteArray &contents, qint64 offset, QByteArrayView data)
{
    if (contents.size() < offset + data.size())
        contents.append(offset + data.size() - contents.size(), '\0');
    std::copy(data.cbegin(), data.cend(), contents.begin() + offset);
}

/// Some sectors of it: a write need not begin where one does.
void writeTorn(QByteArray &contents, const Operation &operation, QRandomGenerator &random)
{
    const QByteArrayView data = operation.data;
    for (qsizetype at = 0; at < data.size();) {
        const qsizetype length = qMin(data.size() - at, sector - (operation.offset + at) % sector);
        if (random.bounded(2))
            write(contents, operation.offset + at, data.sliced(at, length));
        at += length;
    }
}

void carryOutOn(QByteArray &contents, const Operation &operation)
{
    if (operation.step == Step::Write)
        write(contents, operation.offset, operation.data);
    else if (operation.step == Step::Truncate)
        contents.resize(operation.offset);
}

} // namespace

SimulatedDisk::SimulatedDisk(const QByteArray &database)
{
    m_folder[size_t(DataFile::Database)] = std::make_shared<Inode>(Inode{.synced = database});
    m_syncedFolder = m_folder;
}

void SimulatedDisk::carryOut(const Operation &operation)
{
    std::shared_ptr<Inode> &file = m_folder[size_t(operation.file)];
    switch (operation.step) {
    case Step::Open:
        file = std::make_shared<Inode>();
        file->isNew = true;
        break;
    case Step::Delete:
        file.reset();
        if (operation.syncsFolder)
            m_syncedFolder = m_folder;
        break;
    case Step::Sync:
        for (const Operation &each : std::as_const(file->unsynced))
            carryOutOn(file->synced, each);
        file->unsynced.clear();
        if (std::exchange(file->isNew, false))
            m_syncedFolder = m_folder;
        break;
    case Step::Write:
    case Step::Truncate:
        file->unsynced.append(operation);
        break;
    case Step::Share: // in memory, and made anew
        break;
    }
}

SimulatedDisk::Files SimulatedDisk::afterCut(Unsynced unsynced, QRandomGenerator &random) const
{
    Files files;
    for (size_t i = 0; i < files.size(); ++i) {
        const bool asSynced
            = unsynced == Unsynced::Lost || (unsynced == Unsynced::Random && random.bounded(2) == 0);
        if (const auto &inode = (asSynced ? m_syncedFolder : m_folder)[i])
            files[i] = contents(*inode, unsynced, random);
    }
    return files;
}

QByteArray SimulatedDisk::contents(const Inode &inode, Unsynced unsynced, QRandomGenerator &random)
{
    QByteArray contents = inode.synced;
    if (unsynced == Unsynced::Lost)
        return contents;
    for (const Operation &operation : inode.unsynced) {
        const int fate = unsynced == Unsynced::Kept ? 0 : random.bounded(3);
        if (fate == 0)
            carryOutOn(contents, operation);
        else if (fate == 1 && operation.step == Step::Write)
            writeTorn(contents, operation, random);
    }
    return contents;
}

void writeFiles(const SimulatedDisk::Files &files, const QString &database)
{
    for (size_t i = 0; i < files.size(); ++i) {
        if (!files[i])
            continue;
        QFile file(database + QLatin1StringView(suffixOf(DataFile(i))));
        if (!file.open(QIODevice::WriteOnly) || file.write(*files[i]) != files[i]->size())
            qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    }
}

} // namespace paydesk::test
