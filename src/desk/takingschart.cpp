// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/takingschart.h"

#include "core/money.h"
#include "desk/look.h"
#include "models/takingsmodel.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QEvent>
#include <QLegend>
#include <QStackedBarSeries>
#include <QValueAxis>

#include <cmath>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

namespace {

constexpr int mostLevelLabels = 8; ///< more stand upright, to be read from the side
constexpr int mostLabels = 32;
constexpr QSize paperSize(1200, 520);

/// A label each, of which only every so manieth can be seen, as there is no room for more. The axis wants
/// them all different.
QStringList categories(const models::TakingsModel &model)
{
    QStringList labels;
    const int every = (model.rowCount() + mostLabels - 1) / mostLabels;
    for (int row = 0; row < model.rowCount(); ++row)
        labels += row % every == 0 ? model.label(row) : QString(row, QChar(0x200b));
    return labels;
}

double majorUnits(qint64 minor, Currency currency)
{
    return double(minor) / std::pow(10, currencyDigits(currency)); // for the eye only
}

} // namespace

TakingsChart::TakingsChart(const models::TakingsModel &model, QWidget *parent)
    : QChartView(parent)
    , m_model(model)
{
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    connect(&model, &QAbstractItemModel::modelReset, this, &TakingsChart::rebuild);
    rebuild();
}

QImage TakingsChart::onPaper(const models::TakingsModel &model)
{
    TakingsChart chart(model);
    QPalette paper(Qt::white);
    for (const auto role : {QPalette::Base, QPalette::Window})
        paper.setColor(role, Qt::white);
    for (const auto role : {QPalette::Text, QPalette::WindowText})
        paper.setColor(role, Qt::black);
    chart.setPalette(paper);
    chart.rebuild();
    chart.resize(paperSize);
    return chart.grab().toImage();
}

void TakingsChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
}

void TakingsChart::rebuild()
{
    const QColor text = palette().color(QPalette::Text);
    const QColor ground = palette().color(QPalette::Base);
    QColor line = text;
    line.setAlphaF(0.2F);
    const QColor bar = isDark(palette()) ? QColor(0x62, 0xa0, 0xea) : QColor(0x1a, 0x5f, 0xb4);

    auto *kept = new QBarSet(tr("Net"));
    auto *returned = new QBarSet(tr("Refunded"));
    double highest = 0;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const journal::Takings &takings = m_model.takings(row);
        *kept << majorUnits(takings.gross - takings.refunded, takings.currency);
        *returned << majorUnits(takings.refunded, takings.currency);
        highest = std::max(highest, majorUnits(takings.gross, takings.currency));
    }
    kept->setColor(bar);
    kept->setBorderColor(bar);
    returned->setBrush(QBrush(text, Qt::BDiagPattern));
    returned->setBorderColor(text);

    auto *bars = new QStackedBarSeries;
    bars->append(kept);
    bars->append(returned);
    bars->setBarWidth(0.8);

    auto *made = new QChart;
    made->setBackgroundBrush(ground);
    made->setBackgroundRoundness(0);
    made->setMargins(QMargins(4, 4, 4, 4));
    made->setLocalizeNumbers(true);
    made->legend()->setLabelColor(text);
    made->legend()->setFont(font());
    made->legend()->setAlignment(Qt::AlignTop);
    made->addSeries(bars);

    auto *time = new QBarCategoryAxis;
    time->append(categories(m_model));
    time->setLabelsAngle(m_model.rowCount() > mostLevelLabels ? -90 : 0);
    auto *amount = new QValueAxis;
    amount->setRange(0, highest > 0 ? highest : 1);
    amount->applyNiceNumbers();
    amount->setLabelFormat(highest < 10 ? u"%.2f"_s : u"%.0f"_s);
    amount->setTitleText(currencyCode(m_model.currency()));
    amount->setTitleBrush(text);
    for (QAbstractAxis *axis : {static_cast<QAbstractAxis *>(time), static_cast<QAbstractAxis *>(amount)}) {
        axis->setLabelsColor(text);
        axis->setLabelsFont(font());
        axis->setTitleFont(font());
        axis->setGridLineColor(line);
        axis->setLinePenColor(line);
    }
    time->setGridLineVisible(false);
    made->addAxis(time, Qt::AlignBottom);
    made->addAxis(amount, Qt::AlignLeft);
    bars->attachAxis(time);
    bars->attachAxis(amount);

    setBackgroundBrush(ground);
    const std::unique_ptr<QChart> before(chart());
    setChart(made);
}

} // namespace paydesk::desk
