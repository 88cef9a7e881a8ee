// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/refundrule.h"

#include "core/moneytext.h"

#include <QCoreApplication>

#include <algorithm>

namespace paydesk::journal {

namespace {

struct RefundRuleText
{
    Q_DECLARE_TR_FUNCTIONS(RefundRule)
};

bool isTooOld(const Payment &payment, const QDateTime &now)
{
    return now.isValid() && payment.created.isValid() && now > payment.created.addDays(refundDays);
}

/// Which of the service's refunds it has become, or whether it has, is not known: a further one could be
/// taken for it.
bool earlierIsNotKnown(const SaleRecord &sale, const QString &paymentId)
{
    return std::any_of(sale.refunds.begin(), sale.refunds.end(), [&paymentId](const RefundRecord &record) {
        return record.paymentId == paymentId && record.serviceId.isEmpty() && !isSettled(record.state);
    });
}

} // namespace

Result<Done> mayRefund(const SaleRecord &sale, const QString &paymentId, const QDateTime &now)
{
    const Payment *payment = findPayment(sale, paymentId);
    if (!payment || payment->status != PaymentStatus::Succeeded)
        return invalidInput(RefundRuleText::tr("Only a payment that was paid can be refunded."));
    if (isTooOld(*payment, now))
        return invalidInput(
            RefundRuleText::tr("This payment is more than %n day(s) old, so Flowlix no longer "
                               "refunds it. Give the money back in another way.",
                nullptr, refundDays));
    if (earlierIsNotKnown(sale, paymentId))
        return invalidInput(RefundRuleText::tr(
            "An earlier refund of this payment is not known yet. Wait for it before refunding again."));
    if (refundable(sale, *payment).minorUnits() < 1)
        return invalidInput(RefundRuleText::tr("All of this payment has been refunded, or is about to be."));
    return Done{};
}

Result<Done> mayRefund(const SaleRecord &sale, const QString &paymentId, Money amount, const QDateTime &now)
{
    auto anything = mayRefund(sale, paymentId, now);
    if (!anything)
        return anything;
    const Money left = refundable(sale, *findPayment(sale, paymentId));
    if (amount.currency() != left.currency() || amount.minorUnits() < 1
        || amount.minorUnits() > left.minorUnits())
        return invalidInput(RefundRuleText::tr("At most %1 of this payment can be refunded.")
                                .arg(moneyText(left, QLocale())));
    return Done{};
}

} // namespace paydesk::journal
