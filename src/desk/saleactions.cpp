// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/saleactions.h"

#include "desk/refunddialog.h"
#include "journal/history.h"
#include "journal/journal.h"
#include "payments/till.h"

namespace paydesk::desk {

namespace {

/// The payment to refund; null where there is none.
const Payment *refundable(const journal::SaleRecord &sale)
{
    const auto hasMoney
        = [&sale](const Payment &payment) { return journal::refundable(sale, payment).minorUnits() > 0; };
    const auto other = std::find_if(sale.others.begin(), sale.others.end(), hasMoney);
    if (other != sale.others.end())
        return &*other;
    return sale.payment && hasMoney(*sale.payment) ? &*sale.payment : nullptr;
}

constexpr int recentReasons = 8;

} // namespace

SaleActions::SaleActions(
    payments::Till &till, journal::Journal &journal, const ReceiptHead &head, QWidget *window)
    : QObject(window)
    , m_till(till)
    , m_journal(journal)
    , m_head(head)
    , m_window(window)
{
}

bool SaleActions::canPrint(const journal::SaleRecord &sale)
{
    return sale.outcome == Outcome::Paid && sale.payment;
}

bool SaleActions::canRefund(const journal::SaleRecord &sale)
{
    return refundable(sale) != nullptr;
}

bool SaleActions::canMarkReviewed(const journal::SaleRecord &sale)
{
    return sale.needsReview;
}

QString SaleActions::refundObstacle(const payments::Till &till, const journal::SaleRecord &sale)
{
    const Payment *payment = refundable(sale);
    if (!payment && sale.payment)
        payment = &*sale.payment;
    const auto possible = till.mayRefund(sale, payment ? payment->id : QString());
    return possible ? QString() : possible.error().text;
}

void SaleActions::print(const QUuid &attemptId)
{
    withSale(attemptId, [this](const journal::SaleRecord &sale) {
        if (canPrint(sale))
            printReceipt(sale, m_head, m_window);
    });
}

void SaleActions::refund(const QUuid &attemptId)
{
    if (m_dialog && m_dialog->isVisible()) {
        m_dialog->raise();
        m_dialog->activateWindow();
        return;
    }
    withSale(attemptId, [this](const journal::SaleRecord &sale) { openRefund(sale); });
}

void SaleActions::openRefund(const journal::SaleRecord &sale)
{
    const Payment *payment = refundable(sale);
    if (!payment || m_dialog)
        return;
    m_dialog = new RefundDialog(m_till, sale, payment->id, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (journal::isPaidTwice(sale))
        m_dialog->setReason(RefundDialog::tr("Charged twice"));
    connect(&m_journal, &journal::Journal::saleChanged, m_dialog, &RefundDialog::setSale);
    connect(m_dialog, &RefundDialog::refused, this, [this, id = sale.attemptId] {
        withSale(id, [this](const journal::SaleRecord &now) {
            if (m_dialog)
                m_dialog->setSale(now);
        });
    });
    if (m_history)
        m_history->recentReasons(recentReasons, m_dialog, [this](const Result<QStringList> &reasons) {
            if (reasons && m_dialog)
                m_dialog->setRecentReasons(*reasons);
        });
    m_dialog->open();
}

void SaleActions::markReviewed(const QUuid &attemptId)
{
    withSale(attemptId, [this](const journal::SaleRecord &sale) { m_till.markReviewed(sale); });
}

void SaleActions::withSale(
    const QUuid &attemptId, const std::function<void(const journal::SaleRecord &)> &then)
{
    m_journal.sale(attemptId, this, [this, then](const Result<journal::SaleRecord> &sale) {
        if (sale)
            then(*sale);
        else
            emit failed(sale.error());
    });
}

bool SaleActions::isOnScreen(const QUuid &refundId) const
{
    return m_dialog && m_dialog->isVisible() && m_dialog->refundId() == refundId;
}

} // namespace paydesk::desk
