// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/statement.h"

#include <QStringList>

#include <optional>

namespace paydesk::journal {

/// The full-text index over the projection: SQLite's FTS5 with trigrams, which finds any part of any word. It
/// holds no text of its own, so whoever takes an entry out must know what went in. Every failure throws
/// StorageFailure.
class SearchIndex
{
public:
    explicit SearchIndex(Database &database, const QString &table = QStringLiteral("search"));

    /// Makes the empty table. Only inside a write transaction.
    static void create(Database &database, const QString &table = QStringLiteral("search"));

    /// Makes the table `search_terms`, which SearchExpression reads, over the table `search`.
    static void createTerms(Database &database);

    void insert(qint64 rowId, const QString &text);
    void remove(qint64 rowId, const QString &text);
    void clear();

private:
    Statement m_insert;
    Statement m_remove;
    Statement m_clear;
};

/// Turns terms (searchTerms()) into an expression for `search MATCH ?`.
class SearchExpression
{
public:
    explicit SearchExpression(Database &database);

    /// Empty where no sale can match. `terms` is not empty.
    std::optional<QByteArray> of(const QStringList &terms);

private:
    std::optional<QByteArray> ofTerm(const QString &term);

    Statement m_nextTrigram;
};

} // namespace paydesk::journal
