// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/database.h"

namespace paydesk::journal {

/// A transaction that rolls back unless it was committed.
class Transaction
{
public:
    enum Kind {
        Read, ///< one view of the file, while other processes go on writing
        Write, ///< takes the write lock at once, so that what is read inside stays true until the commit
    };

    Transaction(Database &database, Kind kind);
    ~Transaction();
    Q_DISABLE_COPY_MOVE(Transaction)

    /// On the disk when it returns. Throws StorageFailure; then nothing was written.
    void commit();

private:
    Database &m_database;
    bool m_open = true;
};

} // namespace paydesk::journal
