// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "journal/salequery.h"

#include <QAbstractTableModel>

namespace paydesk::models {

/// By what takings from `from` to `before` are best divided: hours up to two days, days up to three months,
/// months beyond.
TimeUnit unitFor(const QDateTime &from, const QDateTime &before);

/// The takings of one currency over time, a row an hour, day or month, also those in which nothing was taken.
/// The chart and the table show it alike.
class TakingsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, Count, Gross, Refunded, Net, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// `moments` are the boundaries that the takings' slots lie between.
    void setTakings(const QList<journal::Takings> &takings, const QList<QDateTime> &moments,
        const BusinessDay &day, TimeUnit unit);
    /// The first that there is, until this is called.
    void setCurrency(paydesk::Currency currency);
    paydesk::Currency currency() const { return m_currency; }
    /// Those in which something was taken.
    QList<paydesk::Currency> currencies() const;
    TimeUnit unit() const { return m_unit; }

    const journal::Takings &takings(int row) const { return m_rows[row]; }
    /// "14:00"; no two rows have the same.
    QString label(int row) const { return m_labels[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void fillRows();

    QList<journal::Takings> m_all;
    QList<journal::Takings> m_rows; ///< of one currency, a slot each
    QStringList m_labels;
    TimeUnit m_unit = TimeUnit::Hour;
    paydesk::Currency m_currency = paydesk::Currency::Eur;
};

} // namespace paydesk::models
