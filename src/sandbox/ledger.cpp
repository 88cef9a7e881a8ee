// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/ledger.h"

#include "sandbox/steering.h"

#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

constexpr qint64 refundDays = 180;

QDateTime toTime(qint64 ms)
{
    return QDateTime::fromSecsSinceEpoch(ms / 1000, Qt::UTC); // the service tells whole seconds
}

QString newId(const QString &prefix)
{
    return prefix + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString newProviderReference()
{
    return QString::number(QRandomGenerator::global()->bounded(1'400'000'000, 1'500'000'000));
}

/// The money that refunds have taken, or are about to take.
qint64 refundedOrPending(const Payment &payment)
{
    qint64 sum = 0;
    for (const Refund &refund : payment.refunds)
        sum += refund.status == "failed"_L1 ? 0 : refund.amount.minorUnits();
    return sum;
}

} // namespace

Stage LedgerPayment::stage() const
{
    if (payment.status.isFinal())
        return Stage::Final;
    if (outcome)
        return Stage::Processing;
    return payment.status == PaymentStatus::RequiresAction ? Stage::AwaitsChallenge : Stage::AwaitsCard;
}

Ledger::Ledger(const LedgerRules &rules)
    : m_rules(rules)
{
}

const LedgerPayment &Ledger::create(const NewPayment &request, qint64 nowMs)
{
    LedgerPayment entry;
    entry.payment.id = newId(u"pay_"_s);
    entry.payment.amount = request.amount;
    entry.payment.created = toTime(nowMs);
    entry.payment.description = request.description;
    entry.payment.metadata = request.metadata;
    entry.payment.customer = request.customer;
    entry.payment.refundedAmount = Money(0, request.amount.currency());
    entry.returnUrl = request.returnUrl;
    entry.idempotencyKey = request.idempotencyKey;
    entry.expiresMs = nowMs + m_rules.sessionMs;
    restore(entry);
    m_changed.insert(entry.payment.id);
    return m_payments.back();
}

const LedgerPayment *Ledger::find(const QString &id) const
{
    const auto it = m_index.constFind(id);
    return it == m_index.cend() ? nullptr : &m_payments[*it];
}

Checked<ListPage> Ledger::list(const ListQuery &query) const
{
    auto it = m_payments.crbegin();
    if (!query.startingAfter.isEmpty()) {
        const auto cursor = m_index.constFind(query.startingAfter);
        if (cursor == m_index.cend())
            return invalidParameter(u"starting_after"_s, u"The cursor names no payment."_s);
        it = m_payments.crend() - static_cast<std::ptrdiff_t>(*cursor);
    }
    it = std::max(
        it, m_payments.crbegin() + std::min<std::ptrdiff_t>(query.withoutNewest, std::ssize(m_payments)));
    ListPage page;
    for (; it != m_payments.crend(); ++it) {
        const qint64 created = it->payment.created.toSecsSinceEpoch();
        if (m_isByTime && query.createdFrom && created < *query.createdFrom)
            break;
        if ((query.status && it->payment.status != *query.status)
            || (query.createdFrom && created < *query.createdFrom)
            || (query.createdBefore && created >= *query.createdBefore))
            continue;
        if (page.payments.size() == query.limit) {
            page.hasMore = true;
            break;
        }
        page.payments.append(&*it);
    }
    return page;
}

bool Ledger::submitCard(const QString &id, const Card &card, const IssuerAnswer &answer, qint64 nowMs)
{
    LedgerPayment *entry = change(id);
    if (!entry || entry->stage() != Stage::AwaitsCard)
        return false;
    noteChange(*entry);
    entry->payment.card = card;
    if (answer.verdict == Verdict::Challenge)
        entry->payment.status = PaymentStatus::RequiresAction;
    else if (answer.verdict == Verdict::Approve)
        decide(*entry, PaymentStatus::Succeeded, {}, nowMs);
    else
        decide(*entry, PaymentStatus::Failed, answer.declineCode, nowMs);
    return true;
}

bool Ledger::answerChallenge(const QString &id, bool approved, qint64 nowMs)
{
    LedgerPayment *entry = change(id);
    if (!entry || entry->stage() != Stage::AwaitsChallenge)
        return false;
    noteChange(*entry);
    entry->payment.status = PaymentStatus::Pending;
    if (approved)
        decide(*entry, PaymentStatus::Succeeded, {}, nowMs);
    else
        decide(*entry, PaymentStatus::Failed, u"three_d_secure_failed"_s, nowMs);
    return true;
}

bool Ledger::cancel(const QString &id, qint64 nowMs)
{
    LedgerPayment *entry = change(id);
    if (!entry || entry->stage() == Stage::Processing || entry->stage() == Stage::Final)
        return false;
    noteChange(*entry);
    entry->payment.status = PaymentStatus::Pending;
    decide(*entry, PaymentStatus::Canceled, {}, nowMs);
    return true;
}

bool Ledger::settle(const QString &id, const PaymentStatus &status, const QString &declineCode, qint64 nowMs)
{
    LedgerPayment *entry = change(id);
    if (!entry || entry->stage() == Stage::Final)
        return false;
    noteChange(*entry);
    finish(*entry, status, declineCode, nowMs);
    return true;
}

Checked<const LedgerPayment *> Ledger::refund(const QString &id, const NewRefund &request, qint64 nowMs)
{
    LedgerPayment *entry = change(id);
    if (!entry)
        return paymentNotFound(id);
    Payment &payment = entry->payment;
    if (payment.status != PaymentStatus::Succeeded)
        return unprocessable(u"payment_not_refundable"_s, u"Only a succeeded payment can be refunded."_s);
    if (toTime(nowMs) > payment.created.addDays(refundDays))
        return unprocessable(u"refund_window_expired"_s, u"A payment can be refunded for 180 days."_s);
    const qint64 left = payment.amount.minorUnits() - refundedOrPending(payment);
    const qint64 minorUnits = request.minorUnits.value_or(left);
    if (left == 0)
        return unprocessable(u"payment_already_refunded"_s, u"Nothing is left to refund."_s);
    if (minorUnits > left)
        return unprocessable(
            u"refund_amount_exceeded"_s, u"No more than %1 can be refunded."_s.arg(left), u"amount"_s);

    noteChange(*entry);
    payment.refunds.append({.id = newId(u"re_"_s),
        .amount = Money(minorUnits, payment.amount.currency()),
        .reason = request.reason,
        .status = u"pending"_s,
        .createdAt = toTime(nowMs),
        .updatedAt = toTime(nowMs)});
    entry->refundPlans.append({.idempotencyKey = request.idempotencyKey,
        .dueMs = nowMs + m_rules.refundMs,
        .fails = payment.metadata.value(steering::refund) == steering::refundvalue::fail});
    m_moving.insert(id);
    return entry;
}

void Ledger::advance(qint64 nowMs)
{
    if (m_nextDueMs > nowMs)
        return;
    const QSet<QString> moving = m_moving;
    qint64 nextDueMs = std::numeric_limits<qint64>::max();
    for (const QString &id : moving) {
        LedgerPayment *entry = change(id);
        if (entry->outcome && entry->outcome->dueMs <= nowMs) {
            noteChange(*entry);
            const PendingOutcome outcome = *entry->outcome;
            finish(*entry, outcome.status, outcome.declineCode, outcome.dueMs);
        } else if (entry->stage() != Stage::Final && !entry->outcome && entry->expiresMs <= nowMs) {
            noteChange(*entry);
            finish(*entry, PaymentStatus::Expired, {}, entry->expiresMs);
        }
        completeRefunds(*entry, nowMs);
        if (isMoving(*entry))
            nextDueMs = std::min(nextDueMs, dueMs(*entry));
        else
            m_moving.remove(id);
    }
    m_nextDueMs = nextDueMs;
}

QSet<QString> Ledger::takeChanged()
{
    return std::exchange(m_changed, {});
}

void Ledger::restore(const LedgerPayment &payment)
{
    const QString &id = payment.payment.id;
    if (LedgerPayment *known = change(id)) {
        *known = payment;
    } else {
        m_isByTime &= m_payments.empty() || m_payments.back().payment.created <= payment.payment.created;
        m_index.insert(id, m_payments.size());
        m_payments.push_back(payment);
    }
    m_nextDueMs = 0;
    if (isMoving(payment))
        m_moving.insert(id);
}

/// What is about to change may become due at another time.
LedgerPayment *Ledger::change(const QString &id)
{
    m_nextDueMs = 0;
    const auto it = m_index.constFind(id);
    return it == m_index.cend() ? nullptr : &m_payments[*it];
}

/// The customer's part is over. The status follows at once, or after the delay that a test asked for.
void Ledger::decide(
    LedgerPayment &entry, const PaymentStatus &status, const QString &declineCode, qint64 nowMs)
{
    const qint64 delayMs = entry.payment.metadata.value(steering::delayMs).toLongLong();
    if (delayMs > 0)
        entry.outcome = PendingOutcome{status, declineCode, nowMs + delayMs};
    else
        finish(entry, status, declineCode, nowMs);
}

void Ledger::finish(
    LedgerPayment &entry, const PaymentStatus &status, const QString &declineCode, qint64 atMs)
{
    Payment &payment = entry.payment;
    entry.outcome.reset();
    payment.status = status;
    if (status == PaymentStatus::Succeeded)
        payment.succeededAt = toTime(atMs);
    if (status == PaymentStatus::Failed) {
        payment.failedAt = toTime(atMs);
        payment.declineCode = declineCode;
        payment.declineMessage = declineMessage(declineCode);
    }
    if ((status == PaymentStatus::Succeeded || status == PaymentStatus::Failed)
        && payment.providerReference.isEmpty())
        payment.providerReference = newProviderReference();
}

void Ledger::completeRefunds(LedgerPayment &entry, qint64 nowMs)
{
    Payment &payment = entry.payment;
    for (qsizetype i = 0; i < payment.refunds.size(); ++i) {
        const RefundPlan &plan = entry.refundPlans[i];
        if (payment.refunds[i].status != "pending"_L1 || plan.dueMs > nowMs)
            continue;
        noteChange(entry);
        Refund &refund = payment.refunds[i];
        refund.status = plan.fails ? u"failed"_s : u"succeeded"_s;
        refund.updatedAt = refund.completedAt = toTime(plan.dueMs);
        refund.providerRefundId = newProviderReference();
        if (plan.fails) {
            refund.declineCode = u"generic_decline"_s;
            refund.declineMessage = u"The card issuer did not accept the refund."_s;
            continue;
        }
        const qint64 sum = payment.refundedAmount.minorUnits() + refund.amount.minorUnits();
        payment.refundedAmount = Money(sum, payment.amount.currency());
        if (sum == payment.amount.minorUnits())
            payment.refundedAt = refund.completedAt;
    }
}

/// Called before an entry changes: keeps what it was, for answers that must be stale.
void Ledger::noteChange(LedgerPayment &entry)
{
    entry.history.append(entry.payment);
    m_changed.insert(entry.payment.id);
}

/// When something happens to a payment that is moving.
qint64 Ledger::dueMs(const LedgerPayment &entry) const
{
    qint64 due = std::numeric_limits<qint64>::max();
    if (entry.stage() != Stage::Final)
        due = entry.outcome ? entry.outcome->dueMs : entry.expiresMs;
    for (qsizetype i = 0; i < entry.payment.refunds.size(); ++i) {
        if (entry.payment.refunds[i].status == "pending"_L1)
            due = std::min(due, entry.refundPlans[i].dueMs);
    }
    return due;
}

bool Ledger::isMoving(const LedgerPayment &entry) const
{
    return entry.stage() != Stage::Final
        || std::any_of(entry.payment.refunds.cbegin(), entry.payment.refunds.cend(),
            [](const Refund &refund) { return refund.status == "pending"_L1; });
}

} // namespace paydesk::sandbox
