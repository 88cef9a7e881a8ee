// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/takingsmodel.h"

#include "core/moneytext.h"
#include "models/cellalignment.h"

using namespace Qt::StringLiterals;

namespace paydesk::models {

namespace {

constexpr qint64 mostHours = 50; ///< two days, one of which may have an hour more, and the hours begun
constexpr qint64 mostDays = 93;

/// What is between these moments, as the shop's clock and calendar call it.
QStringList labelsOf(const QList<QDateTime> &moments, const BusinessDay &day, TimeUnit unit)
{
    QStringList labels;
    const QLocale locale;
    const bool isOneDay = day.dateOf(moments.first()) == day.dateOf(moments.last().addMSecs(-1));
    for (qsizetype i = 0; i + 1 < moments.size(); ++i) {
        const QDateTime local = day.local(moments[i]);
        const QDate date = day.dateOf(moments[i]);
        QString label;
        switch (unit) {
        case TimeUnit::Hour:
            label = locale.toString(local.time(), QLocale::ShortFormat);
            if (!isOneDay)
                label = locale.dayName(local.date().dayOfWeek(), QLocale::ShortFormat) + u' ' + label;
            break;
        case TimeUnit::Day:
            label = locale.toString(date, QLocale::ShortFormat);
            break;
        case TimeUnit::Month:
            label = locale.standaloneMonthName(date.month(), QLocale::ShortFormat) + u' '
                + QString::number(date.year());
            break;
        }
        // An hour that comes twice.
        if (labels.contains(label))
            label += u' ' + day.zone.abbreviation(moments[i]);
        labels += label;
    }
    return labels;
}

} // namespace

TimeUnit unitFor(const QDateTime &from, const QDateTime &before)
{
    const qint64 hours = from.secsTo(before) / 3600;
    if (hours <= mostHours)
        return TimeUnit::Hour;
    return hours / 24 <= mostDays ? TimeUnit::Day : TimeUnit::Month;
}

void TakingsModel::setTakings(const QList<journal::Takings> &takings, const QList<QDateTime> &moments,
    const BusinessDay &day, TimeUnit unit)
{
    beginResetModel();
    m_all = takings;
    m_unit = unit;
    m_labels = labelsOf(moments, day, unit);
    const QList<paydesk::Currency> found = currencies();
    if (!found.isEmpty() && !found.contains(m_currency))
        m_currency = found.first();
    fillRows();
    endResetModel();
}

void TakingsModel::setCurrency(paydesk::Currency currency)
{
    beginResetModel();
    m_currency = currency;
    fillRows();
    endResetModel();
}

void TakingsModel::fillRows()
{
    m_rows.clear();
    for (qsizetype slot = 0; slot < m_labels.size(); ++slot)
        m_rows.append({.currency = m_currency, .slot = slot});
    for (const journal::Takings &each : m_all) {
        if (each.currency == m_currency)
            m_rows[each.slot] = each;
    }
}

QList<paydesk::Currency> TakingsModel::currencies() const
{
    QList<paydesk::Currency> found;
    for (const paydesk::Currency currency : allCurrencies) {
        if (std::any_of(m_all.begin(), m_all.end(),
                [currency](const journal::Takings &each) { return each.currency == currency; }))
            found += currency;
    }
    return found;
}

int TakingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TakingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TakingsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(index.column() >= Count);
    if (role != Qt::DisplayRole)
        return {};
    const journal::Takings &row = m_rows[index.row()];
    switch (index.column()) {
    case When:
        return m_labels[index.row()];
    case Count:
        return QLocale().toString(row.count);
    case Gross:
        return amountText(Money(row.gross, row.currency), QLocale());
    case Refunded:
        return amountText(Money(row.refunded, row.currency), QLocale());
    case Net:
        return amountText(Money(row.gross - row.refunded, row.currency), QLocale());
    default:
        return {};
    }
}

QVariant TakingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(section >= Count);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return m_unit == TimeUnit::Hour ? tr("Hour") : m_unit == TimeUnit::Day ? tr("Day") : tr("Month");
    case Count:
        return tr("Paid sales");
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
