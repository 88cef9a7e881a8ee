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

/// Gives money of one payment back: first amount and reason are typed, then both are asked about once more.
/// Stays until the refund is settled or staff closes it; the refund goes on either way. Enter goes from field
/// to field and acts on the buttons only, and no button takes a key that is held down, so that an Enter too
/// many does not move money.
class RefundDialog : public QDialog
{
    Q_OBJECT
public:
    /// `till` must outlive the dialog. `sale` has a payment with this id.
    RefundDialog(payments::Till &till, const journal::SaleRecord &sale, const QString &paymentId,
        QWidget *parent = nullptr);
    ~RefundDialog() override;

    void setReason(const QString &reason);
    /// Offered before the usual ones, newest first.
    void setRecentReasons(const QStringList &reasons);
    /// The same sale as it is now: something happened to it elsewhere.
    void setSale(const journal::SaleRecord &sale);
    QUuid attemptId() const { return m_sale.attemptId; }
    /// The refund that was asked for here; null while none was.
    QUuid refundId() const { return m_refundId; }

signals:
    /// The refund could not begin with the sale as it is shown here: it may have changed.
    void refused();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showSale();
    /// Says why nothing can be refunded, where that is so.
    void showObstacle();
    /// What is typed as the amount, if it can be refunded.
    std::optional<Money> amount() const;
    void showWhatIsTyped();
    /// The second step: asks once more, with the amount and the card.
    void ask();
    void goBack();
    void submit();
    void refuse(const QString &why, QWidget *field);
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
