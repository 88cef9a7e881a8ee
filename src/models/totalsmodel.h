// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salequery.h"

#include <QAbstractTableModel>

namespace paydesk::models {

/// Totals as a table: a row for each currency and outcome, and under those of a currency one for all.
class TotalsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Currency, Status, Count, Gross, Refunded, Net, ColumnCount };
    enum Role {
        SumRole = Qt::UserRole, ///< bool: the row is a currency's sum
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setTotals(const QList<journal::SaleTotal> &totals);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        journal::SaleTotal total;
        bool isSum = false;
    };
    static QString text(const Row &row, int column);

    QList<Row> m_rows;
};

} // namespace paydesk::models
