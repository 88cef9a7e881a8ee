// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/receipt.h"
#include "journal/salerecord.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QWidget;

namespace paydesk::journal {
class History;
class Journal;
} // namespace paydesk::journal
namespace paydesk::payments {
class Till;
}

namespace paydesk::desk {

class RefundDialog;

/// What staff can do with a sale, from the list, the result or a notice alike. Each way begins with the sale
/// as the journal has it at that moment, because what a notice was told may be long ago.
class SaleActions : public QObject
{
    Q_OBJECT
public:
    /// `till` and `journal` must outlive this. `window` is what the dialogs belong to.
    SaleActions(payments::Till &till, journal::Journal &journal, const ReceiptHead &head, QWidget *window);

    /// From then on the dialog offers the reasons of the last refunds. `history` must outlive this.
    void setHistory(journal::History &history) { m_history = &history; }

    static bool canPrint(const journal::SaleRecord &sale);
    static bool canRefund(const journal::SaleRecord &sale);
    static bool canMarkReviewed(const journal::SaleRecord &sale);
    /// Why nothing of the sale can be refunded, for staff; empty where something can.
    static QString refundObstacle(const payments::Till &till, const journal::SaleRecord &sale);

    void print(const QUuid &attemptId);
    /// Opens the dialog, or brings it to the front where it is open. Of a sale that was paid twice it is the
    /// second payment that is refunded.
    void refund(const QUuid &attemptId);
    void markReviewed(const QUuid &attemptId);
    /// Calls back with the sale as it is now.
    void withSale(const QUuid &attemptId, const std::function<void(const journal::SaleRecord &)> &then);

    /// Staff sees what becomes of this refund in its dialog.
    bool isOnScreen(const QUuid &refundId) const;

signals:
    void failed(const paydesk::Error &error);

private:
    void openRefund(const journal::SaleRecord &sale);

    payments::Till &m_till;
    journal::Journal &m_journal;
    journal::History *m_history = nullptr;
    ReceiptHead m_head;
    QWidget *m_window;
    QPointer<RefundDialog> m_dialog; ///< one at a time
};

} // namespace paydesk::desk
