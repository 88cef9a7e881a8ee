// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/paymentspage.h"

#include "desk/look.h"
#include "desk/saleactions.h"
#include "models/paymentsmodel.h"
#include "models/todaytotals.h"
#include "ui_paymentspage.h"

#include <QAction>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using models::PaymentsModel;

namespace {

constexpr int cellMargin = 8;

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
    connect(m_ui->history, &QPushButton::clicked, this, &PaymentsPage::historyRequested);
}

PaymentsPage::~PaymentsPage() = default;

void PaymentsPage::setModels(PaymentsModel &payments, models::TodayTotals &totals)
{
    m_payments = &payments;
    m_ui->table->showPayments(payments);
    // What managers look for is in the history.
    for (const int column : {PaymentsModel::Refunded, PaymentsModel::Channel, PaymentsModel::TillUsed})
        m_ui->table->hideColumn(column);
    // Most are of today.
    m_ui->table->setColumnWidth(PaymentsModel::Time,
        m_ui->table->fontMetrics().horizontalAdvance(
            QLocale().toString(QTime(20, 58, 58), QLocale::ShortFormat))
            + 2 * cellMargin);
    setUpActions();

    for (const auto change : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&payments, change, this, &PaymentsPage::showListOrHint);
    connect(&payments, &QAbstractItemModel::modelReset, this, &PaymentsPage::showListOrHint);
    showListOrHint();

    const auto updateTotals = [this, &totals] { m_ui->today->setText(tr("Today: %1").arg(totals.text())); };
    connect(&totals, &models::TodayTotals::changed, this, updateTotals);
    updateTotals();
}

void PaymentsPage::setUpActions()
{
    connect(m_ui->table, &PaymentsTable::saleChosen, this, &PaymentsPage::saleChosen);
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
            if (const auto *sale = m_ui->table->currentSale())
                emit(this->*request)(sale->attemptId);
        });
    }
    connect(m_ui->table, &PaymentsTable::currentSaleChanged, this, &PaymentsPage::updateActions);
    updateActions();
}

void PaymentsPage::select(const journal::SaleRecord &sale)
{
    m_ui->table->select(sale);
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
    const auto *sale = m_ui->table->currentSale();
    const QList<QAction *> actions = m_ui->table->actions();
    const bool possible[] = {sale != nullptr, sale && SaleActions::canPrint(*sale),
        sale && SaleActions::canRefund(*sale), sale && SaleActions::canMarkReviewed(*sale)};
    for (qsizetype i = 0; i < actions.size(); ++i)
        actions[i]->setEnabled(possible[i]);
}

} // namespace paydesk::desk
