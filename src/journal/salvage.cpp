// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/salvage.h"

#include "journal/eventlog.h"
#include "journal/storageerror.h"

#include <QFile>
#include <QFileInfo>

#include <limits>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

/// How many numbers in a row are tried one by one. A page in the middle of the tree has some hundred pages
/// below it, of at most some forty events each.
constexpr qint64 longestGap = 20'000;

constexpr int smallestDatabase = 4096; ///< bytes; a page

} // namespace

Salvage::Salvage(const QString &path)
{
    const QFileInfo file(path);
    const QString readable = file.size() == 0 ? copyOfLog(path) : path;
    m_file = std::make_unique<Database>(DatabaseOptions{.directory = QFileInfo(readable).path()});
    try {
        m_file->openReadOnly(QFileInfo(readable).fileName());
        // Not to write: it makes SQLite read on where the file is too short, and with what is left of the
        // schema.
        m_file->execute(u"PRAGMA writable_schema = ON"_s);
        // Not ">": that would look for the one before, which may be in a page that cannot be read.
        m_rows.emplace(*m_file, EventLog::selectSql(u"WHERE seq >= ?"_s));
    } catch (const StorageFailure &) {
        m_endIsLost = true;
    }
}

/// SQLite would delete the log of an empty database. Beside one with an empty page it reads it.
QString Salvage::copyOfLog(const QString &path)
{
    m_copy = std::make_unique<QTemporaryDir>(QFileInfo(path).path() + u"/salvage-XXXXXX"_s);
    QString copy = m_copy->filePath(u"copy.db"_s);
    QFile database(copy);
    if (database.open(QIODevice::WriteOnly))
        database.write(QByteArray(smallestDatabase, '\0'));
    QFile::copy(path + u"-wal"_s, copy + u"-wal"_s);
    return copy;
}

Salvage::Count Salvage::forEachEvent(const std::function<void(const EventRow &)> &visit)
{
    Count count;
    qint64 shown = 0;
    EventRow before; // the first is proven by the empty hash
    while (auto row = nextRow()) {
        const bool isNext = row->seq > m_at && row->seq - 1 == before.seq;
        if (isNext && row->hash == chainHash(before.hash, *row)) {
            visit(*row);
            ++count.taken;
            m_at = row->seq;
            m_missing = 0;
        }
        // A number that is far from all others was made by the damage.
        if (row->seq - m_at <= longestGap)
            shown = std::max(shown, row->seq);
        before = *std::move(row);
    }
    count.lost = shown - count.taken;
    count.endIsLost = m_endIsLost;
    return count;
}

/// Also comes back to rows that were not visited, never to those that were.
std::optional<EventRow> Salvage::nextRow()
{
    while (m_rows) {
        try {
            if (!m_isReading)
                m_rows->run({m_at + 1});
            m_isReading = true;
            if (!m_rows->next())
                break;
            return EventLog::read(*m_rows);
        } catch (const StorageFailure &failure) {
            m_isReading = false;
            if (!skipMissing(failure))
                break;
        }
    }
    return {};
}

/// Goes past one that cannot be read. False where nothing is left.
bool Salvage::skipMissing(const StorageFailure &failure)
{
    if (m_at >= std::numeric_limits<qint64>::max() - 1)
        return false;
    ++m_at;
    ++m_missing;
    // A disk that fails may take its time for each page: then only the tail is tried.
    if (failure.isDamage() && m_missing < longestGap)
        return true;
    return !m_inTail && skipToTail();
}

bool Salvage::skipToTail()
{
    m_inTail = true;
    m_missing = 0;
    m_endIsLost = true;
    qint64 first = m_at + 1;
    try {
        Statement backwards(*m_file, u"SELECT seq FROM events WHERE seq > ? ORDER BY seq DESC"_s);
        backwards.run({m_at});
        while (backwards.next()) {
            m_endIsLost = false;
            first = backwards.integer(0);
        }
    } catch (const StorageFailure &) {
        // The tail begins behind what cannot be read.
    }
    m_at = first - 1;
    return !m_endIsLost;
}

QByteArray Salvage::meta(const QString &key)
{
    try {
        Statement statement(*m_file, u"SELECT value FROM meta WHERE key = ?"_s);
        return statement.first({key}) ? statement.bytes(0) : QByteArray();
    } catch (const StorageFailure &) {
        return {};
    }
}

} // namespace paydesk::journal
