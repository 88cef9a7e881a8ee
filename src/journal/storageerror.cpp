// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/storageerror.h"

#include <QCoreApplication>
#include <QDir>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

struct StorageErrorText
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

QString staffText(SqliteCode code, const QString &path)
{
    const QString file = QDir::toNativeSeparators(path);
    switch (code) {
    case SqliteFull:
        return StorageErrorText::tr(
            "The disk is full, so nothing more can be recorded. Free some space, then try again.");
    case SqlitePermission:
    case SqliteReadOnly:
    case SqliteCannotOpen:
        return StorageErrorText::tr(
            "The journal cannot be written. Check the permissions of %1, then try again.")
            .arg(file);
    case SqliteBusy:
    case SqliteLocked:
        return StorageErrorText::tr(
            "Another program keeps the journal locked. Close other programs that use %1, then try "
            "again.")
            .arg(file);
    case SqliteCorrupt:
    case SqliteNotADatabase:
        return StorageErrorText::tr("The journal file is damaged. Close Paydesk and start it again: it then "
                                    "begins a fresh journal and "
                                    "keeps the damaged one for support. File: %1")
            .arg(file);
    case SqliteIoError:
        return StorageErrorText::tr(
            "The disk did not store the record. Check the disk and its free space; if it happens "
            "again, call support and name this file: %1")
            .arg(file);
    default:
        return StorageErrorText::tr(
            "The journal could not be used. Try again; if it happens again, call support and name "
            "this file: %1")
            .arg(file);
    }
}

} // namespace

StorageFailure sqliteFailure(const QSqlError &error, const QString &path)
{
    const QString code = error.nativeErrorCode();
    const auto primary = SqliteCode(code.toInt() & 0xff);
    return {storageError(staffText(primary, path),
                u"SQLite %1: %2"_s.arg(code.isEmpty() ? u"?"_s : code, error.databaseText())),
        primary};
}

StorageFailure sqliteFailure(SqliteCode code, const QString &detail, const QString &path)
{
    return {storageError(staffText(code, path), detail), code};
}

StorageFailure damagedError(const QString &path, const QString &detail)
{
    return sqliteFailure(SqliteCorrupt, detail, path);
}

Error storageError(const QString &text, const QString &detail)
{
    return {.kind = ErrorKind::Storage, .text = text, .detail = detail};
}

} // namespace paydesk::journal
