// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/paymentspage.h"

#include "core/moneytext.h"
#include "core/outcome.h"
#include "desk/look.h"
#include "desk/statusdelegate.h"
#include "models/paymentsmodel.h"
#include "models/todaytotals.h"
#include "ui_paymentspage.h"

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
        return outcomeWord(Outcome::NotKnownYet) + u"    "_s; // and its icon
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
    m_ui->table->setModel(&payments);
    m_ui->table->setItemDelegateForColumn(PaymentsModel::Status, new StatusDelegate(m_ui->table));
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
