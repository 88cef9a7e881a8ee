// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/saleselection.h"

#include "journal/projection.h"
#include "journal/salerow.h"
#include "journal/searchindex.h"
#include "journal/searchtext.h"

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

/// Collects conditions and their values in the same order.
class Conditions
{
public:
    void add(const QString &condition, const QVariantList &values = {})
    {
        m_conditions += condition;
        m_values += values;
    }
    /// One of `values`; nothing is asked where there is none.
    void addOneOf(const QString &column, const QVariantList &values)
    {
        if (values.isEmpty())
            return;
        QStringList places(values.size(), u"?"_s);
        add(u"%1 IN (%2)"_s.arg(column, places.join(u',')), values);
    }
    QString where() const
    {
        return m_conditions.isEmpty() ? u" WHERE TRUE"_s : u" WHERE "_s + m_conditions.join(u" AND "_s);
    }
    const QVariantList &values() const { return m_values; }

private:
    QStringList m_conditions;
    QVariantList m_values;
};

/// Bytes of text would be a BLOB, which equals no text.
template <typename List, typename Word> QVariantList texts(const List &list, Word word)
{
    QVariantList values;
    for (const auto &each : list)
        values += QVariant(QString::fromUtf8(word(each)));
    return values;
}

void addTimes(Conditions &conditions, const SaleFilter &filter, const QString &row)
{
    if (filter.from.isValid())
        conditions.add(row + u" >= ?"_s, {Projection::firstRowAt(filter.from.toMSecsSinceEpoch())});
    if (filter.before.isValid())
        conditions.add(row + u" < ?"_s, {Projection::firstRowAt(filter.before.toMSecsSinceEpoch())});
}

void addFacets(Conditions &conditions, const SaleFilter &filter)
{
    conditions.addOneOf(
        u"outcome"_s, texts(filter.outcomes, [](Outcome outcome) { return salerow::wordOf(outcome); }));
    conditions.addOneOf(u"currency"_s,
        texts(filter.currencies, [](Currency currency) { return currencyWireCode(currency).toUtf8(); }));
    conditions.addOneOf(u"channel"_s, texts(filter.channels, [](const QString &s) { return s.toUtf8(); }));
    conditions.addOneOf(u"till"_s, texts(filter.tills, [](const QString &s) { return s.toUtf8(); }));
    if (filter.leastAmount)
        conditions.add(u"amount >= ?"_s, {*filter.leastAmount});
    if (filter.greatestAmount)
        conditions.add(u"amount <= ?"_s, {*filter.greatestAmount});
    if (filter.refunded)
        conditions.add(*filter.refunded ? u"refunded > 0"_s : u"refunded = 0"_s);
    if (filter.needsReview)
        conditions.add(u"needs_review = 1"_s);
}

QStringList columnsOf(SaleOrder::Key key)
{
    switch (key) {
    case SaleOrder::Time:
        return {};
    case SaleOrder::Amount:
        return {u"currency"_s, u"amount"_s};
    case SaleOrder::Refunded:
        return {u"currency"_s, u"refunded"_s};
    case SaleOrder::Status:
        return {u"outcome"_s};
    case SaleOrder::Description:
        return {u"description COLLATE NOCASE"_s};
    case SaleOrder::Card:
        return {u"card_brand"_s, u"card_last4"_s};
    case SaleOrder::Channel:
        return {u"channel"_s};
    case SaleOrder::Till:
        return {u"till"_s};
    }
    Q_UNREACHABLE();
}

QString orderBy(const SaleOrder &order, const QString &row)
{
    QStringList columns = columnsOf(order.key) << row;
    for (QString &column : columns)
        column += order.descending ? u" DESC"_s : u" ASC"_s;
    return u" ORDER BY "_s + columns.join(u", "_s);
}

} // namespace

SaleSelection select(const SaleQuery &query, SearchExpression &search)
{
    const SaleFilter &filter = query.filter;
    const QStringList terms = searchTerms(filter.text);
    // The description is in no narrow index: SQLite finds the best way itself.
    const QString table = query.order.key == SaleOrder::Description
        ? u"payments"_s
        : u"payments INDEXED BY payments_facets"_s;
    Conditions conditions;
    SaleSelection selection;
    selection.rowId = terms.isEmpty() ? u"payments.row_id"_s : u"search.rowid"_s;
    selection.orderBy = orderBy(query.order, selection.rowId);
    if (terms.isEmpty()) {
        addTimes(conditions, filter, selection.rowId);
        addFacets(conditions, filter);
        selection.from = u" FROM %1"_s.arg(table) + conditions.where();
    } else {
        const auto expression = search.of(terms);
        selection.isEmpty = !expression;
        conditions.add(u"search MATCH ?"_s, {QString::fromUtf8(expression.value_or(QByteArray()))});
        addTimes(conditions, filter, selection.rowId);
        addFacets(conditions, filter);
        // CROSS: the matches lead, in the order of their row ids, and are looked up one by one.
        selection.from = u" FROM search CROSS JOIN %1 ON payments.row_id = search.rowid"_s.arg(table)
            + conditions.where();
    }
    selection.values = conditions.values();
    return selection;
}

} // namespace paydesk::journal
