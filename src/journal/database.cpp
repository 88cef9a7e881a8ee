// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/database.h"

#include "journal/migrations.h"
#include "journal/quarantine.h"
#include "journal/storageerror.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlQuery>
#include <QThread>
#include <QUuid>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

struct DatabaseText
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

constexpr QFileDevice::Permissions ownerFile = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr QFileDevice::Permissions ownerDirectory = ownerFile | QFileDevice::ExeOwner;

/// Best effort for what was put there with another mode: a foreign owner's is not ours to change. Gives the
/// owner nothing: a journal that was made read-only on purpose stays so.
void takeFromOthers(const QString &path)
{
    const QFileDevice::Permissions now = QFile::permissions(path);
    const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup
        | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
    if (now & others)
        QFile::setPermissions(path, now & ~others);
}

} // namespace

Database::Database(DatabaseOptions options, std::shared_ptr<JournalLock> lock)
    : m_options(std::move(options))
    , m_lock(lock ? std::move(lock) : std::make_shared<JournalLock>(m_options.directory))
    , m_file(u"journal.db"_s)
    , m_connectionName(u"paydesk-journal-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

Database::~Database()
{
    if (!m_connection.isValid())
        return;
    m_kept.clear();
    m_connection.close();
    m_connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connectionName);
}

QString Database::path() const
{
    return QDir(m_options.directory).filePath(m_file);
}

void Database::open()
{
    makeDirectory();
    share();
    makeFile();
    refuseDamage();
    connectTo(m_file, {});
    execute(u"PRAGMA foreign_keys = ON"_s);
    switchToWriteAheadLog();
    // FULL makes each commit of the write-ahead log durable, not only each checkpoint.
    execute(u"PRAGMA synchronous = FULL"_s);
    migrate(*this);
    m_marksDamage = m_options.mayCreate;
}

void Database::openReadOnly(const QString &name)
{
    connectTo(name, u";QSQLITE_OPEN_READONLY"_s);
}

void Database::openForReading()
{
    share();
    connectTo(m_file, u";QSQLITE_OPEN_READONLY"_s);
    m_marksDamage = m_options.mayCreate;
}

void Database::giveUpWhen(std::function<bool()> isGivenUp)
{
    constexpr int steps = 1000; // of SQLite's machine: some ten microseconds
    m_isGivenUp = std::move(isGivenUp);
    const auto ask = [](void *database) { return int(static_cast<Database *>(database)->m_isGivenUp()); };
    sqlite3_progress_handler(m_handle, m_isGivenUp ? steps : 0, m_isGivenUp ? +ask : nullptr, this);
}

void Database::connectTo(const QString &name, const QString &connectOptions)
{
    m_file = name;
    m_connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connectionName);
    m_connection.setDatabaseName(path());
    m_connection.setConnectOptions(
        u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(m_options.busyTimeout.count()) + connectOptions);
    if (!m_connection.open())
        fail(m_connection.lastError());
    takeHandle();
}

/// Qt says of which type the handle is; its plugin must have been built on the library that is linked here.
void Database::takeHandle()
{
    const QVariant handle = m_connection.driver()->handle();
    if (qstrcmp(handle.typeName(), "sqlite3*") == 0)
        m_handle = *static_cast<sqlite3 *const *>(handle.constData());
    QSqlQuery version(u"SELECT sqlite_source_id()"_s, m_connection);
    if (!m_handle || !version.next() || version.value(0).toByteArray() != sqlite3_sourceid())
        throw StorageFailure{storageError(
            DatabaseText::tr("Paydesk is not installed properly: Qt uses another SQLite. Call support."),
            version.value(0).toString())};
}

/// Processes that make the journal at the same moment stand in each other's way here, and SQLite does not
/// wait as it does elsewhere: it fears a deadlock.
void Database::switchToWriteAheadLog()
{
    const QDeadlineTimer deadline(m_options.busyTimeout);
    QSqlQuery query(m_connection);
    while (!query.exec(u"PRAGMA journal_mode = WAL"_s)) {
        const int code = query.lastError().nativeErrorCode().toInt() & 0xff;
        if (code != SqliteBusy || deadline.hasExpired())
            fail(query.lastError());
        QThread::msleep(5);
    }
}

void Database::execute(const QString &sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(sql))
        fail(query.lastError());
}

void Database::executeKept(const QString &sql)
{
    const auto [kept, isNew] = m_kept.try_emplace(sql, m_connection);
    QSqlQuery &query = kept->second;
    if ((!isNew || query.prepare(sql)) && query.exec())
        return;
    const QSqlError error = query.lastError();
    m_kept.erase(kept);
    fail(error);
}

void Database::fail(const QSqlError &error)
{
    fail(sqliteFailure(error, path()));
}

void Database::failNow()
{
    fail(QSqlError({}, QString::fromUtf8(sqlite3_errmsg(m_handle)), QSqlError::StatementError,
        QString::number(sqlite3_extended_errcode(m_handle))));
}

void Database::fail(const StorageFailure &failure)
{
    if (failure.isDamage() && m_marksDamage) {
        Quarantine(m_options.directory).mark();
        m_marksDamage = false;
    }
    throw failure;
}

void Database::makeDirectory() const
{
    const QString directory = QFileInfo(m_options.directory).absoluteFilePath();
    if (m_options.mayCreate) {
        QDir().mkpath(QFileInfo(directory).path());
        QDir().mkdir(directory, ownerDirectory);
    }
    takeFromOthers(directory);
}

void Database::share()
{
    const QDeadlineTimer deadline(m_options.busyTimeout);
    while (!m_lock->isHeld() && !m_lock->take(JournalLock::Kind::Shared)) {
        if (deadline.hasExpired())
            throw sqliteFailure(SqliteBusy, u"journal.lock"_s, path());
        QThread::msleep(5);
    }
}

void Database::makeFile() const
{
    QFile file(path());
    if (!file.exists()) {
        if (!m_options.mayCreate)
            throw StorageFailure{storageError(DatabaseText::tr("There is no journal at %1.")
                                                  .arg(QDir::toNativeSeparators(file.fileName())))};
        // Made before SQLite opens it, because SQLite would leave the mode to the umask; it gives the files
        // that it puts beside it the mode of this one. Never opened when it exists: closing it again would
        // drop the locks that this process may hold on it.
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerFile) && !file.exists())
            throw StorageFailure{storageError(
                DatabaseText::tr(
                    "The journal cannot be made at %1. Check the folder's permissions and the free "
                    "space, then try again.")
                    .arg(QDir::toNativeSeparators(file.fileName())),
                file.errorString())};
    }
    takeFromOthers(file.fileName());
}

/// Before SQLite may write: it deletes the log of an empty file, and when it closes a damaged one it copies
/// the log into it and cuts off what it takes for superfluous. Other failures are not for here to tell.
void Database::refuseDamage() const
{
    // In this order: while another process makes the journal, the file has contents before it has a log.
    const bool hasLog = QFileInfo(path() + u"-wal"_s).size() > 0;
    if (hasLog && QFileInfo(path()).size() == 0)
        throw damagedError(path(), u"an empty file with a write-ahead log"_s);
    Database look({.directory = m_options.directory, .busyTimeout = std::chrono::milliseconds(0)});
    try {
        look.openReadOnly(m_file);
        look.execute(u"SELECT 1 FROM sqlite_master LIMIT 1"_s);
    } catch (const StorageFailure &failure) {
        if (failure.isDamage())
            throw;
    }
}

} // namespace paydesk::journal
