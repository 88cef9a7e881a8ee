// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "journal/history.h"

#include <QObject>

#include <optional>

namespace paydesk::models {

/// The figures of one business day (a Z report): of the sales that were started in it, and of the refunds
/// that were made in it, of whichever sales.
struct DayReport
{
    /// More are counted, but not named.
    static constexpr int mostNamed = 200;

    QDate date;
    BusinessDay day;
    QDateTime from; ///< UTC, as all below
    QDateTime before;
    QDateTime asOf; ///< when it was put together
    QList<journal::SaleTotal> totals; ///< by currency, then outcome
    QList<journal::RefundTotal> refundsMade; ///< by currency
    QList<journal::SaleRecord> unresolved; ///< oldest first: nobody knows yet whether they are paid
    QList<journal::SaleRecord> toReview; ///< oldest first: staff must look at them
    QDateTime firstSale; ///< invalid where there is none
    QDateTime lastSale;

    bool isOver() const { return before <= asOf; }
    qint64 sales() const;
    /// How many are not known yet, named or not.
    qint64 unresolvedSales() const;
};

/// Puts the report of a day together from what the history answers.
class DayReportReader : public QObject
{
    Q_OBJECT
public:
    /// `history` must outlive this.
    explicit DayReportReader(journal::History &history, QObject *parent = nullptr);

    /// Ends with `ready` or `failed`, unless another day is asked for before.
    void read(const BusinessDay &day, const QDate &date);

signals:
    void ready(const paydesk::models::DayReport &report);
    void failed(const paydesk::Error &error);

private:
    template <typename T, typename Take> Callback<T> taking(Take take);
    void askForSales(const journal::SaleFilter &day);

    journal::History &m_history;
    DayReport m_report;
    int m_asked = 0; ///< which day's answers are waited for
    int m_missing = 0; ///< answers
};

} // namespace paydesk::models
