// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/totalsmodel.h"

#include "core/moneytext.h"
#include "models/cellalignment.h"

namespace paydesk::models {

void TotalsModel::setTotals(const QList<journal::SaleTotal> &totals)
{
    beginResetModel();
    m_rows.clear();
    for (qsizetype i = 0; i < totals.size();) {
        Row sum{.total = {.currency = totals[i].currency}, .isSum = true};
        for (; i < totals.size() && totals[i].currency == sum.total.currency; ++i) {
            m_rows.append({.total = totals[i]});
            sum.total.count += totals[i].count;
            sum.total.gross += totals[i].gross;
            sum.total.refunded += totals[i].refunded;
        }
        m_rows.append(sum);
    }
    endResetModel();
}

int TotalsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TotalsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TotalsModel::text(const Row &row, int column)
{
    const auto sum = [&row](qint64 minor) { return amountText(Money(minor, row.total.currency), QLocale()); };
    switch (column) {
    case Currency:
        return currencyCode(row.total.currency);
    case Status:
        return row.isSum ? tr("All") : outcomeWord(row.total.outcome);
    case Count:
        return QLocale().toString(row.total.count);
    case Gross:
        return sum(row.total.gross);
    case Refunded:
        return sum(row.total.refunded);
    case Net:
        return sum(row.total.net());
    default:
        return {};
    }
}

QVariant TotalsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return cellAlignment(index.column() >= Count);
    case SumRole:
        return row.isSum;
    default:
        return {};
    }
}

QVariant TotalsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(section >= Count);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Currency:
        return tr("Currency");
    case Status:
        return tr("Status");
    case Count:
        return tr("Sales");
    case Gross:
        return tr("Gross");
    case Refunded:
        return tr("Refunded");
    case Net:
        return tr("Net");
    default:
        return {};
    }
}

} // namespace paydesk::models
