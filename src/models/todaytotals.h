// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "journal/history.h"
#include "journal/journal.h"

#include <QObject>
#include <QTimer>

namespace paydesk::models {

/// What was taken in this business day, per currency, net of what of it was given back. Follows the journal,
/// and the clock to the next day.
class TodayTotals : public QObject
{
    Q_OBJECT
public:
    /// `journal` and `history` must outlive this. Nothing is read before refresh().
    TodayTotals(journal::Journal &journal, journal::History &history, const BusinessDay &day,
        QObject *parent = nullptr);

    void refresh();
    /// The shop's day begins at another time now.
    void setBusinessDay(const BusinessDay &day);
    /// Of the paid sales only, a row a currency.
    const QList<journal::SaleTotal> &totals() const { return m_totals; }
    /// One line: "3 sales: EUR 75.00, USD 10.00".
    QString text() const;

signals:
    void changed();

private:
    journal::History &m_history;
    BusinessDay m_day;
    QList<journal::SaleTotal> m_totals;
    QTimer m_refresh; ///< many changes, one query
    QTimer m_clock;
};

} // namespace paydesk::models
