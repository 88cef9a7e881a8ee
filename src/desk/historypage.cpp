// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/historypage.h"

#include "desk/look.h"
#include "journal/history.h"
#include "journal/journal.h"
#include "models/filtertext.h"
#include "models/paymentsmodel.h"
#include "ui_historypage.h"

#include <QHeaderView>
#include <QShortcut>

namespace paydesk::desk {

using models::PaymentsModel;

HistoryPage::HistoryPage(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::HistoryPage>())
{
    m_ui->setupUi(this);
    scaleFont(m_ui->title, 1.5, true);
    scaleFont(m_ui->sums, 1.15, true);
    scaleFont(m_ui->hint, 1.15);
    m_ui->hint->setForegroundRole(QPalette::PlaceholderText);
    m_ui->fetchText->hide();
    m_ui->fetchCancel->hide();

    connect(m_ui->counter, &QPushButton::clicked, this, &HistoryPage::counterRequested);
    connect(m_ui->dayClose, &QPushButton::clicked, this, &HistoryPage::dayCloseRequested);
    connect(m_ui->totals, &QPushButton::clicked, this, [this] { emit totalsRequested(m_payments->query()); });
    connect(
        m_ui->exportList, &QPushButton::clicked, this, [this] { emit exportRequested(m_payments->query()); });
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, &HistoryPage::focusSearch);
}

HistoryPage::~HistoryPage() = default;

void HistoryPage::setModel(
    PaymentsModel &payments, const journal::Journal &journal, journal::History &history)
{
    m_payments = &payments;
    m_journal = &journal;
    m_history = &history;
    setUpTable();
    connect(m_ui->filter, &FilterBar::filterChanged, this, &HistoryPage::search);
    connect(m_ui->filter, &FilterBar::searchEntered, this, [this] {
        if (m_payments->rowCount() == 0)
            return;
        if (!m_ui->table->currentIndex().isValid())
            m_ui->table->selectRow(0);
        m_ui->table->setFocus();
    });
    connect(&payments, &PaymentsModel::loaded, this, &HistoryPage::showListOrHint);
    connect(&payments, &PaymentsModel::surveyed, this, [this] {
        showListOrHint();
        showSums();
    });
    for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&payments, change, this, &HistoryPage::showListOrHint);
    showListOrHint();
}

void HistoryPage::setUpTable()
{
    PaymentsTable &table = *m_ui->table;
    table.showPayments(*m_payments);
    connect(&table, &PaymentsTable::saleChosen, this, &HistoryPage::saleChosen);
    QHeaderView *header = table.horizontalHeader();
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSectionsMovable(true);
    connect(header, &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        if (PaymentsModel::isSortable(column))
            m_payments->sort(column, order);
        else
            showOrder(); // an order that says nothing is not offered
    });
    connect(m_payments, &PaymentsModel::queryChanged, this, &HistoryPage::showOrder);
    showOrder();
}

void HistoryPage::showOrder()
{
    QHeaderView *header = m_ui->table->horizontalHeader();
    const QSignalBlocker quiet(header);
    header->setSortIndicator(m_payments->orderColumn(),
        m_payments->query().order.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void HistoryPage::focusSearch()
{
    m_ui->filter->focusSearch();
}

void HistoryPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_history)
        return;
    // Another till may have been brought in since.
    m_history->choices(this, [this](const Result<journal::FilterChoices> &choices) {
        if (choices)
            m_ui->filter->setChoices(*choices, m_journal->tillId());
    });
    if (!std::exchange(m_isRead, true))
        m_payments->load();
}

void HistoryPage::search()
{
    journal::SaleQuery query = m_payments->query();
    query.filter = m_ui->filter->filter();
    m_payments->setQuery(query);
    m_ui->table->scrollToTop();
    m_ui->sums->setText(tr("Adding up…"));
}

void HistoryPage::showListOrHint()
{
    if (m_payments->rowCount() > 0) {
        m_ui->stack->setCurrentWidget(m_ui->table);
        return;
    }
    if (!m_payments->isComplete())
        m_ui->hint->setText(tr("Looking…"));
    else if (m_payments->query().filter == journal::SaleFilter())
        m_ui->hint->setText(
            tr("No payments yet. Fetch those that other tills have made, or take the first one "
               "at the counter."));
    else
        m_ui->hint->setText(tr("No payment is like that. Take a condition away, or look for less."));
    m_ui->stack->setCurrentWidget(m_ui->hint);
}

void HistoryPage::showSums()
{
    m_ui->sums->setText(models::totalsText(m_payments->totals()));
}

} // namespace paydesk::desk
