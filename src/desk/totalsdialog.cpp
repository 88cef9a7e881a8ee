// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/totalsdialog.h"

#include "desk/look.h"
#include "desk/printing.h"
#include "desk/takingschart.h"
#include "journal/history.h"
#include "models/takingsmodel.h"
#include "models/totalsmodel.h"
#include "ui_totalsdialog.h"

#include <QHeaderView>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using journal::SaleOrder;
using journal::SaleRecord;

namespace {

constexpr int rowHeight = 28;

void setUpTable(QTableView *table, int firstNumber)
{
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(rowHeight);
    QHeaderView *header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Stretch);
    header->setFixedHeight(rowHeight);
    header->setStyleSheet(u"QHeaderView::section { padding: 0 3px; border: none;"
                          " border-bottom: 1px solid palette(mid); }"_s);
    for (int column = 0; column < firstNumber; ++column)
        header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

/// A sum's row in bold.
class SumDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->font.setBold(index.data(models::TotalsModel::SumRole).toBool());
    }
};

} // namespace

TotalsDialog::TotalsDialog(journal::History &history, const journal::SaleQuery &query, const BusinessDay &day,
    const ReportHead &head, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::TotalsDialog>())
    , m_history(history)
    , m_filter(query.filter)
    , m_day(day)
    , m_head(head)
    , m_totals(new models::TotalsModel(this))
    , m_takings(new models::TakingsModel(this))
{
    m_ui->setupUi(this);
    scaleFont(m_ui->range, 1.15, true);
    scaleFont(m_ui->takingsTitle, 1.15, true);
    m_ui->news->setTextFormat(Qt::PlainText);
    m_ui->news->hide();
    setUpTables();
    setUpChart();
    connect(m_ui->currency, &QComboBox::activated, this,
        [this] { m_takings->setCurrency(Currency(m_ui->currency->currentData().toInt())); });
    connect(m_ui->printButton, &QPushButton::clicked, this,
        [this] { printDocument(document(), tr("Totals"), this); });
    connect(m_ui->pdfButton, &QPushButton::clicked, this, [this] {
        savePdf(
            document(), tr("Totals"), tr("totals") + u".pdf"_s, this, [this](const Result<QString> &saved) {
                showNews(saved ? tr("Saved as %1.").arg(*saved) : saved.error().text, !saved);
            });
    });
    connect(m_ui->closeButton, &QPushButton::clicked, this, &QDialog::reject);
    read();
}

TotalsDialog::~TotalsDialog() = default;

void TotalsDialog::setUpTables()
{
    m_ui->totals->setModel(m_totals);
    m_ui->totals->setItemDelegate(new SumDelegate(m_ui->totals));
    setUpTable(m_ui->totals, models::TotalsModel::Count);
    m_ui->takings->setModel(m_takings);
    setUpTable(m_ui->takings, models::TakingsModel::Count);
}

void TotalsDialog::setUpChart()
{
    auto *chart = new TakingsChart(*m_takings, m_ui->chartTab);
    chart->setAccessibleName(tr("Chart of the takings over time"));
    chart->setAccessibleDescription(tr("The same figures are in the tab \"As a table\"."));
    chart->setFocusPolicy(Qt::NoFocus);
    m_ui->chartLayout->setContentsMargins(0, 0, 0, 0);
    m_ui->chartLayout->addWidget(chart);
    m_ui->tableLayout->setContentsMargins(0, 0, 0, 0);
    for (QWidget *widget :
        {static_cast<QWidget *>(m_ui->currency), static_cast<QWidget *>(m_ui->currencyLabel)})
        widget->hide();
}

template <typename T, typename Take> Callback<T> TotalsDialog::taking(Take take)
{
    return [this, take](const Result<T> &answer) {
        if (answer)
            take(*answer);
        else
            showNews(answer.error().text, true);
    };
}

void TotalsDialog::read()
{
    m_ui->range->setText(tr("Adding up…"));
    m_history.totals(m_filter, this, taking<QList<journal::SaleTotal>>([this](const auto &totals) {
        m_totals->setTotals(totals);
        // As high as its few rows, so that the rest is the chart's.
        m_ui->totals->setFixedHeight(rowHeight * (qBound(1, m_totals->rowCount(), 7) + 1) + 4);
        if (totals.isEmpty())
            m_ui->range->setText(tr("There are no payments to add up."));
        else
            readExtent();
    }));
}

void TotalsDialog::readExtent()
{
    const auto ask = [this](bool descending, auto take) {
        m_history.first({.filter = m_filter, .order = {.key = SaleOrder::Time, .descending = descending}}, 1,
            {}, this, taking<QList<SaleRecord>>(take));
    };
    ask(false, [this, ask](const QList<SaleRecord> &oldest) {
        ask(true, [this, oldest](const QList<SaleRecord> &newest) {
            if (oldest.isEmpty() || newest.isEmpty())
                return;
            const QDateTime from = m_filter.from.isValid() ? m_filter.from : oldest.first().startedAt;
            const QDateTime end = newest.first().startedAt.addMSecs(1);
            readTakings(from, m_filter.before.isValid() ? m_filter.before : end);
        });
    });
}

void TotalsDialog::readTakings(const QDateTime &from, const QDateTime &before)
{
    const auto text = [this](const QDateTime &moment) {
        return QLocale().toString(m_day.local(moment), QLocale::ShortFormat);
    };
    m_ui->range->setText(tr("From %1 to %2").arg(text(from), text(before)));
    const TimeUnit unit = models::unitFor(from, before);
    const QList<QDateTime> moments = boundaries(m_day, from, before, unit);
    m_history.takings(
        m_filter, moments, this, taking<QList<journal::Takings>>([this, moments, unit](const auto &takings) {
            m_takings->setTakings(takings, moments, m_day, unit);
            showTakings();
        }));
}

void TotalsDialog::showTakings()
{
    switch (m_takings->unit()) {
    case TimeUnit::Hour:
        m_ui->takingsTitle->setText(tr("Takings by the hour"));
        break;
    case TimeUnit::Day:
        m_ui->takingsTitle->setText(tr("Takings by the day"));
        break;
    case TimeUnit::Month:
        m_ui->takingsTitle->setText(tr("Takings by the month"));
        break;
    }
    const QList<Currency> currencies = m_takings->currencies();
    m_ui->currency->clear();
    for (const Currency currency : currencies)
        m_ui->currency->addItem(currencyCode(currency), int(currency));
    m_ui->currency->setCurrentIndex(int(currencies.indexOf(m_takings->currency())));
    m_ui->currency->setVisible(currencies.size() > 1);
    m_ui->currencyLabel->setVisible(currencies.size() > 1);
}

std::shared_ptr<QTextDocument> TotalsDialog::document() const
{
    const bool hasTakings = m_takings->rowCount() > 0;
    return totalsDocument(
        {.range = m_ui->range->text(),
            .totals = *m_totals,
            .takings = *m_takings,
            .takingsTitle = u"%1, %2"_s.arg(m_ui->takingsTitle->text(), currencyCode(m_takings->currency())),
            .chart = hasTakings ? TakingsChart::onPaper(*m_takings) : QImage(),
            .day = m_day},
        m_head);
}

void TotalsDialog::showNews(const QString &text, bool isBad)
{
    setTextColor(m_ui->news, toneColor(isBad ? Tone::Bad : Tone::Good, palette()));
    m_ui->news->setText(text);
    m_ui->news->show();
}

} // namespace paydesk::desk
