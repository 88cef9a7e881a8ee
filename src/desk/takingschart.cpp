// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/takingschart.h"

#include "core/money.h"
#include "desk/look.h"
#include "models/takingsmodel.h"

#include <QBarSet>
#include <QCategoryAxis>
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

/// An axis whose labels name every so manieth row: there is no room for more, and Qt would cut them all.
QCategoryAxis *timeAxis(const models::TakingsModel &model)
{
    auto *axis = new QCategoryAxis;
    const int rows = model.rowCount();
    const int every = std::max(1, (rows + mostLabels - 1) / mostLabels);
    axis->setStartValue(-0.5);
    axis->setRange(-0.5, std::max(rows, 1) - 0.5);
    for (int row = 0; row < rows; row += every)
        axis->append(model.label(row), std::min(row + every, rows) - 0.5);
    axis->setLabelsAngle(rows > mostLevelLabels ? -90 : 0);
    axis->setGridLineVisible(false);
    return axis;
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

    auto *time = timeAxis(m_model);
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
    made->addAxis(time, Qt::AlignBottom);
    made->addAxis(amount, Qt::AlignLeft);
    bars->attachAxis(time);
    bars->attachAxis(amount);

    setBackgroundBrush(ground);
    const std::unique_ptr<QChart> before(chart());
    setChart(made);
}

} // namespace paydesk::desk
