// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salerecord.h"

#include <QDialog>

#include <memory>
#include <optional>

namespace Ui {
class RefundDialog;
}
namespace paydesk::payments {
class Refunding;
class Till;
struct RefundProgress;
} // namespace paydesk::payments

namespace paydesk::desk {

/// Gives money of one payment back. Stays until the refund is settled or staff closes it; the refund goes on
/// either way. Enter goes from field to field and acts on the button only, so that an Enter too many does
/// not move money.
class RefundDialog : public QDialog
{
    Q_OBJECT
public:
    /// `till` must outlive the dialog. `sale` has a payment with this id of which something is refundable.
    RefundDialog(payments::Till &till, const journal::SaleRecord &sale, const QString &paymentId,
        QWidget *parent = nullptr);
    ~RefundDialog() override;

    void setReason(const QString &reason);
    QUuid attemptId() const { return m_sale.attemptId; }
    /// The refund that was asked for here; null while none was.
    QUuid refundId() const { return m_refundId; }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setUpReasons();
    void showSale();
    /// What is typed as the amount, if it can be refunded.
    std::optional<Money> amount() const;
    void showWhatIsTyped();
    void submit();
    void follow(const payments::Refunding &refunding);
    void showProgress(const payments::RefundProgress &progress);
    void showNews(const QIcon &icon, const QColor &color, const QString &text);
    void setTyping(bool possible);

    std::unique_ptr<Ui::RefundDialog> m_ui;
    payments::Till &m_till;
    journal::SaleRecord m_sale;
    QString m_paymentId;
    QUuid m_refundId;
};

} // namespace paydesk::desk
