// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/saletext.h"

#include "core/moneytext.h"

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
    SaleStatus status{.text = outcomeText(sale), .tone = outcomeTone(sale.outcome)};
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

QString outcomeText(const journal::SaleRecord &sale)
{
    return sale.outcome == Outcome::Paid && sale.payment ? paidText(*sale.payment)
                                                         : outcomeWord(sale.outcome);
}

QString reviewText(const journal::SaleRecord &sale)
{
    // The journal keeps the newest problem; a later good answer takes it away, but not the need to look.
    return sale.problem.isEmpty()
        ? SaleText::tr("Flowlix contradicted itself or answered about another payment. Compare this sale "
                       "with the Flowlix dashboard.")
        : sale.problem;
}

QString refundText(const journal::RefundRecord &refund)
{
    const QString amount = moneyText(refund.amount, QLocale());
    const QString why = refund.problem.isEmpty() ? QString() : u' ' + refund.problem;
    switch (refund.state) {
    case journal::RefundState::Refunded:
        return SaleText::tr("%1 has been refunded.").arg(amount);
    case journal::RefundState::Failed:
        return SaleText::tr("The refund of %1 failed. The money was not returned.").arg(amount) + why;
    case journal::RefundState::NotMade:
        return SaleText::tr("The refund of %1 was refused. The money was not returned.").arg(amount) + why;
    case journal::RefundState::NotKnownYet:
    case journal::RefundState::Pending:
        return SaleText::tr("The refund of %1 is under way.").arg(amount);
    }
    Q_UNREACHABLE();
}

QString whenText(const QDateTime &utc)
{
    const QDateTime local = utc.toLocalTime();
    return local.date() == QDate::currentDate() ? QLocale().toString(local.time(), QLocale::ShortFormat)
                                                : QLocale().toString(local, QLocale::ShortFormat);
}

QString fullTimeText(const QDateTime &utc)
{
    if (!utc.isValid())
        return {};
    const QDateTime local = utc.toLocalTime();
    return QLocale().toString(local.date(), QLocale::ShortFormat) + u' '
        + local.time().toString(u"HH:mm:ss"_s);
}

QString refundStateWord(journal::RefundState state)
{
    switch (state) {
    case journal::RefundState::NotKnownYet:
        return SaleText::tr("Not known yet");
    case journal::RefundState::Pending:
        return SaleText::tr("Pending");
    case journal::RefundState::Refunded:
        return SaleText::tr("Refunded");
    case journal::RefundState::Failed:
        return SaleText::tr("Failed");
    case journal::RefundState::NotMade:
        return SaleText::tr("Not made");
    }
    Q_UNREACHABLE();
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

QString channelText(const QString &channel)
{
    if (channel == "counter"_L1)
        return SaleText::tr("Counter");
    if (channel == "phone"_L1)
        return SaleText::tr("Phone");
    return channel;
}

QString tillText(const QString &till, const QUuid &thisTill)
{
    constexpr int enough = 8; // of an id's 36 characters, to tell a shop's tills apart
    if (till == thisTill.toString(QUuid::WithoutBraces))
        return SaleText::tr("This till");
    return till.left(enough);
}

} // namespace paydesk::models
