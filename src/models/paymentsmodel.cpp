// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/paymentsmodel.h"

#include "core/moneytext.h"
#include "journal/journal.h"
#include "models/saletext.h"

using namespace Qt::StringLiterals;

namespace paydesk::models {

namespace {

constexpr int pageSize = 200;

/// A tool tip takes what looks like HTML for HTML; these texts come from staff and from the service.
QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? text : u"<qt>"_s + text.toHtmlEscaped() + u"</qt>"_s;
}

} // namespace

PaymentsModel::PaymentsModel(journal::Journal &journal, QObject *parent)
    : QAbstractTableModel(parent)
    , m_journal(journal)
{
    connect(&m_journal, &journal::Journal::saleChanged, this, &PaymentsModel::take);
}

void PaymentsModel::load()
{
    beginResetModel();
    m_sales.clear();
    endResetModel();
    m_complete = false;
    fetchPage();
}

int PaymentsModel::rowOf(const QUuid &attemptId) const
{
    const auto found = std::find_if(m_sales.begin(), m_sales.end(),
        [&attemptId](const journal::SaleRecord &sale) { return sale.attemptId == attemptId; });
    return found == m_sales.end() ? -1 : int(found - m_sales.begin());
}

const journal::SaleRecord *PaymentsModel::sale(const QModelIndex &index) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? &m_sales[index.row()] : nullptr;
}

int PaymentsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_sales.size());
}

int PaymentsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PaymentsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const journal::SaleRecord &sale = m_sales[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(sale, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Time)
            return QLocale().toString(sale.startedAt.toLocalTime(), QLocale::LongFormat);
        if (index.column() == Status && !sale.problem.isEmpty()
            && (sale.needsReview || !isSettled(sale.outcome)))
            return plainToolTip(sale.problem);
        return plainToolTip(text(sale, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (index.column() == Amount ? Qt::AlignRight : Qt::AlignLeft)));
    case OutcomeRole:
        return int(sale.outcome);
    case ToneRole:
        return int(saleStatus(sale).tone);
    case ReviewRole:
        return saleStatus(sale).review;
    case AttemptIdRole:
        return sale.attemptId;
    default:
        return {};
    }
}

QString PaymentsModel::text(const journal::SaleRecord &sale, int column) const
{
    switch (column) {
    case Time:
        return whenText(sale.startedAt);
    case Amount:
        return moneyText(sale.amount, QLocale());
    case Status:
        return saleStatus(sale).text;
    case Description:
        return sale.description;
    case CardUsed:
        return cardText(sale.payment);
    case FlowlixId:
        return sale.payment ? sale.payment->id : QString();
    default:
        return {};
    }
}

QVariant PaymentsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (section == Amount ? Qt::AlignRight : Qt::AlignLeft)));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Amount:
        return tr("Amount");
    case Status:
        return tr("Status");
    case Description:
        return tr("Description");
    case CardUsed:
        return tr("Card");
    case FlowlixId:
        return tr("Flowlix ID");
    default:
        return {};
    }
}

bool PaymentsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_complete && !m_fetching;
}

void PaymentsModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        fetchPage();
}

void PaymentsModel::fetchPage()
{
    m_fetching = true;
    journal::PageQuery query{.limit = pageSize};
    const bool first = m_sales.isEmpty();
    if (!first)
        query.beforeRow = m_sales.last().rowId;
    m_journal.newestFirst(query, this, [this, first](const Result<QList<journal::SaleRecord>> &page) {
        if (!page) {
            m_fetching = false;
            emit failed(page.error());
            return;
        }
        m_complete = page->size() < pageSize;
        if (!page->isEmpty()) {
            const int size = rowCount();
            beginInsertRows({}, size, size + int(page->size()) - 1);
            m_sales.append(*page);
            endInsertRows();
        }
        m_fetching = false; // Only now: who hears of the rows may ask for more at once.
        if (first)
            emit loaded();
    });
}

void PaymentsModel::take(const journal::SaleRecord &sale)
{
    const auto place = std::lower_bound(m_sales.begin(), m_sales.end(), sale.rowId,
        [](const journal::SaleRecord &other, qint64 rowId) { return other.rowId > rowId; });
    const int row = int(place - m_sales.begin());
    if (place != m_sales.end() && place->rowId == sale.rowId) {
        *place = sale;
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        return;
    }
    // Older than all that was read: it comes with its page. Taken now it would leave a gap.
    if (place == m_sales.end() && !m_complete)
        return;
    beginInsertRows({}, row, row);
    m_sales.insert(place, sale);
    endInsertRows();
}

} // namespace paydesk::models
