// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "core/result.h"
#include "desk/reportdocument.h"
#include "journal/salequery.h"

#include <QDialog>

#include <memory>

namespace Ui {
class TotalsDialog;
}
namespace paydesk::journal {
class History;
}
namespace paydesk::models {
class TakingsModel;
class TotalsModel;
} // namespace paydesk::models

namespace paydesk::desk {

/// What the sales that the history shows come to: by currency and status, and over time.
class TotalsDialog : public QDialog
{
    Q_OBJECT
public:
    /// `history` must outlive the dialog.
    TotalsDialog(journal::History &history, const journal::SaleQuery &query, const BusinessDay &day,
        const ReportHead &head, QWidget *parent = nullptr);
    ~TotalsDialog() override;

private:
    void setUpTables();
    void setUpChart();
    void read();
    /// Of an open end, the first or last sale's time counts.
    void readExtent();
    void readTakings(const QDateTime &from, const QDateTime &before);
    void showTakings();
    std::shared_ptr<QTextDocument> document() const;
    void showNews(const QString &text, bool isBad);
    /// Shows the error, or hands the value on.
    template <typename T, typename Take> Callback<T> taking(Take take);

    std::unique_ptr<Ui::TotalsDialog> m_ui;
    journal::History &m_history;
    journal::SaleFilter m_filter;
    BusinessDay m_day;
    ReportHead m_head;
    models::TotalsModel *m_totals;
    models::TakingsModel *m_takings;
};

} // namespace paydesk::desk
