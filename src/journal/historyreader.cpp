// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/historyreader.h"

#include "journal/eventlog.h"
#include "journal/facts.h"
#include "journal/projection.h"
#include "journal/salerow.h"
#include "journal/saleselection.h"
#include "journal/searchtext.h"
#include "journal/storageerror.h"
#include "journal/transaction.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

/// Adds up the sales of a scan that selects currency, outcome, paid and refunded from a column on.
class Adder
{
public:
    void add(const Statement &row, int column)
    {
        SaleTotal &total = totalOf(row.view(column), row.view(column + 1));
        ++total.count;
        total.gross += row.integer(column + 2);
        total.refunded += row.integer(column + 3);
    }
    QList<SaleTotal> totals() const
    {
        QList<SaleTotal> totals;
        for (const Entry &entry : m_entries)
            totals += entry.total;
        std::sort(totals.begin(), totals.end(), [](const SaleTotal &one, const SaleTotal &other) {
            return std::pair(one.currency, one.outcome) < std::pair(other.currency, other.outcome);
        });
        return totals;
    }

private:
    struct Entry
    {
        QByteArray currency;
        QByteArray outcome;
        SaleTotal total;
    };
    /// There are a dozen of them: they are found sooner one by one than by a hash.
    SaleTotal &totalOf(QByteArrayView currency, QByteArrayView outcome)
    {
        for (Entry &entry : m_entries) {
            if (entry.outcome == outcome && entry.currency == currency)
                return entry.total;
        }
        m_entries.append({currency.toByteArray(), outcome.toByteArray(), {}});
        SaleTotal &total = m_entries.last().total;
        total.currency
            = currencyFromWireCode(QString::fromLatin1(currency.toByteArray())).value_or(Currency::Eur);
        total.outcome = salerow::outcomeIn(outcome);
        return total;
    }

    QList<Entry> m_entries;
};

constexpr char sums[] = "currency, outcome, paid, refunded";

/// The columns of a SaleLine, in the order of lineOf().
constexpr char lineColumns[]
    = "started_ms, amount, paid, refunded, currency, outcome, needs_review, succeeded_ms, attempt_id, "
      "payment_id, provider_reference, status, channel, till, card_brand, card_last4, customer_email, "
      "customer_name, decline_code, description, metadata";

SaleLine lineOf(const Statement &row)
{
    return {.startedMs = row.integer(0),
        .amount = row.integer(1),
        .paid = row.integer(2),
        .refunded = row.integer(3),
        .currency = currencyFromWireCode(row.text(4)).value_or(Currency::Eur),
        .outcome = salerow::outcomeIn(row.view(5)),
        .needsReview = row.integer(6) != 0,
        .succeededMs = row.isNull(7) ? std::nullopt : std::optional(row.integer(7)),
        .attemptId = row.view(8),
        .paymentId = row.view(9),
        .providerReference = row.view(10),
        .status = row.view(11),
        .channel = row.view(12),
        .till = row.view(13),
        .cardBrand = row.view(14),
        .cardLast4 = row.view(15),
        .customerEmail = row.view(16),
        .customerName = row.view(17),
        .declineCode = row.view(18),
        .description = row.view(19),
        .metadata = row.view(20)};
}

/// The refunds of one payment within [from, before), added to their currency's total.
void addRefunds(
    QList<RefundTotal> &totals, const Payment &payment, const QDateTime &from, const QDateTime &before)
{
    for (const Refund &refund : payment.refunds) {
        if (refund.status == "failed"_L1 || refund.createdAt < from || refund.createdAt >= before)
            continue;
        const Currency currency = refund.amount.currency();
        auto total = std::find_if(totals.begin(), totals.end(),
            [currency](const RefundTotal &each) { return each.currency == currency; });
        if (total == totals.end())
            total = totals.insert(totals.end(), {.currency = currency});
        ++total->count;
        (refund.status == "succeeded"_L1 ? total->refunded : total->pending) += refund.amount.minorUnits();
    }
}

} // namespace

Result<std::unique_ptr<HistoryReader>> HistoryReader::open(const QString &directory)
{
    return guarded<std::unique_ptr<HistoryReader>>([&directory] {
        auto database = std::make_unique<Database>(DatabaseOptions{.directory = directory});
        database->openForReading();
        return std::unique_ptr<HistoryReader>(new HistoryReader(std::move(database)));
    });
}

HistoryReader::HistoryReader(std::unique_ptr<Database> database)
    : m_database(std::move(database))
    , m_search(*m_database)
    , m_record(*m_database, u"SELECT %1 FROM payments WHERE row_id = ?"_s.arg(salerow::selectList()))
    , m_line(*m_database, u"SELECT %1 FROM payments WHERE row_id = ?"_s.arg(QLatin1StringView(lineColumns)))
    , m_events(*m_database, EventLog::selectSql(u"WHERE attempt_id = CAST(? AS TEXT)"_s))
    , m_refunded(*m_database,
          u"SELECT %1 FROM payments WHERE refund_ms >= ? ORDER BY refund_ms"_s.arg(salerow::selectList()))
    , m_reasons(*m_database,
          u"SELECT json_extract(facts, '$.reason') FROM events WHERE kind = 'refund_intent' "
          "ORDER BY seq DESC LIMIT 200"_s)
{
}

void HistoryReader::giveUpWhen(std::function<bool()> isGivenUp)
{
    m_database->giveUpWhen(std::move(isGivenUp));
}

Result<QList<SaleRecord>> HistoryReader::first(const SaleQuery &query, int limit)
{
    return guarded<QList<SaleRecord>>([&] {
        const Transaction transaction(*m_database, Transaction::Read);
        return records(ids(query, limit));
    });
}

Result<QList<SaleRecord>> HistoryReader::rows(const QList<qint64> &rowIds)
{
    return guarded<QList<SaleRecord>>([&] { return records(rowIds); });
}

QList<qint64> HistoryReader::ids(const SaleQuery &query, int limit)
{
    QList<qint64> found;
    const SaleSelection selection = select(query, m_search);
    if (selection.isEmpty)
        return found;
    Statement scan(*m_database,
        u"SELECT payments.row_id%1%2 LIMIT %3"_s.arg(selection.from, selection.orderBy).arg(limit));
    scan.run(selection.values);
    while (scan.next())
        found += scan.integer(0);
    return found;
}

QList<SaleRecord> HistoryReader::records(const QList<qint64> &rowIds)
{
    QList<SaleRecord> found;
    found.reserve(rowIds.size());
    for (const qint64 rowId : rowIds) {
        if (m_record.first({rowId}))
            found += salerow::fromRow(m_record);
        m_record.finish();
    }
    return found;
}

/// The text is compared with the row's own: to look a short one up in the index takes longer.
Result<bool> HistoryReader::matches(qint64 rowId, const SaleFilter &filter)
{
    return guarded<bool>([&] {
        SaleFilter facets = filter;
        facets.text.clear();
        const Transaction transaction(*m_database, Transaction::Read);
        const SaleSelection selection = select({.filter = facets}, m_search);
        Statement row(*m_database, u"SELECT 1%1 AND %2 = ?"_s.arg(selection.from, selection.rowId));
        if (!row.first(QVariantList(selection.values) << rowId))
            return false;
        const QStringList terms = searchTerms(filter.text);
        return terms.isEmpty() || hasTerms(searchTextOf(records({rowId}).constFirst()), terms);
    });
}

Result<Survey> HistoryReader::survey(const SaleQuery &query)
{
    return guarded<Survey>([&] {
        const Transaction transaction(*m_database, Transaction::Read);
        Survey survey;
        const SaleSelection selection = select(query, m_search);
        if (selection.isEmpty)
            return survey;
        Statement scan(*m_database,
            u"SELECT payments.row_id, %1%2%3"_s.arg(
                QLatin1StringView(sums), selection.from, selection.orderBy));
        Adder adder;
        scan.run(selection.values);
        while (scan.next()) {
            survey.rows += scan.integer(0);
            adder.add(scan, 1);
        }
        survey.rows.squeeze();
        survey.totals = adder.totals();
        return survey;
    });
}

Result<QList<SaleTotal>> HistoryReader::totals(const SaleFilter &filter)
{
    return guarded<QList<SaleTotal>>([&] {
        const SaleSelection selection = select({.filter = filter}, m_search);
        Adder adder;
        if (!selection.isEmpty) {
            Statement scan(*m_database, u"SELECT %1%2"_s.arg(QLatin1StringView(sums), selection.from));
            scan.run(selection.values);
            while (scan.next())
                adder.add(scan, 0);
        }
        return adder.totals();
    });
}

Result<QList<Takings>> HistoryReader::takings(const SaleFilter &filter, const QList<QDateTime> &moments)
{
    return guarded<QList<Takings>>([&] {
        QList<Takings> takings;
        SaleQuery query{.filter = filter, .order = {.key = SaleOrder::Time, .descending = false}};
        const auto isLater = [](const QDateTime &one, const QDateTime &other) {
            return !one.isValid() || (other.isValid() && one < other);
        };
        query.filter.from = std::max(filter.from, moments.first(), isLater);
        if (!query.filter.before.isValid() || moments.last() < query.filter.before)
            query.filter.before = moments.last();
        const SaleSelection selection = select(query, m_search);
        if (selection.isEmpty)
            return takings;
        QList<qint64> bounds;
        for (const QDateTime &moment : moments)
            bounds += Projection::firstRowAt(moment.toMSecsSinceEpoch());
        Statement scan(*m_database,
            u"SELECT payments.row_id, %1%2%3"_s.arg(
                QLatin1StringView(sums), selection.from, selection.orderBy));
        scan.run(selection.values);
        qsizetype slot = 0;
        Adder adder;
        const auto endSlot = [&] {
            for (const SaleTotal &total : adder.totals()) {
                if (total.gross > 0)
                    takings.append({total.currency, slot, total.count, total.gross, total.refunded});
            }
            adder = Adder();
        };
        while (scan.next()) {
            while (scan.integer(0) >= bounds.at(slot + 1)) {
                endSlot();
                ++slot;
            }
            adder.add(scan, 1);
        }
        endSlot();
        return takings;
    });
}

Result<QList<RefundTotal>> HistoryReader::refundsMade(const QDateTime &from, const QDateTime &before)
{
    return guarded<QList<RefundTotal>>([&] {
        QList<RefundTotal> totals;
        // By its newest refund: one before that may have been made in this time as well.
        m_refunded.run({from.toMSecsSinceEpoch()});
        while (m_refunded.next()) {
            const SaleRecord sale = salerow::fromRow(m_refunded);
            if (sale.payment)
                addRefunds(totals, *sale.payment, from, before);
            for (const Payment &other : sale.others)
                addRefunds(totals, other, from, before);
        }
        std::sort(totals.begin(), totals.end(),
            [](const RefundTotal &one, const RefundTotal &other) { return one.currency < other.currency; });
        return totals;
    });
}

QStringList HistoryReader::distinct(const QString &column)
{
    QStringList words;
    Statement scan(*m_database,
        u"SELECT DISTINCT %1 FROM payments INDEXED BY payments_facets WHERE %1 <> '' ORDER BY %1"_s.arg(
            column));
    scan.run();
    while (scan.next())
        words += scan.text(0);
    return words;
}

Result<FilterChoices> HistoryReader::choices()
{
    return guarded<FilterChoices>([&] {
        FilterChoices choices{
            .channels = distinct(u"channel"_s), .tills = distinct(u"till"_s), .currencies = {}};
        for (const QString &code : distinct(u"currency"_s)) {
            if (const auto currency = currencyFromWireCode(code))
                choices.currencies += *currency;
        }
        return choices;
    });
}

Result<QList<Event>> HistoryReader::events(const QUuid &attemptId)
{
    return guarded<QList<Event>>([&] {
        QList<Event> events;
        m_events.run({attemptId.toByteArray(QUuid::WithoutBraces)});
        while (m_events.next()) {
            if (const auto event = toEvent(EventLog::read(m_events)))
                events += *event;
        }
        return events;
    });
}

Result<QStringList> HistoryReader::recentReasons(int limit)
{
    return guarded<QStringList>([&] {
        QStringList reasons;
        m_reasons.run();
        while (m_reasons.next() && reasons.size() < limit) {
            const QString reason = m_reasons.text(0);
            if (!reason.isEmpty() && !reasons.contains(reason))
                reasons += reason;
        }
        m_reasons.finish();
        return reasons;
    });
}

Result<Done> HistoryReader::walk(
    const SaleQuery &query, const std::function<void(const SaleLine &line, qint64 of)> &visit)
{
    return guarded<Done>([&] {
        const Transaction transaction(*m_database, Transaction::Read);
        // First which, then what: a million row ids are eight megabytes, sorted or not.
        const QList<qint64> rowIds = ids(query);
        for (const qint64 rowId : rowIds) {
            if (m_line.first({rowId}))
                visit(lineOf(m_line), rowIds.size());
            m_line.finish();
        }
        return Done();
    });
}

} // namespace paydesk::journal
