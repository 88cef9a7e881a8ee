// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline.h"

#include "core/declineadvice.h"
#include "core/moneytext.h"
#include "core/outcome.h"
#include "journal/facts.h"
#include "models/saletext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace paydesk::models {

using journal::Event;
using journal::EventKind;

namespace {

struct TimelineText
{
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

QString whoText(const QString &actor)
{
    constexpr auto staff = "staff:"_L1;
    if (actor.startsWith(staff))
        return actor.mid(staff.size());
    if (actor == "service"_L1)
        return TimelineText::tr("Flowlix");
    if (actor == "page"_L1)
        return TimelineText::tr("Payment page");
    return actor == "desk"_L1 ? TimelineText::tr("Paydesk") : actor;
}

/// The sentence, and what the journal says of why.
QString withProblem(const QString &sentence, const Event &event)
{
    const QString problem = journal::problemOf(event);
    return problem.isEmpty() ? sentence : sentence + u' ' + problem;
}

QString money(Money amount)
{
    return moneyText(amount, QLocale());
}

QString refundsText(const Payment &payment)
{
    qint64 pending = 0;
    for (const Refund &refund : payment.refunds)
        pending += refund.status == "pending"_L1 ? refund.amount.minorUnits() : 0;
    QString text;
    if (payment.refundedAmount.minorUnits() > 0)
        text += u' ' + TimelineText::tr("Refunded so far: %1.").arg(money(payment.refundedAmount));
    if (pending > 0)
        text += u' '
            + TimelineText::tr("Being refunded: %1.").arg(money(Money(pending, payment.amount.currency())));
    if (!payment.refunds.isEmpty() && payment.refunds.last().status == "failed"_L1)
        text += u' ' + TimelineText::tr("The refund of %1 failed.").arg(money(payment.refunds.last().amount));
    return text;
}

QString declineText(const Payment &payment)
{
    const DeclineAdvice advice = declineAdvice(payment.declineCode);
    return payment.declineCode.isEmpty()
        ? TimelineText::tr("Declined. %1").arg(advice.say)
        : TimelineText::tr("Declined. %1 (Code: %2)").arg(advice.say, payment.declineCode);
}

QString answerText(const std::optional<Payment> &payment)
{
    if (!payment)
        return TimelineText::tr("Flowlix answered something that this version of Paydesk cannot read.");
    switch (payment->status.value()) {
    case PaymentStatus::Pending:
        return TimelineText::tr("Not paid yet.");
    case PaymentStatus::RequiresAction:
        return TimelineText::tr("Not paid yet: the customer must confirm the payment (3-D Secure).");
    case PaymentStatus::Succeeded: {
        const QString card = cardText(payment);
        return (card.isEmpty() ? TimelineText::tr("Paid.") : TimelineText::tr("Paid with %1.").arg(card))
            + refundsText(*payment);
    }
    case PaymentStatus::Failed:
        return declineText(*payment);
    case PaymentStatus::Expired:
        return TimelineText::tr("Expired: the page was not completed in time. Nothing was charged.");
    case PaymentStatus::Canceled:
        return TimelineText::tr("Canceled on the page. Nothing was charged.");
    case PaymentStatus::Other:
        break;
    }
    return TimelineText::tr("Flowlix reports the status \"%1\".").arg(payment->status.toWire());
}

QString intentText(const Event &event)
{
    const auto intent = journal::intentOf(event);
    return intent ? TimelineText::tr("Began a payment of %1.").arg(money(intent->request.amount))
                  : TimelineText::tr("Began a payment.");
}

QString returnText(const Event &event)
{
    const QString status = event.facts.value("status"_L1).toString();
    if (!event.facts.value("belongs"_L1).toBool())
        return TimelineText::tr(
            "Came back about another payment than this one. Paydesk took no notice of it.");
    return status.isEmpty()
        ? TimelineText::tr("Came back. What became of the payment, only Flowlix can say.")
        : TimelineText::tr("Came back with the word \"%1\", which proves nothing until Flowlix confirms it.")
              .arg(status);
}

QString closedText(const QString &how)
{
    if (how == "leave"_L1)
        return TimelineText::tr("Closed: staff went on to something else.");
    if (how == "window"_L1)
        return TimelineText::tr("Closed: somebody closed its window.");
    if (how == "process"_L1)
        return TimelineText::tr("Closed: its program ended unexpectedly.");
    return how.isEmpty() ? TimelineText::tr("Closed.") : TimelineText::tr("Closed (%1).").arg(how);
}

QString paymentId(const Event &event)
{
    const auto payment = journal::paymentOf(event);
    return payment ? payment->id : TimelineText::tr("unknown");
}

QString refundIntentText(const Event &event)
{
    const auto refund = journal::refundIntentOf(event);
    return refund
        ? TimelineText::tr("Asked for a refund of %1. Reason: %2").arg(money(refund->amount), refund->reason)
        : TimelineText::tr("Asked for a refund.");
}

QString whatText(const Event &event)
{
    switch (event.kind) {
    case EventKind::Intent:
        return intentText(event);
    case EventKind::Session:
        return TimelineText::tr("Created the payment %1.").arg(paymentId(event));
    case EventKind::CreateUnknown:
        return withProblem(TimelineText::tr("Whether Flowlix created the payment is not known yet."), event);
    case EventKind::NotCreated:
        return withProblem(TimelineText::tr("Refused to create the payment. Nothing was charged."), event);
    case EventKind::Snapshot:
        return answerText(journal::paymentOf(event));
    case EventKind::PageShown:
        return TimelineText::tr("Showed the payment page.");
    case EventKind::PageReturned:
        return returnText(event);
    case EventKind::PageClosed:
        return closedText(event.facts.value("how"_L1).toString());
    case EventKind::PageBlocked:
        return TimelineText::tr("Tried something that is not allowed, and was stopped: %1")
            .arg(event.facts.value("what"_L1).toString());
    case EventKind::PageCrashed:
        return TimelineText::tr("Crashed.");
    case EventKind::Recovered:
        return TimelineText::tr("Started again, and took this sale up.");
    case EventKind::Contradiction:
        return TimelineText::tr(
            "Said what cannot be true, or answered about another payment. Staff must look.");
    case EventKind::Searched:
        return TimelineText::tr("Searched Flowlix's list for this sale, and found %n payment(s).", nullptr,
            event.facts.value("found"_L1).toInt());
    case EventKind::SecondPayment:
        return TimelineText::tr("Has a further payment of this sale: %1.").arg(paymentId(event)) + u' '
            + answerText(journal::paymentOf(event));
    case EventKind::NeedsReview:
        return withProblem(TimelineText::tr("Staff must look."), event);
    case EventKind::Reviewed:
        return TimelineText::tr("Marked it as checked.");
    case EventKind::Imported:
        return TimelineText::tr("Told of this sale, which this till did not know: payment %1.")
                   .arg(paymentId(event))
            + u' ' + answerText(journal::paymentOf(event));
    case EventKind::RefundIntent:
        return refundIntentText(event);
    case EventKind::RefundUnknown:
        return withProblem(TimelineText::tr("Whether the refund was made is not known yet."), event);
    case EventKind::RefundRefused:
        return withProblem(TimelineText::tr("Refused the refund."), event);
    }
    Q_UNREACHABLE();
}

} // namespace

TimelineEntry timelineEntry(const Event &event)
{
    return {.at = event.at,
        .who = whoText(event.actor),
        .what = whatText(event),
        .requestId = journal::requestIdOf(event)};
}

QList<DetailRow> timelineRows(const QList<Event> &events)
{
    QList<DetailRow> rows;
    for (const Event &event : events) {
        const TimelineEntry entry = timelineEntry(event);
        const QString when = fullTimeText(entry.at);
        DetailRow row{.caption = when + u" · "_s + entry.who, .text = entry.what};
        if (!entry.requestId.isEmpty())
            row.text += u'\n' + TimelineText::tr("Request %1").arg(entry.requestId);
        row.copy = row.caption + u'\n' + row.text;
        rows += row;
    }
    return rows;
}

} // namespace paydesk::models
