// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/eventrow.h"

#include <QVariantList>

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

namespace paydesk::bench {

/// SQLite's C API with nothing around it: what a durable commit costs on this file system. Write-ahead log,
/// `synchronous = FULL`.
class RawDatabase
{
public:
    /// Makes the file where there is none.
    explicit RawDatabase(const QString &path);
    ~RawDatabase();
    Q_DISABLE_COPY_MOVE(RawDatabase)

    bool isOpen() const { return m_ok; }

protected:
    struct Finalize
    {
        void operator()(sqlite3_stmt *statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

    Statement prepare(const QByteArray &sql);
    void execute(const QByteArray &sql);
    /// Runs a statement that gives no row, and makes it ready for the next time.
    bool run(const Statement &statement);

private:
    struct Close
    {
        void operator()(sqlite3 *database) const;
    };
    std::unique_ptr<sqlite3, Close> m_database;
    bool m_ok = false;
};

/// The rows of an intent, into a file with the journal's own schema: the same bytes and the same indexes in
/// one commit, but nothing asked, checked or chained.
class RawJournal : public RawDatabase
{
public:
    /// `path` was made by the journal.
    explicit RawJournal(const QString &path);
    bool commit(const journal::EventRow &event, const QVariantList &sale);

private:
    Statement m_begin;
    Statement m_event;
    Statement m_sale;
    Statement m_commit;
};

/// One row of the same event in a table of its own, committed by itself: the least that a durable record of
/// an intent can be.
class RawRow : public RawDatabase
{
public:
    explicit RawRow(const QString &path);
    bool commit(const journal::EventRow &event);

private:
    Statement m_event;
};

} // namespace paydesk::bench
