// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/naivehistory.h"

#include "journal/salerow.h"
#include "journal/searchtext.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;
using namespace paydesk;
using namespace paydesk::journal;

namespace samples::naive {

namespace {

void addFields(QStringList &fields, const Payment &payment)
{
    fields += {payment.id, payment.providerReference};
    if (payment.card)
        fields += payment.card->last4;
    if (payment.customer)
        fields += {payment.customer->email, payment.customer->name};
    for (const Refund &refund : payment.refunds)
        fields += {refund.id, refund.reason};
}

bool hasText(const SaleRecord &sale, const QString &typed)
{
    QStringList fields = sale.metadata.keys() + sale.metadata.values() + sale.requestIds;
    fields += sale.description;
    if (sale.payment)
        addFields(fields, *sale.payment);
    for (const Payment &other : sale.others)
        addFields(fields, other);
    for (QString &field : fields)
        field = foldedForSearch(field);
    const QStringList terms = foldedForSearch(typed).simplified().split(u' ', Qt::SkipEmptyParts);
    return std::all_of(terms.begin(), terms.end(), [&fields](const QString &term) {
        return term.toUcs4().size() <= 500
            && std::any_of(
                fields.begin(), fields.end(), [&term](const QString &field) { return field.contains(term); });
    });
}

template <typename Value, typename List> bool isOneOf(const Value &value, const List &list)
{
    return list.isEmpty() || list.contains(value);
}

/// SQLite's NOCASE: of ASCII only.
QByteArray lowered(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    for (char &byte : bytes)
        byte = byte >= 'A' && byte <= 'Z' ? char(byte + 32) : byte;
    return bytes;
}

/// What a sale is ordered by, as bytes or as a number, with its row id at the end.
using OrderKey = std::tuple<QByteArray, QByteArray, qint64, qint64>;

OrderKey orderKey(const SaleRecord &sale, SaleOrder::Key key)
{
    const QByteArray currency = currencyWireCode(sale.amount.currency()).toUtf8();
    const Card card = (sale.payment ? sale.payment->card : std::nullopt).value_or(Card());
    switch (key) {
    case SaleOrder::Time:
        return {{}, {}, 0, sale.rowId};
    case SaleOrder::Amount:
        return {currency, {}, sale.amount.minorUnits(), sale.rowId};
    case SaleOrder::Refunded:
        return {currency, {}, refundedAmount(sale).minorUnits(), sale.rowId};
    case SaleOrder::Status:
        return {salerow::wordOf(sale.outcome), {}, 0, sale.rowId};
    case SaleOrder::Description:
        return {lowered(sale.description), {}, 0, sale.rowId};
    case SaleOrder::Card:
        return {card.brand.toUtf8(), card.last4.toUtf8(), 0, sale.rowId};
    case SaleOrder::Channel:
        return {sale.channel.toUtf8(), {}, 0, sale.rowId};
    case SaleOrder::Till:
        return {sale.till.toUtf8(), {}, 0, sale.rowId};
    }
    Q_UNREACHABLE();
}

QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"''"_s) + u'\'';
}

template <typename List, typename Word>
void addOneOf(QStringList &conditions, const QString &column, const List &list, Word word)
{
    QStringList alternatives;
    for (const auto &each : list)
        alternatives += u"p.%1 = %2"_s.arg(column, quoted(word(each)));
    if (!alternatives.isEmpty())
        conditions += u'(' + alternatives.join(u" OR "_s) + u')';
}

} // namespace

bool matches(const SaleRecord &sale, const SaleFilter &filter)
{
    return hasText(sale, filter.text) && (!filter.from.isValid() || sale.startedAt >= filter.from)
        && (!filter.before.isValid() || sale.startedAt < filter.before)
        && isOneOf(sale.outcome, filter.outcomes) && isOneOf(sale.amount.currency(), filter.currencies)
        && isOneOf(sale.channel, filter.channels) && isOneOf(sale.till, filter.tills)
        && sale.amount.minorUnits() >= filter.leastAmount.value_or(0)
        && sale.amount.minorUnits() <= filter.greatestAmount.value_or(Money::maximumCharge)
        && (!filter.refunded || *filter.refunded == (refundedAmount(sale).minorUnits() > 0))
        && (!filter.needsReview || sale.needsReview);
}

QList<SaleRecord> select(const QList<SaleRecord> &sales, const SaleQuery &query)
{
    QList<SaleRecord> found;
    for (const SaleRecord &sale : sales) {
        if (matches(sale, query.filter))
            found += sale;
    }
    std::sort(found.begin(), found.end(), [&query](const SaleRecord &one, const SaleRecord &other) {
        const OrderKey first = orderKey(one, query.order.key);
        const OrderKey second = orderKey(other, query.order.key);
        return query.order.descending ? second < first : first < second;
    });
    return found;
}

QList<qint64> rowsOf(const QList<SaleRecord> &sales)
{
    QList<qint64> rows;
    for (const SaleRecord &sale : sales)
        rows += sale.rowId;
    return rows;
}

QList<SaleTotal> totals(const QList<SaleRecord> &sales)
{
    std::map<std::pair<Currency, Outcome>, SaleTotal> found;
    for (const SaleRecord &sale : sales) {
        SaleTotal &total = found[{sale.amount.currency(), sale.outcome}];
        total.currency = sale.amount.currency();
        total.outcome = sale.outcome;
        ++total.count;
        total.gross += paidAmount(sale).minorUnits();
        total.refunded += refundedAmount(sale).minorUnits();
    }
    QList<SaleTotal> list;
    for (const auto &[key, total] : found)
        list += total;
    return list;
}

QList<Takings> takings(
    const QList<SaleRecord> &sales, const SaleFilter &filter, const QList<QDateTime> &moments)
{
    QList<Takings> list;
    for (qsizetype slot = 0; slot + 1 < moments.size(); ++slot) {
        std::map<Currency, Takings> found;
        for (const SaleRecord &sale : sales) {
            if (!matches(sale, filter) || sale.startedAt < moments.at(slot)
                || sale.startedAt >= moments.at(slot + 1) || paidAmount(sale).minorUnits() == 0)
                continue;
            Takings &takings = found[sale.amount.currency()];
            takings.currency = sale.amount.currency();
            takings.slot = slot;
            ++takings.count;
            takings.gross += paidAmount(sale).minorUnits();
            takings.refunded += refundedAmount(sale).minorUnits();
        }
        for (const auto &[currency, takings] : found)
            list += takings;
    }
    return list;
}

QList<RefundTotal> refundsMade(const QList<SaleRecord> &sales, const QDateTime &from, const QDateTime &before)
{
    std::map<Currency, RefundTotal> found;
    const auto add = [&](const Payment &payment) {
        for (const Refund &refund : payment.refunds) {
            if (refund.status == "failed"_L1 || !refund.createdAt.isValid() || refund.createdAt < from
                || refund.createdAt >= before)
                continue;
            RefundTotal &total = found[refund.amount.currency()];
            total.currency = refund.amount.currency();
            ++total.count;
            (refund.status == "succeeded"_L1 ? total.refunded : total.pending) += refund.amount.minorUnits();
        }
    };
    for (const SaleRecord &sale : sales) {
        if (sale.payment)
            add(*sale.payment);
        for (const Payment &other : sale.others)
            add(other);
    }
    QList<RefundTotal> list;
    for (const auto &[currency, total] : found)
        list += total;
    return list;
}

QString sql(const SaleQuery &query)
{
    const SaleFilter &filter = query.filter;
    QStringList conditions = {u"1"_s};
    if (filter.from.isValid())
        conditions += u"p.started_ms >= %1"_s.arg(filter.from.toMSecsSinceEpoch());
    if (filter.before.isValid())
        conditions += u"p.started_ms < %1"_s.arg(filter.before.toMSecsSinceEpoch());
    addOneOf(conditions, u"outcome"_s, filter.outcomes,
        [](Outcome outcome) { return QString::fromLatin1(salerow::wordOf(outcome)); });
    addOneOf(conditions, u"currency"_s, filter.currencies, currencyWireCode);
    addOneOf(conditions, u"channel"_s, filter.channels, [](const QString &word) { return word; });
    addOneOf(conditions, u"till"_s, filter.tills, [](const QString &word) { return word; });
    if (filter.leastAmount)
        conditions += u"p.amount >= %1"_s.arg(*filter.leastAmount);
    if (filter.greatestAmount)
        conditions += u"p.amount <= %1"_s.arg(*filter.greatestAmount);
    if (filter.refunded)
        conditions += u"(p.refunded > 0) = %1"_s.arg(*filter.refunded ? u"1"_s : u"0"_s);
    if (filter.needsReview)
        conditions += u"p.needs_review"_s;
    const char *const columns[] = {"NULL", "p.currency %1, p.amount", "p.currency %1, p.refunded",
        "p.outcome", "lower(p.description)", "coalesce(p.card_brand, '') %1, coalesce(p.card_last4, '')",
        "p.channel", "p.till"};
    const QString direction = query.order.descending ? u"DESC"_s : u"ASC"_s;
    const QString order = u"%1 %2, p.row_id %2"_s.arg(QLatin1StringView(columns[query.order.key]));
    return u"SELECT p.row_id FROM payments p NOT INDEXED WHERE %1 ORDER BY "_s.arg(
               conditions.join(u" AND "_s))
        + QString(order).replace(u"%1"_s, direction).replace(u"%2"_s, direction);
}

} // namespace samples::naive
