// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/salefields.h"

#include "core/moneytext.h"
#include "models/saletext.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::models {

namespace {

struct FieldText
{
    Q_DECLARE_TR_FUNCTIONS(SaleFields)
};

class Fields
{
public:
    void heading(const QString &text) { m_rows += DetailRow{.text = text, .isHeading = true}; }
    void add(const QString &caption, const QString &text)
    {
        if (!text.isEmpty())
            m_rows += DetailRow{.caption = caption, .text = text};
    }
    void add(const QString &caption, const QDateTime &utc) { add(caption, fullTimeText(utc)); }
    void add(const QString &caption, Money amount) { add(caption, moneyText(amount, QLocale())); }

    QList<DetailRow> take() && { return std::move(m_rows); }

private:
    QList<DetailRow> m_rows;
};

QString expiryText(const Card &card)
{
    if (!card.expiryMonth && !card.expiryYear)
        return {};
    const QString month
        = card.expiryMonth ? u"%1"_s.arg(*card.expiryMonth, 2, 10, QLatin1Char('0')) : u"??"_s;
    return month + u'/' + (card.expiryYear ? QString::number(*card.expiryYear) : u"????"_s);
}

QString refundWord(const QString &status)
{
    if (status == "pending"_L1)
        return refundStateWord(journal::RefundState::Pending);
    if (status == "succeeded"_L1)
        return refundStateWord(journal::RefundState::Refunded);
    return status == "failed"_L1 ? refundStateWord(journal::RefundState::Failed) : status;
}

void addPaymentItself(Fields &fields, const Payment &payment)
{
    fields.add(FieldText::tr("Payment"), payment.id);
    fields.add(FieldText::tr("Status at Flowlix"), payment.status.toWire());
    fields.add(FieldText::tr("Mode"), payment.livemode ? FieldText::tr("Live") : FieldText::tr("Test"));
    fields.add(FieldText::tr("Created"), payment.created);
    fields.add(FieldText::tr("Paid at"), payment.succeededAt);
    fields.add(FieldText::tr("Failed at"), payment.failedAt);
    fields.add(FieldText::tr("Decline code"), payment.declineCode);
    fields.add(FieldText::tr("Decline message"), payment.declineMessage);
    fields.add(FieldText::tr("Card"), cardText(payment));
    if (payment.card) {
        fields.add(FieldText::tr("Card expires"), expiryText(*payment.card));
        fields.add(FieldText::tr("Card country"), payment.card->country);
    }
    if (payment.customer) {
        fields.add(FieldText::tr("Customer"), payment.customer->name);
        fields.add(FieldText::tr("E-mail"), payment.customer->email);
    }
    fields.add(FieldText::tr("Provider reference"), payment.providerReference);
    if (payment.status == PaymentStatus::Succeeded)
        fields.add(FieldText::tr("Refunded"), payment.refundedAmount);
    fields.add(FieldText::tr("Fully refunded at"), payment.refundedAt);
}

void addRefund(Fields &fields, int number, const Refund &refund)
{
    const auto caption
        = [number](const QString &what) { return FieldText::tr("Refund %1: %2").arg(number).arg(what); };
    fields.add(caption(refundWord(refund.status)), refund.amount);
    fields.add(caption(FieldText::tr("Reason")), refund.reason);
    fields.add(caption(FieldText::tr("Number")), refund.id);
    fields.add(caption(FieldText::tr("Asked for")), refund.createdAt);
    if (refund.updatedAt != refund.completedAt && refund.updatedAt != refund.createdAt)
        fields.add(caption(FieldText::tr("Changed")), refund.updatedAt);
    fields.add(caption(FieldText::tr("Completed")), refund.completedAt);
    fields.add(caption(FieldText::tr("Provider reference")), refund.providerRefundId);
    fields.add(caption(FieldText::tr("Decline code")), refund.declineCode);
    fields.add(caption(FieldText::tr("Decline message")), refund.declineMessage);
}

/// What was asked for here and the service does not show, or not yet.
void addIntendedRefund(Fields &fields, int number, const journal::RefundRecord &record)
{
    const auto caption
        = [number](const QString &what) { return FieldText::tr("Refund %1: %2").arg(number).arg(what); };
    fields.add(caption(refundStateWord(record.state)), record.amount);
    fields.add(caption(FieldText::tr("Reason")), record.reason);
    fields.add(caption(FieldText::tr("Asked for")), record.sentAt.wall);
    fields.add(caption(FieldText::tr("Problem")), record.problem);
}

void addRefunds(Fields &fields, const journal::SaleRecord &sale, const Payment &payment)
{
    QList<const journal::RefundRecord *> intended;
    for (const journal::RefundRecord &record : sale.refunds) {
        if (record.paymentId == payment.id && record.serviceId.isEmpty())
            intended += &record;
    }
    if (payment.refunds.isEmpty() && intended.isEmpty())
        return;
    fields.heading(FieldText::tr("Refunds"));
    int number = 0;
    for (const Refund &refund : payment.refunds)
        addRefund(fields, ++number, refund);
    for (const journal::RefundRecord *record : std::as_const(intended))
        addIntendedRefund(fields, ++number, *record);
}

void addMetadata(Fields &fields, const QString &heading, const Metadata &metadata)
{
    if (metadata.isEmpty())
        return;
    fields.heading(heading);
    for (auto pair = metadata.cbegin(); pair != metadata.cend(); ++pair)
        fields.add(pair.key(), pair.value().isEmpty() ? FieldText::tr("(empty)") : pair.value());
}

void addSale(Fields &fields, const journal::SaleRecord &sale)
{
    fields.add(FieldText::tr("Description"), sale.description);
    // Another program may have changed it: then both are told.
    if (sale.payment && sale.payment->description != sale.description)
        fields.add(FieldText::tr("Description at Flowlix"), sale.payment->description);
    fields.add(FieldText::tr("Amount"), sale.amount);
    fields.add(FieldText::tr("Started"), sale.startedAt);
    fields.add(FieldText::tr("Channel"), sale.channel);
    fields.add(FieldText::tr("Till"), sale.till);
    fields.add(FieldText::tr("Sale"), sale.attemptId.toString(QUuid::WithoutBraces));
}

} // namespace

QList<DetailRow> saleFields(const journal::SaleRecord &sale)
{
    Fields fields;
    addSale(fields, sale);
    if (sale.payment) {
        addPaymentItself(fields, *sale.payment);
        addRefunds(fields, sale, *sale.payment);
    }
    for (const Payment &other : sale.others) {
        fields.heading(FieldText::tr("Further payment of this sale"));
        fields.add(FieldText::tr("Amount"), other.amount);
        addPaymentItself(fields, other);
        addRefunds(fields, sale, other);
    }
    addMetadata(fields, FieldText::tr("Metadata"), sale.payment ? sale.payment->metadata : sale.metadata);
    if (!sale.requestIds.isEmpty())
        fields.heading(FieldText::tr("Requests, for Flowlix support"));
    for (qsizetype i = 0; i < sale.requestIds.size(); ++i)
        fields.add(FieldText::tr("Request %1").arg(i + 1), sale.requestIds[i]);
    return std::move(fields).take();
}

} // namespace paydesk::models
