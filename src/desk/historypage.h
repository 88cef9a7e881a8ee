// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "journal/salequery.h"

#include <QUuid>
#include <QWidget>

#include <memory>

namespace Ui {
class HistoryPage;
}
namespace paydesk::journal {
class History;
class Journal;
} // namespace paydesk::journal
namespace paydesk::models {
class PaymentsModel;
}
namespace paydesk::payments {
class Sync;
class Till;
} // namespace paydesk::payments

namespace paydesk::desk {

/// The managers' side of the window: any payment of the last years, found, understood and added up. What the
/// filter shows is what totals and exports are made of.
class HistoryPage : public QWidget
{
    Q_OBJECT
public:
    explicit HistoryPage(QWidget *parent = nullptr);
    ~HistoryPage() override;

    /// All must outlive the page. Reads nothing before it is shown for the first time.
    void setModel(
        models::PaymentsModel &payments, const journal::Journal &journal, journal::History &history);
    /// From then on the service can be asked about a sale, and for all of them. Both must outlive the page.
    void setServices(payments::Till &till, payments::Sync &sync);
    void setBusinessDay(const BusinessDay &day);
    /// The keyboard goes to the search field.
    void focusSearch();

signals:
    /// Back to the counter.
    void counterRequested();
    void openPageRequested(const QUuid &attemptId);
    void refundRequested(const QUuid &attemptId);
    void receiptRequested(const QUuid &attemptId);
    void reviewedRequested(const QUuid &attemptId);
    void totalsRequested(const paydesk::journal::SaleQuery &query);
    void dayCloseRequested();
    void exportRequested(const paydesk::journal::SaleQuery &query);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void setUpTable();
    void search();
    /// The arrow above the column by which the list is ordered.
    void showOrder();
    void showListOrHint();
    void showSums();
    void showDetails();
    void showSync();
    void showSyncText(const QString &text);

    std::unique_ptr<Ui::HistoryPage> m_ui;
    models::PaymentsModel *m_payments = nullptr;
    const journal::Journal *m_journal = nullptr;
    journal::History *m_history = nullptr;
    payments::Sync *m_sync = nullptr;
    bool m_isRead = false; ///< the model has been asked to read
};

} // namespace paydesk::desk
