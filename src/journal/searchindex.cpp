// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/searchindex.h"

#include "journal/searchtext.h"

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

constexpr int trigram = 3; ///< characters

/// As FTS5 reads it: everything between the quotes is text.
QByteArray quoted(const QByteArray &text)
{
    return '"' + QByteArray(text).replace('"', "\"\"") + '"';
}

} // namespace

SearchIndex::SearchIndex(Database &database, const QString &table)
    : m_insert(database, u"INSERT INTO %1 (rowid, text) VALUES (?, ?)"_s.arg(table))
    , m_remove(database, u"INSERT INTO %1 (%1, rowid, text) VALUES ('delete', ?, ?)"_s.arg(table))
    , m_clear(database, u"INSERT INTO %1 (%1) VALUES ('delete-all')"_s.arg(table))
{
}

void SearchIndex::create(Database &database, const QString &table)
{
    database.execute(
        u"CREATE VIRTUAL TABLE %1 USING fts5(text, content='', tokenize='trigram case_sensitive 1')"_s.arg(
            table));
}

void SearchIndex::createTerms(Database &database)
{
    database.execute(u"CREATE VIRTUAL TABLE search_terms USING fts5vocab(search, instance)"_s);
}

void SearchIndex::insert(qint64 rowId, const QString &text)
{
    m_insert.run({rowId, text});
}

void SearchIndex::remove(qint64 rowId, const QString &text)
{
    m_remove.run({rowId, text});
}

void SearchIndex::clear()
{
    m_clear.run();
}

SearchExpression::SearchExpression(Database &database)
    : m_nextTrigram(database,
        u"SELECT term FROM search_terms WHERE term >= CAST(? AS TEXT) AND term < CAST(? AS TEXT) LIMIT 1"_s)
{
}

std::optional<QByteArray> SearchExpression::of(const QStringList &terms)
{
    QByteArrayList all;
    for (const QString &term : terms) {
        const auto expression = ofTerm(term);
        if (!expression)
            return {};
        all += '(' + *expression + ')';
    }
    return all.join(" AND ");
}

/// A term that is too short for a trigram is looked up among the trigrams that begin with it: every character
/// of a field begins one. They are found by jumping from one to the next, not by walking over their places.
std::optional<QByteArray> SearchExpression::ofTerm(const QString &term)
{
    const QByteArray text = term.toUtf8();
    const qsizetype length = term.toUcs4().size();
    if (isTooLong(term))
        return {};
    if (length >= trigram)
        return quoted(text);

    QByteArrayList found;
    QByteArray from = text;
    const QByteArray behind = text + '\xff'; // no UTF-8 has this byte
    const auto asText = [](const QByteArray &bytes) { return QVariant(bytes); };
    while (m_nextTrigram.first({asText(from), asText(behind)})) {
        found += quoted(m_nextTrigram.bytes(0));
        from = m_nextTrigram.bytes(0) + '\x01';
        m_nextTrigram.finish();
    }
    if (found.isEmpty())
        return {};
    return found.join(" OR ");
}

} // namespace paydesk::journal
