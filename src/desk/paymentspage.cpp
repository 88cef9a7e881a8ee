// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/paymentspage.h"

#include "core/moneytext.h"
#include "core/outcome.h"
#include "desk/look.h"
#include "desk/saleactions.h"
#include "desk/statusdelegate.h"
#include "models/paymentsmodel.h"
#include "models/todaytotals.h"
#include "ui_paymentspage.h"

#include <QAction>
#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using models::PaymentsModel;

namespace {

constexpr int rowHeight = 36;
constexpr int cellMargin = 8;

/// The widest text that a column usually holds; what is longer is cut, and whole in the tool tip.
QString usualText(int column)
{
    switch (column) {
    case PaymentsModel::Time:
        return QLocale().toString(QTime(20, 58, 58), QLocale::ShortFormat);
    case PaymentsModel::Amount:
        return moneyText(Money(888'888, Currency::Eur), QLocale());
    case PaymentsModel::Status:
        return PaymentsPage::tr("Paid, partly refunded") + u"    "_s; // and its icon
    case PaymentsModel::CardUsed:
        return u"Mastercard •••• 8888"_s;
    default:
        return u"pay_8888-8888"_s;
    }
}

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
    m_payments = &payments;
    m_ui->table->setModel(&payments);
    m_ui->table->setItemDelegateForColumn(PaymentsModel::Status, new StatusDelegate(m_ui->table));
    setUpColumns();
    setUpActions();

    for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&payments, change, this, &PaymentsPage::showListOrHint);
    connect(&payments, &QAbstractItemModel::modelReset, this, &PaymentsPage::showListOrHint);
    showListOrHint();

    const auto updateTotals = [this, &totals] { m_ui->today->setText(tr("Today: %1").arg(totals.text())); };
    connect(&totals, &models::TodayTotals::changed, this, updateTotals);
    updateTotals();
}

void PaymentsPage::setUpColumns()
{
    m_ui->table->verticalHeader()->hide();
    m_ui->table->verticalHeader()->setDefaultSectionSize(rowHeight);
    QHeaderView *header = m_ui->table->horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(60);
    header->setFixedHeight(rowHeight);
    // As far from the edge as the text of the cells below.
    header->setStyleSheet(u"QHeaderView::section { padding: 0 3px; border: none;"
                          " border-bottom: 1px solid palette(mid); }"_s);
    QFont bold = m_ui->table->font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    for (int column = 0; column < PaymentsModel::ColumnCount; ++column)
        header->resizeSection(column, metrics.horizontalAdvance(usualText(column)) + 2 * cellMargin);
    header->setSectionResizeMode(PaymentsModel::Description, QHeaderView::Stretch);
}

void PaymentsPage::setUpActions()
{
    connect(m_ui->table, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit saleChosen(index.data(PaymentsModel::AttemptIdRole).toUuid());
    });
    // The same four ways in the menu of a row.
    m_ui->table->setContextMenuPolicy(Qt::ActionsContextMenu);
    const std::pair<QPushButton *, void (PaymentsPage::*)(const QUuid &)> ways[] = {
        {m_ui->show, &PaymentsPage::saleChosen},
        {m_ui->printReceipt, &PaymentsPage::receiptRequested},
        {m_ui->refund, &PaymentsPage::refundRequested},
        {m_ui->markReviewed, &PaymentsPage::reviewedRequested},
    };
    for (const auto &[button, request] : ways) {
        auto *action = new QAction(button->text(), m_ui->table);
        m_ui->table->addAction(action);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::enabledChanged, button, &QPushButton::setEnabled);
        connect(action, &QAction::triggered, this, [this, request = request] {
            if (const auto *sale = m_payments->sale(m_ui->table->currentIndex()))
                emit(this->*request)(sale->attemptId);
        });
    }
    connect(m_ui->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &current) {
            // Tab makes a row the current one without showing it.
            if (current.isValid() && !m_ui->table->selectionModel()->hasSelection())
                m_ui->table->selectRow(current.row());
            updateActions();
        });
    connect(m_payments, &QAbstractItemModel::dataChanged, this, &PaymentsPage::updateActions);
    connect(m_payments, &QAbstractItemModel::modelReset, this, &PaymentsPage::updateActions);
    updateActions();
}

void PaymentsPage::select(const QUuid &attemptId)
{
    const int row = m_payments ? m_payments->rowOf(attemptId) : -1;
    if (row < 0)
        return;
    m_ui->table->selectRow(row);
    m_ui->table->scrollTo(m_payments->index(row, 0));
}

void PaymentsPage::showListOrHint()
{
    QWidget *page = m_ui->empty;
    if (m_payments->rowCount() > 0)
        page = m_ui->table;
    m_ui->stack->setCurrentWidget(page);
}

void PaymentsPage::updateActions()
{
    const auto *sale = m_payments->sale(m_ui->table->currentIndex());
    const QList<QAction *> actions = m_ui->table->actions();
    const bool possible[] = {sale != nullptr, sale && SaleActions::canPrint(*sale),
        sale && SaleActions::canRefund(*sale), sale && SaleActions::canMarkReviewed(*sale)};
    for (qsizetype i = 0; i < actions.size(); ++i)
        actions[i]->setEnabled(possible[i]);
}

} // namespace paydesk::desk
