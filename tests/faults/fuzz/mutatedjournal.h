// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "faults/fuzz/fuzz.h"

#include <QString>

struct sqlite3;

namespace paydesk::fuzz {

/// The files of a journal as a desk left them: a few sales in every state.
struct GenuineJournal
{
    QByteArray database; ///< checkpointed, alone
    QByteArray earlier; ///< the same journal before its last sale…
    QByteArray log; ///< … and the write-ahead log that holds that one
    QByteArray old; ///< the journal as a program of the first schema would have left it

    static GenuineJournal make(const QString &directory);
};

/// A plain connection to a journal's file, past all of the program's rules.
class Sql
{
public:
    explicit Sql(const QString &directory);
    ~Sql();
    Q_DISABLE_COPY_MOVE(Sql)

    /// The first cell of the first row. A statement that fails changes nothing, and has none.
    QByteArray run(const QByteArray &sql);

private:
    sqlite3 *m_database = nullptr;
};

/// Puts into `directory` (which holds nothing) what the input says. Its first byte is the way:
///   f  the rest is the file
///   w  a genuine file; the rest is its write-ahead log
///   t  a genuine file, cut
///   b  a genuine file, bytes in it changed: records of a place (three bytes) and a byte
///   l  a genuine file with a genuine log, bytes in the log changed, as above
///   s  a genuine file, changed through SQL: records that start with one of the letters of changeBySql()
///   o  the same with a file of the first schema
void putMutated(const GenuineJournal &genuine, Input input, const QString &directory);

} // namespace paydesk::fuzz
