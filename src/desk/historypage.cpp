// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/historypage.h"

#include "desk/look.h"
#include "journal/history.h"
#include "journal/journal.h"
#include "models/filtertext.h"
#include "models/paymentsmodel.h"
#include "models/saletext.h"
#include "payments/sync.h"
#include "ui_historypage.h"

#include <QHeaderView>
#include <QShortcut>

using namespace Qt::StringLiterals;

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
    m_ui->details->hide();
    m_ui->splitter->setStretchFactor(0, 1);
    m_ui->splitter->setStretchFactor(1, 0);
    m_ui->splitter->setSizes({820, 400});
    m_ui->fetch->setEnabled(false);
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
    connect(&table, &PaymentsTable::currentSaleChanged, this, &HistoryPage::showDetails);
    // Enter, and a double click, lead on into the details.
    connect(&table, &PaymentsTable::saleChosen, m_ui->details, qOverload<>(&QWidget::setFocus));
    QHeaderView *header = table.horizontalHeader();
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSectionsMovable(true);
    header->moveSection(header->visualIndex(PaymentsModel::Refunded), PaymentsModel::Status);
    header->moveSection(header->visualIndex(PaymentsModel::FlowlixId), PaymentsModel::TillUsed);
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

void HistoryPage::setServices(payments::Till &till, payments::Sync &sync)
{
    m_ui->details->setServices(till, *m_history);
    connect(m_ui->details, &SaleDetails::openPageRequested, this, &HistoryPage::openPageRequested);
    connect(m_ui->details, &SaleDetails::refundRequested, this, &HistoryPage::refundRequested);
    connect(m_ui->details, &SaleDetails::receiptRequested, this, &HistoryPage::receiptRequested);
    connect(m_ui->details, &SaleDetails::reviewedRequested, this, &HistoryPage::reviewedRequested);
    showDetails();

    m_sync = &sync;
    m_ui->fetch->setEnabled(true);
    connect(m_ui->fetch, &QPushButton::clicked, &sync, &payments::Sync::start);
    connect(m_ui->fetchCancel, &QPushButton::clicked, &sync, &payments::Sync::cancel);
    connect(&sync, &payments::Sync::progressed, this, &HistoryPage::showSync);
    connect(&sync, &payments::Sync::waiting, this,
        [this](const Error &why) { showSyncText(tr("%1 Trying again…").arg(why.text)); });
    connect(&sync, &payments::Sync::failed, this, [this](const Error &why) {
        showSync();
        showSyncText(why.text);
    });
    connect(&sync, &payments::Sync::canceled, this, [this] {
        showSync();
        showSyncText(tr("Canceled. What was fetched is kept; fetching goes on from there."));
    });
    connect(&sync, &payments::Sync::finished, this, [this](const payments::SyncProgress &progress) {
        showSync();
        showSyncText(tr("All payments are here: %Ln read", nullptr, int(progress.read)) + u", "_s
            + tr("%Ln new", nullptr, int(progress.imported)) + u'.');
    });
    showSync();
}

void HistoryPage::setBusinessDay(const BusinessDay &day)
{
    m_ui->filter->setBusinessDay(day);
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
    if (!std::exchange(m_isRead, true))
        m_payments->load();
    // Another till may have been brought in since. Behind the list, which has waited longer for its totals.
    m_history->choices(this, [this](const Result<journal::FilterChoices> &choices) {
        if (choices)
            m_ui->filter->setChoices(*choices, m_journal->tillId());
    });
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

void HistoryPage::showDetails()
{
    if (const auto *sale = m_ui->table->currentSale())
        m_ui->details->showSale(*sale);
    else if (!m_ui->table->currentIndex().isValid())
        m_ui->details->clear();
    m_ui->details->setVisible(m_ui->table->currentIndex().isValid());
}

void HistoryPage::showSync()
{
    const payments::SyncProgress &progress = m_sync->progress();
    m_ui->fetch->setEnabled(!m_sync->isRunning());
    m_ui->fetchCancel->setVisible(m_sync->isRunning());
    if (!m_sync->isRunning())
        return;
    QString text = tr("Fetching from Flowlix: %Ln payment(s) read", nullptr, int(progress.read)) + u", "_s
        + tr("%Ln new", nullptr, int(progress.imported));
    if (progress.oldest.isValid())
        text += u", "_s + tr("back to %1").arg(models::whenText(progress.oldest));
    showSyncText(text + u'.');
}

void HistoryPage::showSyncText(const QString &text)
{
    m_ui->fetchText->setText(text);
    m_ui->fetchText->show();
}

void HistoryPage::showSums()
{
    m_ui->sums->setText(models::totalsText(m_payments->totals()));
}

} // namespace paydesk::desk
