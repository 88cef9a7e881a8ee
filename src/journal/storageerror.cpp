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

/// SQLite's primary result codes (the low byte of every extended one). They are part of its file-format
/// level promise of stability; Qt hands them on as a number in text.
enum SqliteCode {
    SqlitePermission = 3,
    SqliteBusy = 5,
    SqliteLocked = 6,
    SqliteReadOnly = 8,
    SqliteIoError = 10,
    SqliteCorrupt = 11,
    SqliteFull = 13,
    SqliteCannotOpen = 14,
    SqliteNotADatabase = 26,
};

QString staffText(int code, const QString &path)
{
    const QString file = QDir::toNativeSeparators(path);
    switch (code & 0xff) {
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
        return StorageErrorText::tr(
            "The journal file is damaged. Do not delete it; call support and name this file: %1")
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

Error storageError(const QSqlError &error, const QString &path)
{
    const QString code = error.nativeErrorCode();
    return storageError(staffText(code.toInt(), path),
        u"SQLite %1: %2"_s.arg(code.isEmpty() ? u"?"_s : code, error.databaseText()));
}

Error damagedError(const QString &path, const QString &detail)
{
    return storageError(staffText(SqliteCorrupt, path), detail);
}

Error storageError(const QString &text, const QString &detail)
{
    return {.kind = ErrorKind::Storage, .text = text, .detail = detail};
}

} // namespace paydesk::journal
