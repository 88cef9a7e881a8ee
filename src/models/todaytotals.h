// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/journal.h"

#include <QObject>
#include <QTimer>

namespace paydesk::models {

/// Count and sum per currency of what was paid today, in local days. Follows the journal, and the
/// calendar at midnight.
class TodayTotals : public QObject
{
    Q_OBJECT
public:
    /// `journal` must outlive this. Nothing is read before refresh().
    explicit TodayTotals(journal::Journal &journal, QObject *parent = nullptr);

    void refresh();
    const QList<journal::CurrencyTotal> &totals() const { return m_totals; }
    /// One line: "3 sales: EUR 75.00, USD 10.00".
    QString text() const;

signals:
    void changed();

private:
    journal::Journal &m_journal;
    QList<journal::CurrencyTotal> m_totals;
    QTimer m_refresh; ///< many changes, one query
    QTimer m_midnight;
};

} // namespace paydesk::models
