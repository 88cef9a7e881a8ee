// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace paydesk::journal {

/// Who uses the journal of a folder: any number of processes that share it, or one alone, which may put
/// another file in its place. SQLite's own locks do not do for that: they go with the file, and one who had
/// the old file open would, when closing it, delete the write-ahead log of the new one.
///
/// Held on `journal.lock`, also while the journal is not used. Ends with the process, however that ends.
class JournalLock
{
public:
    enum class Kind { Shared, Alone };

    explicit JournalLock(const QString &directory);
    ~JournalLock();
    Q_DISABLE_COPY_MOVE(JournalLock)

    /// Instead of what is held now. False, with nothing held, while others stand in the way. Where the file
    /// of the lock cannot be made, nobody can move the journal either: then it can be shared.
    bool take(Kind kind);
    bool isHeld() const { return m_isHeld; }

private:
    QString m_file;
    int m_descriptor = -1;
    bool m_isHeld = false;
};

} // namespace paydesk::journal
