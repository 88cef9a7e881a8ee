// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/paymentstable.h"

#include "core/moneytext.h"
#include "desk/statusdelegate.h"
#include "models/paymentsmodel.h"

#include <QEvent>
#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using models::PaymentsModel;

namespace {

constexpr int heightOfRow = 36;
constexpr int cellMargin = 8;

/// The widest text that a column usually holds; what is longer is cut, and whole in the tool tip.
QString usualText(int column)
{
    switch (column) {
    case PaymentsModel::Time:
        return QLocale().toString(QDateTime(QDate(2028, 8, 28), QTime(20, 58)), QLocale::ShortFormat);
    case PaymentsModel::Amount:
    case PaymentsModel::Refunded:
        return moneyText(Money(888'888, Currency::Eur), QLocale());
    case PaymentsModel::Status:
        return PaymentsTable::tr("Paid, partly refunded") + u"    "_s; // and its icon
    case PaymentsModel::CardUsed:
        return u"Mastercard •••• 8888"_s;
    case PaymentsModel::Channel:
        return PaymentsTable::tr("Counter") + u"  "_s;
    case PaymentsModel::TillUsed:
        return u"88888888  "_s;
    default:
        return u"pay_8888-8888"_s;
    }
}

} // namespace

PaymentsTable::PaymentsTable(QWidget *parent)
    : QTableView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight);
    connect(this, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const auto *sale = m_payments->sale(index))
            emit saleChosen(sale->attemptId);
    });
}

void PaymentsTable::showPayments(PaymentsModel &payments)
{
    m_payments = &payments;
    setModel(&payments);
    setItemDelegateForColumn(PaymentsModel::Status, new StatusDelegate(this));
    setUpColumns();
    connect(&payments, &QAbstractItemModel::modelReset, this, &PaymentsTable::afterReset);
    connect(&payments, &QAbstractItemModel::dataChanged, this, [this] {
        if (const auto *sale = currentSale())
            m_current = *sale;
        emit currentSaleChanged();
    });
}

void PaymentsTable::setUpColumns()
{
    verticalHeader()->hide();
    // All of one height, or the header would keep that of each of a million rows.
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(heightOfRow);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(60);
    header->setFixedHeight(heightOfRow);
    styleHeader();
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    for (int column = 0; column < PaymentsModel::ColumnCount; ++column)
        header->resizeSection(column, metrics.horizontalAdvance(usualText(column)) + 2 * cellMargin);
    header->setSectionResizeMode(PaymentsModel::Description, QHeaderView::Stretch);
}

void PaymentsTable::styleHeader()
{
    // As far from the edge as the text of the cells below.
    horizontalHeader()->setStyleSheet(u"QHeaderView::section { padding: 0 3px; border: none;"
                                      " border-bottom: 1px solid palette(mid); }"_s);
}

void PaymentsTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    // A style sheet keeps the colours of the theme in which it was set.
    if (event->type() == QEvent::PaletteChange && m_payments) {
        horizontalHeader()->setStyleSheet({});
        styleHeader();
    }
}

const journal::SaleRecord *PaymentsTable::currentSale() const
{
    return m_payments && currentIndex().isValid() ? m_payments->sale(currentIndex()) : nullptr;
}

void PaymentsTable::select(const journal::SaleRecord &sale)
{
    const int row = m_payments ? m_payments->rowOf(sale) : -1;
    if (row < 0)
        return;
    m_current = sale;
    selectRow(row);
    scrollTo(m_payments->index(row, 0));
}

void PaymentsTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    // Tab makes a row the current one without showing it.
    if (current.isValid() && !selectionModel()->hasSelection())
        selectRow(current.row());
    if (const auto *sale = currentSale())
        m_current = *sale;
    emit currentSaleChanged();
}

void PaymentsTable::afterReset()
{
    if (const int row = m_current.rowId != 0 ? m_payments->rowOf(m_current) : -1; row >= 0)
        selectRow(row);
    emit currentSaleChanged();
}

} // namespace paydesk::desk
