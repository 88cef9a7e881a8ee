// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/eventrow.h"
#include "journal/statement.h"

#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace paydesk::journal {

struct StorageFailure;

/// Reads from a damaged journal what can still be read, and changes nothing in it.
class Salvage
{
public:
    /// `path`: of a file that Quarantine keeps.
    explicit Salvage(const QString &path);

    struct Count
    {
        qint64 taken = 0; ///< events that were visited
        qint64 lost = 0; ///< events of which the file shows that they were there, and no more
        bool endIsLost = false; ///< it does not even show how many there were
    };
    /// Visits the events that are proven to be what was appended: by the chain hash, with the event right
    /// before them, which must be readable too. Oldest first. What `visit` throws ends it.
    Count forEachEvent(const std::function<void(const EventRow &)> &visit);

    /// A value of the journal's own, for example "till_id"; empty where it cannot be read.
    QByteArray meta(const QString &key);

private:
    QString copyOfLog(const QString &path);
    std::optional<EventRow> nextRow();
    bool skipMissing(const StorageFailure &failure);
    bool skipToTail();

    std::unique_ptr<QTemporaryDir> m_copy; ///< of a log without its database
    std::unique_ptr<Database> m_file;
    std::optional<Statement> m_rows; ///< empty where not even the schema can be read
    bool m_isReading = false;
    qint64 m_at = 0; ///< up to here, all was visited or given up
    qint64 m_missing = 0; ///< given up since the last that was visited
    bool m_inTail = false; ///< what is left is in one piece with the end
    bool m_endIsLost = false;
};

} // namespace paydesk::journal
