// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/salerecord.h"

#include "core/appmetadata.h"
#include "core/uuidv7.h"

#include <algorithm>

namespace paydesk::journal {

namespace {

/// Calls `visit` with each payment of the sale.
template <typename Visit> void forEachPayment(const SaleRecord &sale, Visit visit)
{
    if (sale.payment)
        visit(*sale.payment);
    for (const Payment &other : sale.others)
        visit(other);
}

bool keepsMoney(const Payment &payment)
{
    return payment.status == PaymentStatus::Succeeded
        && payment.refundedAmount.minorUnits() < payment.amount.minorUnits();
}

} // namespace

QUuid attemptIdOf(const Payment &payment)
{
    const QString named = payment.metadata.value(metadatakey::attemptId);
    const QUuid id = QUuid::fromString(named);
    // Only as the tills write it: by that they search for it as well.
    if (isUuidV7(id) && id.toString(QUuid::WithoutBraces) == named)
        return id;
    return derivedUuidV7(payment.created, payment.id.toUtf8());
}

bool isOfTill(const SaleRecord &sale, const QUuid &tillId)
{
    return !sale.payment || !sale.requestBody.isEmpty()
        || sale.payment->metadata.value(metadatakey::till) == tillId.toString(QUuid::WithoutBraces);
}

bool isAbout(const Payment &answer, const SaleRecord &sale)
{
    return answer.amount == sale.amount && attemptIdOf(answer) == sale.attemptId;
}

const Payment *findPayment(const SaleRecord &sale, const QString &paymentId)
{
    if (sale.payment && sale.payment->id == paymentId)
        return &*sale.payment;
    const auto other = std::find_if(sale.others.begin(), sale.others.end(),
        [&paymentId](const Payment &payment) { return payment.id == paymentId; });
    return other == sale.others.end() ? nullptr : &*other;
}

bool isPaidTwice(const SaleRecord &sale)
{
    return sale.payment
        && std::count_if(sale.others.begin(), sale.others.end(), keepsMoney)
            + (keepsMoney(*sale.payment) ? 1 : 0)
        > 1;
}

bool allPaymentsAreKnown(const SaleRecord &sale)
{
    return sale.searched || !sale.createAmbiguous;
}

bool othersAreFinal(const SaleRecord &sale)
{
    return std::all_of(
        sale.others.begin(), sale.others.end(), [](const Payment &other) { return other.status.isFinal(); });
}

bool needsAttention(const SaleRecord &sale)
{
    return isOpen(sale) || sale.needsReview || isPaidTwice(sale) || !othersAreFinal(sale)
        || std::any_of(sale.refunds.begin(), sale.refunds.end(),
            [](const RefundRecord &refund) { return !isSettled(refund.state); });
}

bool isOpen(const SaleRecord &sale)
{
    return !isSettled(sale.outcome) && !sale.reviewed;
}

Money paidAmount(const SaleRecord &sale)
{
    qint64 paid = 0;
    forEachPayment(sale, [&paid](const Payment &payment) {
        if (payment.status == PaymentStatus::Succeeded)
            paid += payment.amount.minorUnits();
    });
    return {paid, sale.amount.currency()};
}

Money refundedAmount(const SaleRecord &sale)
{
    qint64 refunded = 0;
    forEachPayment(
        sale, [&refunded](const Payment &payment) { refunded += payment.refundedAmount.minorUnits(); });
    return {refunded, sale.amount.currency()};
}

QDateTime newestRefund(const SaleRecord &sale)
{
    QDateTime newest;
    forEachPayment(sale, [&newest](const Payment &payment) {
        for (const Refund &refund : payment.refunds) {
            if (refund.status != QLatin1StringView("failed") && refund.createdAt.isValid()
                && (!newest.isValid() || refund.createdAt > newest))
                newest = refund.createdAt;
        }
    });
    return newest;
}

Money refundable(const SaleRecord &sale, const Payment &payment)
{
    qint64 left = payment.status == PaymentStatus::Succeeded ? payment.amount.minorUnits() : 0;
    for (const Refund &refund : payment.refunds) {
        if (refund.status != QLatin1StringView("failed"))
            left -= refund.amount.minorUnits();
    }
    for (const RefundRecord &refund : sale.refunds) {
        if (refund.paymentId == payment.id && refund.serviceId.isEmpty() && !isSettled(refund.state))
            left -= refund.amount.minorUnits();
    }
    return {std::max<qint64>(left, 0), payment.amount.currency()};
}

} // namespace paydesk::journal
