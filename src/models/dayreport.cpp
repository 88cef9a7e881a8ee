// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dayreport.h"

namespace paydesk::models {

using journal::SaleFilter;
using journal::SaleOrder;
using journal::SaleRecord;

namespace {

constexpr SaleOrder oldestFirst{.key = SaleOrder::Time, .descending = false};
constexpr SaleOrder newestFirst{.key = SaleOrder::Time, .descending = true};

} // namespace

qint64 DayReport::sales() const
{
    qint64 count = 0;
    for (const journal::SaleTotal &total : totals)
        count += total.count;
    return count;
}

qint64 DayReport::unresolvedSales() const
{
    qint64 count = 0;
    for (const journal::SaleTotal &total : totals) {
        if (!isSettled(total.outcome))
            count += total.count;
    }
    return count;
}

DayReportReader::DayReportReader(journal::History &history, QObject *parent)
    : QObject(parent)
    , m_history(history)
{
}

/// Counts the answer, unless it is another day's or came after a failure.
template <typename T, typename Take> Callback<T> DayReportReader::taking(Take take)
{
    ++m_missing;
    return [this, take, asked = m_asked](const Result<T> &answer) {
        if (asked != m_asked)
            return;
        if (!answer) {
            ++m_asked;
            emit failed(answer.error());
            return;
        }
        take(*answer);
        if (--m_missing == 0)
            emit ready(m_report);
    };
}

void DayReportReader::read(const BusinessDay &day, const QDate &date)
{
    ++m_asked;
    m_missing = 0;
    m_report = {.date = date,
        .day = day,
        .from = day.firstMoment(date),
        .before = day.firstMoment(date.addDays(1)),
        .asOf = QDateTime::currentDateTimeUtc()};
    const SaleFilter filter{.from = m_report.from, .before = m_report.before};
    m_history.totals(filter, this,
        taking<QList<journal::SaleTotal>>([this](const auto &totals) { m_report.totals = totals; }));
    m_history.refundsMade(m_report.from, m_report.before, this,
        taking<QList<journal::RefundTotal>>([this](const auto &refunds) { m_report.refundsMade = refunds; }));
    askForSales(filter);
}

void DayReportReader::askForSales(const SaleFilter &day)
{
    const auto ask = [this](const SaleFilter &filter, const SaleOrder &order, int limit, auto take) {
        m_history.first({.filter = filter, .order = order}, limit, {}, this, taking<QList<SaleRecord>>(take));
    };
    SaleFilter unresolved = day;
    unresolved.outcomes = {Outcome::InProgress, Outcome::NotKnownYet};
    ask(unresolved, oldestFirst, DayReport::mostNamed,
        [this](const QList<SaleRecord> &sales) { m_report.unresolved = sales; });
    SaleFilter toReview = day;
    toReview.needsReview = true;
    ask(toReview, oldestFirst, DayReport::mostNamed,
        [this](const QList<SaleRecord> &sales) { m_report.toReview = sales; });
    const auto timeOf = [](const QList<SaleRecord> &sales) {
        return sales.isEmpty() ? QDateTime() : sales.first().startedAt;
    };
    ask(day, oldestFirst, 1,
        [this, timeOf](const QList<SaleRecord> &sales) { m_report.firstSale = timeOf(sales); });
    ask(day, newestFirst, 1,
        [this, timeOf](const QList<SaleRecord> &sales) { m_report.lastSale = timeOf(sales); });
}

} // namespace paydesk::models
