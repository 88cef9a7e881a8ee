// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>

namespace paydesk::models {
class TakingsModel;
}

namespace paydesk::desk {

/// Bars of what was taken over time: what was kept, and on top, hatched, what was given back. In the
/// palette's colours. Whoever cannot see it reads the model's table.
class TakingsChart : public QChartView
{
    Q_OBJECT
public:
    /// Follows the model, which must outlive this.
    explicit TakingsChart(const models::TakingsModel &model, QWidget *parent = nullptr);

    /// As it looks on white paper.
    static QImage onPaper(const models::TakingsModel &model);

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();

    const models::TakingsModel &m_model;
};

} // namespace paydesk::desk
