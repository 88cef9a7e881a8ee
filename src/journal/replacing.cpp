// SPDX-License-Identifier: GPL-3.0-or-later
// The half of Store that deals with a damaged journal.
#include "core/jsontext.h"
#include "journal/quarantine.h"
#include "journal/salvage.h"
#include "journal/storageerror.h"
#include "journal/store.h"
#include "journal/transaction.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

struct ReplacingText
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

const QString tillIdKey = u"till_id"_s;
const QString saltKey = u"fingerprint_salt"_s;
const QString replacementKey = u"replacement"_s; ///< there while the journal is being refilled
const QString syncKey = u"sync"_s;
constexpr int saltBytes = 16;

QByteArray toJson(const Replacement &replacement)
{
    const QJsonObject json{{u"damaged_files"_s, QJsonArray::fromStringList(replacement.damagedFiles)},
        {u"events_taken"_s, replacement.eventsTaken}, {u"events_lost"_s, replacement.eventsLost},
        {u"end_is_lost"_s, replacement.endIsLost}};
    return compactJson(json);
}

Replacement fromJson(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    Replacement replacement{.eventsTaken = json["events_taken"_L1].toInteger(),
        .eventsLost = json["events_lost"_L1].toInteger(),
        .endIsLost = json["end_is_lost"_L1].toBool()};
    const QJsonArray files = json["damaged_files"_L1].toArray();
    for (const auto &file : files)
        replacement.damagedFiles += file.toString();
    return replacement;
}

Error cannotReplace(const QString &directory)
{
    return storageError(ReplacingText::tr(
        "The journal file is damaged, and it cannot be moved aside: another program uses it, or "
        "its folder cannot be written. Close other programs that use the folder %1 and check its "
        "permissions, then start Paydesk again.")
                            .arg(QDir::toNativeSeparators(directory)));
}

} // namespace

Result<std::unique_ptr<Store>> Store::open(const DatabaseOptions &options)
{
    return guarded<std::unique_ptr<Store>>([&options]() -> std::unique_ptr<Store> {
        const auto lock = std::make_shared<JournalLock>(options.directory);
        if (!options.mayCreate)
            return openAsItIs(options, lock);
        const QDeadlineTimer deadline(options.busyTimeout);
        while (true) {
            if (lock->take(JournalLock::Kind::Shared) && !Quarantine(options.directory).needsWork()) {
                try {
                    return openAsItIs(options, lock);
                } catch (const StorageFailure &failure) {
                    if (!failure.isDamage())
                        throw;
                }
            }
            if (lock->take(JournalLock::Kind::Alone))
                return replace(options, lock);
            // Another process has it open, or is about to replace it: then this one finds a sound journal.
            if (deadline.hasExpired())
                throw StorageFailure{cannotReplace(options.directory)};
            QThread::msleep(5);
        }
    });
}

/// Throws a failure that is damage where the journal must be replaced.
std::unique_ptr<Store> Store::openAsItIs(
    const DatabaseOptions &options, const std::shared_ptr<JournalLock> &lock)
{
    auto database = std::make_unique<Database>(options, lock);
    database->open();
    try {
        return std::unique_ptr<Store>(new Store(std::move(database)));
    } catch (const StorageFailure &failure) {
        // It claims the newest schema, and has not its tables.
        if (failure.code == SqliteError)
            throw StorageFailure{failure.error, SqliteCorrupt};
        throw;
    }
}

/// Only while this process holds the journal alone. May be cut short anywhere and begun anew.
std::unique_ptr<Store> Store::replace(
    const DatabaseOptions &options, const std::shared_ptr<JournalLock> &lock)
{
    const Quarantine quarantine(options.directory);
    quarantine.finishMove();
    std::unique_ptr<Store> store;
    try {
        store = openAsItIs(options, lock);
    } catch (const StorageFailure &failure) {
        // What is newer, locked or not ours is not touched, whatever it is marked with.
        if (!failure.isDamage())
            throw;
    }
    if (!store || quarantine.isMarked()) {
        store.reset();
        quarantine.moveAside();
        store = openAsItIs(options, lock);
    }
    for (const QString &file : quarantine.unread())
        store->takeOver(file);
    quarantine.close();
    if (!lock->take(JournalLock::Kind::Shared))
        throw sqliteFailure(SqliteBusy, u"journal.lock"_s, Database(options).path());
    return store;
}

/// In one transaction with the note that it was done, so that it is done once.
void Store::takeOver(const QString &damagedFile)
{
    Replacement replacement = m_replacement.value_or(Replacement());
    if (replacement.damagedFiles.contains(damagedFile))
        return;
    Transaction transaction(*m_database, Transaction::Write);
    Salvage salvage(damagedFile);
    const Salvage::Count count = salvage.forEachEvent([this](const EventRow &row) {
        const auto event = toEvent(row);
        if (m_log.append(row) && event)
            m_projection.apply(*event);
    });
    const QByteArray tillId = salvage.meta(tillIdKey);
    if (!QUuid::fromString(QString::fromUtf8(tillId)).isNull())
        writeMeta(tillIdKey, QString::fromUtf8(tillId));
    if (const QByteArray salt = salvage.meta(saltKey); salt.size() == saltBytes)
        writeMeta(saltKey, salt);

    replacement.damagedFiles += damagedFile;
    replacement.eventsTaken += count.taken;
    replacement.eventsLost += count.lost;
    replacement.endIsLost |= count.endIsLost;
    writeMeta(replacementKey, toJson(replacement));
    writeSync({}); // what was lost with it may be anywhere in the list
    transaction.commit();
    readMeta();
}

void Store::readMeta()
{
    Statement meta(*m_database, u"SELECT value FROM meta WHERE key = ?"_s);
    if (meta.first({tillIdKey}))
        m_tillId = QUuid::fromString(meta.text(0));
    if (meta.first({saltKey}))
        m_fingerprintSalt = meta.bytes(0);
    if (meta.first({replacementKey}))
        m_replacement = fromJson(meta.bytes(0));
    if (meta.first({syncKey}))
        m_sync = syncStateFromJson(meta.bytes(0));
}

void Store::writeMeta(const QString &key, const QVariant &value)
{
    Statement(*m_database, u"INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"_s).run({key, value});
}

void Store::writeSync(const SyncState &sync)
{
    writeMeta(syncKey, syncStateToJson(sync));
}

void Store::dropReplacement()
{
    Statement(*m_database, u"DELETE FROM meta WHERE key = ?"_s).run({replacementKey});
}

} // namespace paydesk::journal
