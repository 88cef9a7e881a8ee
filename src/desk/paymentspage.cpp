// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/paymentspage.h"

#include "desk/look.h"
#include "desk/statusdelegate.h"
#include "models/paymentsmodel.h"
#include "models/todaytotals.h"
#include "ui_paymentspage.h"

#include <QHeaderView>

namespace paydesk::desk {

using models::PaymentsModel;

namespace {

constexpr int rowHeight = 36;
constexpr int columnWidths[PaymentsModel::ColumnCount] = {76, 124, 138, 180, 134, 128};

} // namespace

PaymentsPage::PaymentsPage(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::PaymentsPage>())
{
    m_ui->setupUi(this);
    scaleFont(m_ui->title, 1.5, true);
    scaleFont(m_ui->today, 1.15);
    scaleFont(m_ui->empty, 1.15);
    m_ui->empty->setForegroundRole(QPalette::PlaceholderText);
}

PaymentsPage::~PaymentsPage() = default;

void PaymentsPage::setModels(PaymentsModel &payments, models::TodayTotals &totals)
{
    m_ui->table->setModel(&payments);
    m_ui->table->setItemDelegateForColumn(PaymentsModel::Status, new StatusDelegate(m_ui->table));
    m_ui->table->verticalHeader()->hide();
    m_ui->table->verticalHeader()->setDefaultSectionSize(rowHeight);
    QHeaderView *header = m_ui->table->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(60);
    header->setFixedHeight(rowHeight);
    for (int column = 0; column < PaymentsModel::ColumnCount; ++column)
        header->resizeSection(column, columnWidths[column]);
    header->setSectionResizeMode(PaymentsModel::Description, QHeaderView::Stretch);

    connect(m_ui->table, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit saleChosen(index.data(PaymentsModel::AttemptIdRole).toUuid());
    });

    const auto update = [this, &payments] { showListOrHint(payments); };
    connect(&payments, &QAbstractItemModel::rowsInserted, this, update);
    connect(&payments, &QAbstractItemModel::modelReset, this, update);
    update();

    const auto updateTotals = [this, &totals] { m_ui->today->setText(tr("Today: %1").arg(totals.text())); };
    connect(&totals, &models::TodayTotals::changed, this, updateTotals);
    updateTotals();
}

void PaymentsPage::showListOrHint(const PaymentsModel &payments)
{
    QWidget *page = m_ui->empty;
    if (payments.rowCount() > 0)
        page = m_ui->table;
    m_ui->stack->setCurrentWidget(page);
}

} // namespace paydesk::desk
