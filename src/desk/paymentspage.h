// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUuid>
#include <QWidget>

#include <memory>

namespace Ui {
class PaymentsPage;
}
namespace paydesk::models {
class PaymentsModel;
class TodayTotals;
} // namespace paydesk::models

namespace paydesk::desk {

/// The list of payments with today's totals above it.
class PaymentsPage : public QWidget
{
    Q_OBJECT
public:
    explicit PaymentsPage(QWidget *parent = nullptr);
    ~PaymentsPage() override;

    /// Both must outlive the page.
    void setModels(models::PaymentsModel &payments, models::TodayTotals &totals);

signals:
    /// Staff pressed Enter, or clicked twice, on a sale.
    void saleChosen(const QUuid &attemptId);

private:
    void showListOrHint(const models::PaymentsModel &payments);

    std::unique_ptr<Ui::PaymentsPage> m_ui;
};

} // namespace paydesk::desk
