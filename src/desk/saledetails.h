// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "journal/salerecord.h"
#include "models/detailrows.h"
#include "payments/paymentcheck.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>

namespace Ui {
class SaleDetails;
}
namespace paydesk::journal {
class History;
}
namespace paydesk::payments {
class Till;
}

namespace paydesk::desk {

class RawAnswerDialog;

/// Everything about one sale: its status and what it means, every field of its payments and refunds, what
/// happened to it, and what can be done with it. Asking the service about it is done here; what is to be done
/// in other windows is asked for by signals.
class SaleDetails : public QWidget
{
    Q_OBJECT
public:
    explicit SaleDetails(QWidget *parent = nullptr);
    ~SaleDetails() override;

    /// Both must outlive the widget. Call before the first sale is shown.
    void setServices(payments::Till &till, journal::History &history);
    /// Shows a sale, or the same one as it is now: then the place in it is kept.
    void showSale(const journal::SaleRecord &sale);
    void clear();
    /// Of the sale that is shown; null where none is.
    QUuid attemptId() const { return m_sale ? m_sale->attemptId : QUuid(); }

signals:
    void openPageRequested(const QUuid &attemptId);
    void refundRequested(const QUuid &attemptId);
    void receiptRequested(const QUuid &attemptId);
    void reviewedRequested(const QUuid &attemptId);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showHead();
    void showActions();
    void loadTimeline();
    void checkNow();
    void showChecked(const Result<payments::CheckResult> &result);
    void showNews(Tone tone, const QString &text);
    void showRawAnswer();

    std::unique_ptr<Ui::SaleDetails> m_ui;
    payments::Till *m_till = nullptr;
    journal::History *m_history = nullptr;
    std::optional<journal::SaleRecord> m_sale;
    models::DetailRows m_fields;
    models::DetailRows m_timeline;
    QPointer<RawAnswerDialog> m_rawAnswer;
};

} // namespace paydesk::desk
