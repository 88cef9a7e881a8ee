// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/faultvfs.h"

#include <new>
#include <optional>
#include <sqlite3.h>

namespace paydesk::test {

namespace {

/// SQLite makes room for it, and for the real file behind it.
struct FaultFile
{
    sqlite3_file base = {};
    FaultVfs *vfs = nullptr;
    std::optional<DataFile> kind; ///< empty for a temporary file
    sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
};
static_assert(sizeof(FaultFile) % alignof(sqlite3_int64) == 0); // as SQLite aligns

FaultFile *faulty(sqlite3_file *file)
{
    return reinterpret_cast<FaultFile *>(file);
}

sqlite3_file *real(sqlite3_file *file)
{
    return faulty(file)->real();
}

std::optional<DataFile> kindOf(int flags)
{
    if (flags & SQLITE_OPEN_MAIN_DB)
        return DataFile::Database;
    if (flags & SQLITE_OPEN_WAL)
        return DataFile::Log;
    if (flags & SQLITE_OPEN_MAIN_JOURNAL)
        return DataFile::Journal;
    return {};
}

} // namespace

const char *suffixOf(DataFile file)
{
    constexpr std::array suffixes = {"", "-wal", "-journal"};
    return suffixes[size_t(file)];
}

/// The functions that SQLite calls.
struct VfsCalls
{
    static FaultVfs *self(sqlite3_vfs *vfs) { return static_cast<FaultVfs *>(vfs->pAppData); }
    static sqlite3_vfs *below(sqlite3_vfs *vfs) { return self(vfs)->m_real; }

    static int open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags);
    static int remove(sqlite3_vfs *vfs, const char *name, int syncFolder);
    static int write(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset);
    static int truncate(sqlite3_file *file, sqlite3_int64 size);
    static int sync(sqlite3_file *file, int flags);
    static int share(sqlite3_file *file, int page, int pageSize, int extend, void volatile **memory);

    static const sqlite3_io_methods methods;
};

int VfsCalls::open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    FaultVfs &owner = *self(vfs);
    sqlite3_vfs *const beneath = owner.m_real;
    auto *opened = new (file) FaultFile;
    opened->vfs = &owner;
    opened->kind = kindOf(flags);
    int isThere = 1;
    if (opened->kind)
        beneath->xAccess(beneath, name, SQLITE_ACCESS_EXISTS, &isThere);
    if (!isThere) {
        if (const int failure = owner.begin(Step::Open))
            return failure;
    }
    const int code = beneath->xOpen(beneath, name, opened->real(), flags, outFlags);
    if (opened->real()->pMethods)
        opened->base.pMethods = &methods;
    if (code == SQLITE_OK && !isThere)
        owner.note({.step = Step::Open, .file = *opened->kind});
    return code;
}

int VfsCalls::remove(sqlite3_vfs *vfs, const char *name, int syncFolder)
{
    FaultVfs &owner = *self(vfs);
    std::optional<DataFile> kind;
    for (const DataFile file : {DataFile::Log, DataFile::Journal}) {
        if (QByteArrayView(name).endsWith(suffixOf(file)))
            kind = file;
    }
    if (const int failure = kind ? owner.begin(Step::Delete) : SQLITE_OK)
        return failure;
    const int code = owner.m_real->xDelete(owner.m_real, name, syncFolder);
    if (kind && code == SQLITE_OK)
        owner.note({.step = Step::Delete, .file = *kind, .syncsFolder = syncFolder != 0});
    return code;
}

int VfsCalls::write(sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
    FaultFile &written = *faulty(file);
    if (!written.kind)
        return real(file)->pMethods->xWrite(real(file), data, size, offset);
    const int failure = written.vfs->begin(Step::Write);
    const int length = failure ? size / 2 : size;
    const int code = real(file)->pMethods->xWrite(real(file), data, length, offset);
    if (code == SQLITE_OK)
        written.vfs->note({.step = Step::Write,
            .file = *written.kind,
            .offset = offset,
            .data = QByteArray(static_cast<const char *>(data), length)});
    return failure ? failure : code;
}

int VfsCalls::truncate(sqlite3_file *file, sqlite3_int64 size)
{
    FaultFile &cut = *faulty(file);
    if (const int failure = cut.kind ? cut.vfs->begin(Step::Truncate) : SQLITE_OK)
        return failure;
    const int code = real(file)->pMethods->xTruncate(real(file), size);
    if (cut.kind && code == SQLITE_OK)
        cut.vfs->note({.step = Step::Truncate, .file = *cut.kind, .offset = size});
    return code;
}

int VfsCalls::sync(sqlite3_file *file, int flags)
{
    FaultFile &synced = *faulty(file);
    if (const int failure = synced.kind ? synced.vfs->begin(Step::Sync) : SQLITE_OK)
        return failure;
    const int code = real(file)->pMethods->xSync(real(file), flags);
    if (synced.kind && code == SQLITE_OK)
        synced.vfs->note({.step = Step::Sync, .file = *synced.kind});
    return code;
}

int VfsCalls::share(sqlite3_file *file, int page, int pageSize, int extend, void volatile **memory)
{
    if (const int failure = extend ? faulty(file)->vfs->begin(Step::Share) : SQLITE_OK)
        return failure;
    return real(file)->pMethods->xShmMap(real(file), page, pageSize, extend, memory);
}

const sqlite3_io_methods VfsCalls::methods = {
    .iVersion = 3,
    .xClose =
        [](sqlite3_file *file) {
            const int code = real(file)->pMethods->xClose(real(file));
            faulty(file)->~FaultFile();
            return code;
        },
    .xRead
    = [](sqlite3_file *file, void *data, int size,
          sqlite3_int64 offset) { return real(file)->pMethods->xRead(real(file), data, size, offset); },
    .xWrite = &VfsCalls::write,
    .xTruncate = &VfsCalls::truncate,
    .xSync = &VfsCalls::sync,
    .xFileSize = [](sqlite3_file *file,
                     sqlite3_int64 *size) { return real(file)->pMethods->xFileSize(real(file), size); },
    .xLock = [](sqlite3_file *file, int lock) { return real(file)->pMethods->xLock(real(file), lock); },
    .xUnlock = [](sqlite3_file *file, int lock) { return real(file)->pMethods->xUnlock(real(file), lock); },
    .xCheckReservedLock
    = [](sqlite3_file *file,
          int *result) { return real(file)->pMethods->xCheckReservedLock(real(file), result); },
    .xFileControl = [](sqlite3_file *file, int op,
                        void *arg) { return real(file)->pMethods->xFileControl(real(file), op, arg); },
    .xSectorSize = [](sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); },
    .xDeviceCharacteristics
    = [](sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); },
    .xShmMap = &VfsCalls::share,
    .xShmLock = [](sqlite3_file *file, int offset, int count,
                    int flags) { return real(file)->pMethods->xShmLock(real(file), offset, count, flags); },
    .xShmBarrier = [](sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); },
    .xShmUnmap
    = [](sqlite3_file *file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); },
    .xFetch = [](sqlite3_file *file, sqlite3_int64 offset, int size,
                  void **data) { return real(file)->pMethods->xFetch(real(file), offset, size, data); },
    .xUnfetch = [](sqlite3_file *file, sqlite3_int64 offset,
                    void *data) { return real(file)->pMethods->xUnfetch(real(file), offset, data); },
};

FaultVfs::FaultVfs()
    : m_real(sqlite3_vfs_find(nullptr))
    , m_vfs(std::make_unique<sqlite3_vfs>())
{
    using Calls = VfsCalls;
    m_vfs->iVersion = 2;
    m_vfs->szOsFile = int(sizeof(FaultFile)) + m_real->szOsFile;
    m_vfs->mxPathname = m_real->mxPathname;
    m_vfs->zName = "paydesk-faults";
    m_vfs->pAppData = this;
    m_vfs->xOpen = &Calls::open;
    m_vfs->xDelete = &Calls::remove;
    m_vfs->xAccess = [](sqlite3_vfs *vfs, const char *name, int flags, int *result) {
        return Calls::below(vfs)->xAccess(Calls::below(vfs), name, flags, result);
    };
    m_vfs->xFullPathname = [](sqlite3_vfs *vfs, const char *name, int size, char *path) {
        return Calls::below(vfs)->xFullPathname(Calls::below(vfs), name, size, path);
    };
    m_vfs->xRandomness = [](sqlite3_vfs *vfs, int size, char *bytes) {
        return Calls::below(vfs)->xRandomness(Calls::below(vfs), size, bytes);
    };
    m_vfs->xSleep = [](sqlite3_vfs *vfs, int us) { return Calls::below(vfs)->xSleep(Calls::below(vfs), us); };
    m_vfs->xCurrentTime = [](sqlite3_vfs *vfs, double *now) {
        return Calls::below(vfs)->xCurrentTime(Calls::below(vfs), now);
    };
    m_vfs->xGetLastError = [](sqlite3_vfs *vfs, int size, char *text) {
        return Calls::below(vfs)->xGetLastError(Calls::below(vfs), size, text);
    };
    m_vfs->xCurrentTimeInt64 = [](sqlite3_vfs *vfs, sqlite3_int64 *now) {
        return Calls::below(vfs)->xCurrentTimeInt64(Calls::below(vfs), now);
    };
    sqlite3_vfs_register(m_vfs.get(), 1);
}

FaultVfs::~FaultVfs()
{
    sqlite3_vfs_unregister(m_vfs.get());
    sqlite3_vfs_register(m_real, 1);
}

void FaultVfs::arm(const Fault &fault)
{
    m_fault = fault;
    m_armed = true;
    m_seen = 0;
    m_struck = 0;
}

void FaultVfs::disarm()
{
    m_armed = false;
}

void FaultVfs::restart()
{
    m_counts = {};
    m_record.clear();
}

int FaultVfs::begin(Step step)
{
    ++m_counts[size_t(step)];
    if (!m_armed || step != m_fault.step)
        return SQLITE_OK;
    ++m_seen;
    if (m_seen != m_fault.at && !(m_fault.lasts && m_seen > m_fault.at))
        return SQLITE_OK;
    ++m_struck;
    return m_fault.code;
}

} // namespace paydesk::test
