// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/saletext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace paydesk::models {

namespace {

struct SaleText
{
    Q_DECLARE_TR_FUNCTIONS(Sale)
};

QString brandText(const QString &brand)
{
    return brand.isEmpty() ? brand : brand.front().toUpper() + brand.mid(1);
}

QString paidText(const Payment &payment)
{
    const qint64 refunded = payment.refundedAmount.minorUnits();
    if (refunded <= 0)
        return outcomeWord(Outcome::Paid);
    return refunded >= payment.amount.minorUnits() ? SaleText::tr("Paid, refunded")
                                                   : SaleText::tr("Paid, partly refunded");
}

} // namespace

SaleStatus saleStatus(const journal::SaleRecord &sale)
{
    SaleStatus status{.text = outcomeWord(sale.outcome), .tone = outcomeTone(sale.outcome)};
    if (sale.outcome == Outcome::Paid && sale.payment)
        status.text = paidText(*sale.payment);
    const bool known = isSettled(sale.outcome);
    if (journal::isPaidTwice(sale))
        return {SaleText::tr("Paid twice"), Tone::Bad, true};
    if (sale.needsReview)
        return {known ? SaleText::tr("%1, needs review").arg(status.text) : SaleText::tr("Needs review"),
            status.tone, true};
    if (sale.reviewed && !known)
        status.text = SaleText::tr("Checked by staff");
    return status;
}

QString whenText(const QDateTime &utc)
{
    const QDateTime local = utc.toLocalTime();
    return local.date() == QDate::currentDate() ? QLocale().toString(local.time(), QLocale::ShortFormat)
                                                : QLocale().toString(local, QLocale::ShortFormat);
}

QString cardText(const std::optional<Payment> &payment)
{
    if (!payment || !payment->card)
        return {};
    QString text = brandText(payment->card->brand);
    if (!payment->card->last4.isEmpty())
        text += u" •••• "_s + payment->card->last4;
    return text.trimmed();
}

} // namespace paydesk::models
