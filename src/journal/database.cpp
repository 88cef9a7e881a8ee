// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/database.h"

#include "journal/migrations.h"
#include "journal/storageerror.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlQuery>
#include <QThread>
#include <QUuid>

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

Database::Database(DatabaseOptions options)
    : m_options(std::move(options))
    , m_name(u"paydesk-journal-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

Database::~Database()
{
    if (!m_connection.isValid())
        return;
    m_kept.clear();
    m_connection.close();
    m_connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

QString Database::path() const
{
    return QDir(m_options.directory).filePath(u"journal.db"_s);
}

void Database::open()
{
    makeFile();
    m_connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    m_connection.setDatabaseName(path());
    m_connection.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(m_options.busyTimeout.count()));
    if (!m_connection.open())
        fail(m_connection.lastError());
    execute(u"PRAGMA foreign_keys = ON"_s);
    switchToWriteAheadLog();
    // FULL makes each commit of the write-ahead log durable, not only each checkpoint.
    execute(u"PRAGMA synchronous = FULL"_s);
    migrate(*this);
}

/// Processes that make the journal at the same moment stand in each other's way here, and SQLite does not
/// wait as it does elsewhere: it fears a deadlock.
void Database::switchToWriteAheadLog()
{
    constexpr int sqliteBusy = 5;
    const QDeadlineTimer deadline(m_options.busyTimeout);
    QSqlQuery query(m_connection);
    while (!query.exec(u"PRAGMA journal_mode = WAL"_s)) {
        const int code = query.lastError().nativeErrorCode().toInt() & 0xff;
        if (code != sqliteBusy || deadline.hasExpired())
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

void Database::fail(const QSqlError &error) const
{
    throw StorageFailure{storageError(error, path())};
}

void Database::makeFile() const
{
    const QString directory = QFileInfo(m_options.directory).absoluteFilePath();
    QFile file(path());
    if (!file.exists()) {
        if (!m_options.mayCreate)
            throw StorageFailure{storageError(DatabaseText::tr("There is no journal at %1.")
                                                  .arg(QDir::toNativeSeparators(file.fileName())))};
        QDir().mkpath(QFileInfo(directory).path());
        QDir().mkdir(directory, ownerDirectory);
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
    takeFromOthers(directory);
    takeFromOthers(file.fileName());
}

} // namespace paydesk::journal
