// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/till.h"

#include "core/appmetadata.h"
#include "core/moneytext.h"
#include "core/uuidv7.h"
#include "flowlix/client.h"
#include "flowlix/wire.h"
#include "journal/facts.h"
#include "journal/journal.h"
#include "journal/refundrule.h"
#include "payments/charge.h"
#include "payments/paymentcheck.h"
#include "payments/refunding.h"

#include <QPointer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace paydesk::payments {

namespace {

ChargeRequest withAppMetadata(ChargeRequest request, const QUuid &attemptId, const QUuid &tillId)
{
    request.metadata.insert(metadatakey::attemptId, attemptId.toString(QUuid::WithoutBraces));
    request.metadata.insert(metadatakey::till, tillId.toString(QUuid::WithoutBraces));
    request.metadata.insert(metadatakey::channel, u"counter"_s);
    return request;
}

QStringList refundIds(const Payment &payment)
{
    QStringList ids;
    for (const Refund &refund : payment.refunds)
        ids += refund.id;
    return ids;
}

} // namespace

Result<QString> validReason(const QString &typed)
{
    const QString reason = typed.simplified();
    if (reason.isEmpty() || characterCount(reason) > maximumReasonLength)
        return invalidInput(
            Till::tr("Give the reason, in at most %n character(s).", nullptr, maximumReasonLength));
    return reason;
}

Till::Till(const Services &services, const TillConfig &config, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_config(config)
{
}

Result<Charge *> Till::charge(const ChargeRequest &staffRequest, Repeat repeat)
{
    if (m_current && (m_current->state().pageOpen || m_current->state().pageWanted)
        && !m_current->isFinished() && !isSettled(m_current->state().sale.outcome))
        return invalidInput(tr("The last sale is still open. Finish it or leave it first."));
    ChargeRequest request = staffRequest;
    request.returnUrl = m_config.returnUrl;
    if (const auto valid = validate(request); !valid)
        return valid.error();
    if (repeat == Repeat::Refuse && unresolved(request.amount))
        return invalidInput(tr("A sale of the same amount is not known yet. Look at it first."));

    const QUuid attemptId = makeUuidV7();
    const journal::IntentFacts facts{.request = request,
        .idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces),
        .keyFingerprint = keyFingerprint(m_services),
        .requestBody
        = flowlix::encodeCreate(withAppMetadata(request, attemptId, m_services.journal.tillId())),
        .moment = momentNow(m_services)};
    const journal::Event intent = journal::intentEvent(attemptId, facts);

    clearCurrent();
    m_current = add(startingState(intent));
    emit currentChanged();
    m_current->begin(intent);
    return m_current;
}

Charge *Till::unresolved(Money amount) const
{
    const auto found = std::find_if(m_charges.rbegin(), m_charges.rend(), [amount](const Charge *charge) {
        return charge->state().phase != Phase::NotStarted && charge->state().sale.amount == amount
            && journal::isOpen(charge->state().sale);
    });
    return found == m_charges.rend() ? nullptr : *found;
}

Result<Done> Till::mayRefund(
    const journal::SaleRecord &sale, const QString &paymentId, std::optional<Money> amount) const
{
    const QDateTime now = m_services.client.serviceTime().value_or(QDateTime::currentDateTimeUtc());
    const auto allowed = [&](const journal::SaleRecord &known) {
        return amount ? journal::mayRefund(known, paymentId, *amount, now)
                      : journal::mayRefund(known, paymentId, now);
    };
    // What is under way knows more than what staff may have before them.
    for (const Refunding *refunding : m_refundings) {
        if (refunding->isFinished() || refunding->state().sale.attemptId != sale.attemptId)
            continue;
        if (auto byThen = allowed(refunding->state().sale); !byThen)
            return byThen;
    }
    return allowed(sale);
}

Result<Refunding *> Till::refund(const journal::SaleRecord &sale, const RefundRequest &request)
{
    if (const auto allowed = mayRefund(sale, request.paymentId, request.amount); !allowed)
        return allowed.error();
    const auto reason = validReason(request.reason);
    if (!reason)
        return reason.error();

    const QUuid refundId = makeUuidV7();
    const journal::RefundRecord record{.refundId = refundId,
        .paymentId = request.paymentId,
        .amount = request.amount,
        .reason = *reason,
        .idempotencyKey = "paydesk-refund-" + refundId.toByteArray(QUuid::WithoutBraces),
        .requestBody = flowlix::encodeRefund(*reason, request.amount),
        .keyFingerprint = keyFingerprint(m_services),
        .sentAt = momentNow(m_services),
        .refundsBefore = refundIds(*journal::findPayment(sale, request.paymentId))};
    const journal::Event intent = journal::refundIntentEvent(sale.attemptId, record);
    Refunding *refunding = add(startingRefund(sale, intent));
    refunding->begin(intent);
    return refunding;
}

void Till::check(const journal::SaleRecord &sale, QObject *context, const Callback<CheckResult> &callback)
{
    bool underWay = false;
    for (Refunding *refunding : QList<Refunding *>(m_refundings)) {
        if (refunding->state().sale.attemptId != sale.attemptId
            || refunding->state().phase == RefundPhase::Settled)
            continue;
        underWay = true;
        refunding->checkAgain();
    }
    if (Charge *charge = find(sale.attemptId);
        charge && charge->state().phase != Phase::Settled && charge->state().phase != Phase::NotStarted) {
        underWay = true;
        charge->checkAgain();
    }
    if (underWay) {
        callback(CheckResult::UnderWay);
        return;
    }
    auto *check = new PaymentCheck(m_services, sale, this);
    check->run([this, check, context = QPointer<QObject>(context), callback](const auto &result) {
        if (result.ok() && *result != CheckResult::NoPayment)
            takeUp(check->sale()); // alarms, and watches what is no longer settled
        if (context)
            callback(result);
    });
}

bool Till::canReopenPage(const QUuid &attemptId) const
{
    const Charge *charge = find(attemptId);
    return charge && charge->state().phase == Phase::Open && !isSettled(charge->state().sale.outcome);
}

void Till::markReviewed(const journal::SaleRecord &sale)
{
    for (Refunding *refunding : std::as_const(m_refundings)) {
        if (refunding->state().sale.attemptId == sale.attemptId) {
            refunding->markReviewed();
            return;
        }
    }
    if (Charge *charge = find(sale.attemptId)) {
        charge->markReviewed();
        return;
    }
    m_services.journal.append(
        journal::reviewedEvent(sale.attemptId), this, [this](const Result<journal::SaleRecord> &result) {
            if (!result)
                emit storageFailed(result.error());
        });
}

void Till::recover()
{
    m_lostItsId = m_services.journal.replacement().has_value();
    m_services.journal.needingAttention(this, [this](const Result<QList<journal::SaleRecord>> &sales) {
        if (!sales) {
            emit storageFailed(sales.error());
            return;
        }
        for (const journal::SaleRecord &sale : *sales)
            takeUp(sale);
        emit recovered();
    });
}

void Till::takeUp(const journal::SaleRecord &sale)
{
    const bool isOurs = m_lostItsId || journal::isOfTill(sale, m_services.journal.tillId());
    if (isOurs && !find(sale.attemptId) && (journal::isOpen(sale) || !journal::othersAreFinal(sale)))
        add(recoveredState(sale))->resume();
    for (const journal::RefundRecord &record : sale.refunds) {
        const bool underWay = std::any_of(m_refundings.begin(), m_refundings.end(),
            [&record](const Refunding *other) { return other->state().refundId == record.refundId; });
        if (!underWay && !journal::isSettled(record.state))
            add(recoveredRefund(sale, record.refundId))->resume();
    }
    announce(sale);
}

void Till::clearCurrent()
{
    if (!m_current)
        return;
    // First nobody looks at it any more: leaving changes it.
    Charge *left = std::exchange(m_current, nullptr);
    emit currentChanged();
    left->leave();
    dropFinished();
}

bool Till::makeCurrent(const QUuid &attemptId)
{
    Charge *charge = find(attemptId);
    if (!charge)
        return false;
    if (charge != m_current) {
        clearCurrent();
        m_current = charge;
        emit currentChanged();
    }
    return true;
}

Charge *Till::find(const QUuid &attemptId) const
{
    for (Charge *charge : m_charges) {
        if (charge->attemptId() == attemptId)
            return charge;
    }
    return nullptr;
}

Charge *Till::add(const ChargeState &state)
{
    const journal::SaleRecord &sale = state.sale;
    const checkout::ShowPage page{.returnUrl = QUrl(sale.returnUrl),
        .shop = m_config.shopName,
        .amount = moneyText(sale.amount, QLocale()),
        .description = sale.description,
        .live = m_services.key.isLive(),
        .deskWindow = m_deskWindow};
    auto *charge = new Charge(m_services, page, state, this);
    m_charges.append(charge);
    connect(charge, &Charge::changed, this, [this, charge] { watch(charge); });
    connect(charge, &Charge::storageFailed, this, &Till::storageFailed);
    connect(charge, &Charge::storageRecovered, this, &Till::storageRecovered);
    return charge;
}

Refunding *Till::add(const RefundProgress &state)
{
    auto *refunding = new Refunding(m_services, state, this);
    m_refundings.append(refunding);
    connect(refunding, &Refunding::changed, this, [this, refunding] {
        const RefundProgress &progress = refunding->state();
        announce(progress.sale);
        if (!refunding->isFinished())
            return;
        if (m_refundings.removeOne(refunding)) {
            refunding->deleteLater();
            emit refundSettled(progress.sale, progress.refundId);
            if (progress.phase == RefundPhase::Settled
                && progress.record().state == journal::RefundState::NotMade)
                check(progress.sale, this, [](const auto &) {}); // the service knows more than the journal
        }
    });
    connect(refunding, &Refunding::storageFailed, this, &Till::storageFailed);
    connect(refunding, &Refunding::storageRecovered, this, &Till::storageRecovered);
    return refunding;
}

void Till::watch(Charge *charge)
{
    const journal::SaleRecord &sale = charge->state().sale;
    if (charge != m_current && sale.outcome == Outcome::Paid && isNew(sale.attemptId, Alarm::PaidLate))
        emit paidLate(sale);
    if (charge == m_current && sale.outcome == Outcome::Paid)
        isNew(sale.attemptId, Alarm::PaidLate); // staff sees it: it is not late
    announce(sale);
    dropFinished();
}

void Till::announce(const journal::SaleRecord &sale)
{
    if (journal::isPaidTwice(sale) && isNew(sale.attemptId, Alarm::PaidTwice))
        emit paidTwice(sale);
    else if (sale.needsReview && !journal::isPaidTwice(sale) && isNew(sale.attemptId, Alarm::ReviewNeeded))
        emit reviewNeeded(sale);
}

bool Till::isNew(const QUuid &attemptId, Alarm alarm)
{
    const std::pair<QUuid, int> key(attemptId, int(alarm));
    const bool isNew = !m_announced.contains(key);
    m_announced.insert(key);
    return isNew;
}

void Till::dropFinished()
{
    m_charges.removeIf([this](Charge *charge) {
        const bool drop = charge != m_current && charge->isFinished();
        if (drop)
            charge->deleteLater();
        return drop;
    });
}

} // namespace paydesk::payments
