// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUuid>
#include <QWidget>

#include <memory>

namespace Ui {
class PaymentsPage;
}
namespace paydesk::journal {
struct SaleRecord;
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
    /// Selects a sale, where the list has it.
    void select(const journal::SaleRecord &sale);

signals:
    /// Staff asked for the managers' history.
    void historyRequested();
    /// Staff pressed Enter, or clicked twice, on a sale, or asked for it.
    void saleChosen(const QUuid &attemptId);
    void receiptRequested(const QUuid &attemptId);
    void refundRequested(const QUuid &attemptId);
    void reviewedRequested(const QUuid &attemptId);

private:
    void setUpActions();
    void showListOrHint();
    /// A button is there for what can be done with the selected sale.
    void updateActions();

    std::unique_ptr<Ui::PaymentsPage> m_ui;
    models::PaymentsModel *m_payments = nullptr;
};

} // namespace paydesk::desk
