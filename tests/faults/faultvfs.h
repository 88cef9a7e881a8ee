// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <array>
#include <memory>

struct sqlite3_vfs;

namespace paydesk::test {

/// What SQLite does to the files of a database that can fail: the database, its write-ahead log, and the
/// rollback journal that it has while it switches to the log. Temporary files are not looked at.
enum class Step {
    Write,
    Sync,
    Truncate,
    Open, ///< only where the file is made by it
    Delete,
    Share, ///< making room in the index that processes share, a file as well
};
inline constexpr int stepKinds = 6;

/// One of SQLite's own files, named by what follows the database's name.
enum class DataFile { Database, Log, Journal };
inline constexpr int dataFiles = 3;
/// "", "-wal" or "-journal".
const char *suffixOf(DataFile file);

/// A step as it was carried out.
struct Operation
{
    Step step = Step::Write;
    DataFile file = DataFile::Database;
    qint64 offset = 0; ///< of a Write; the new size of a Truncate
    QByteArray data; ///< of a Write
    bool syncsFolder = false; ///< a Delete that is on the disk when it returns
};

struct Fault
{
    Step step = Step::Write;
    int at = 1; ///< the first that fails, counted from FaultVfs::arm(); 1 is the next
    int code = 0; ///< SQLite's, with its extension
    bool lasts = false; ///< all later steps of this kind fail as well, until FaultVfs::disarm()
};

/// A layer between SQLite and the files of its default VFS, for every connection of this process that is
/// opened while it lives. It counts steps, lets one fail, and keeps a record. To be used from one thread at a
/// time.
class FaultVfs
{
public:
    FaultVfs();
    ~FaultVfs();
    Q_DISABLE_COPY_MOVE(FaultVfs)

    /// A write that fails has written half of its bytes; any other step that fails does nothing.
    void arm(const Fault &fault);
    void disarm();
    /// Whether an armed fault has struck since arm().
    bool hasStruck() const { return m_struck > 0; }

    /// Forgets what was counted and recorded.
    void restart();
    /// How often a step was asked for.
    int count(Step step) const { return m_counts[size_t(step)]; }
    /// Every step that was carried out.
    const QList<Operation> &record() const { return m_record; }

private:
    friend struct VfsCalls;

    /// Counts a step; SQLITE_OK where it is to be carried out.
    int begin(Step step);
    void note(const Operation &operation) { m_record.append(operation); }

    sqlite3_vfs *m_real = nullptr;
    std::unique_ptr<sqlite3_vfs> m_vfs;
    std::array<int, stepKinds> m_counts = {};
    QList<Operation> m_record;
    Fault m_fault;
    bool m_armed = false;
    int m_seen = 0; ///< steps of the armed fault's kind since arm()
    int m_struck = 0;
};

} // namespace paydesk::test
