// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/salenotices.h"

#include "core/moneytext.h"
#include "desk/desktopnotifier.h"
#include "desk/noticebar.h"
#include "desk/saleactions.h"
#include "journal/journal.h"
#include "models/saletext.h"
#include "payments/till.h"

#include <algorithm>

namespace paydesk::desk {

using journal::SaleRecord;
using payments::Till;

SaleNotices::SaleNotices(Till &till, const journal::Journal &journal, SaleActions &actions, NoticeBar &bar,
    const DesktopNotifier &desktop, QObject *parent)
    : QObject(parent)
    , m_actions(actions)
    , m_bar(bar)
    , m_desktop(desktop)
{
    connect(&till, &Till::paidLate, this, &SaleNotices::paidLate);
    connect(&till, &Till::paidTwice, this, &SaleNotices::paidTwice);
    connect(&till, &Till::reviewNeeded, this, &SaleNotices::reviewNeeded);
    connect(&till, &Till::refundSettled, this, &SaleNotices::refundSettled);
    connect(&journal, &journal::Journal::saleChanged, this, &SaleNotices::follow);
}

void SaleNotices::paidLate(const SaleRecord &sale)
{
    const QUuid id = sale.attemptId;
    m_bar.show({.key = {NoticeTopic::PaidLate, id},
        .tone = Tone::Good,
        .text = tr("%1 from %2 has been paid after you left it.")
                    .arg(moneyText(sale.amount, QLocale()), models::whenText(sale.startedAt)),
        .actions = {showAction(sale), {tr("Print receipt…"), [this, id] { m_actions.print(id); }},
            {tr("Refund…"), [this, id] { m_actions.refund(id); }}},
        .dismissable = true});
    m_desktop.paid(sale.amount);
}

void SaleNotices::paidTwice(const SaleRecord &sale)
{
    const QUuid id = sale.attemptId;
    m_bar.clear({NoticeTopic::PaidLate, id});
    m_bar.show({.key = {NoticeTopic::PaidTwice, id},
        .tone = Tone::Bad,
        .text = tr("The customer has paid twice: %1 from %2. Refund the second payment.")
                    .arg(moneyText(sale.amount, QLocale()), models::whenText(sale.startedAt)),
        .actions
        = {showAction(sale), {tr("Refund the second payment…"), [this, id] { m_actions.refund(id); }}}});
    m_desktop.paidTwice(sale.amount);
}

void SaleNotices::reviewNeeded(const SaleRecord &sale)
{
    const QUuid id = sale.attemptId;
    m_bar.show({.key = {NoticeTopic::Review, id},
        .tone = Tone::Open,
        .text = tr("%1 from %2 needs review. %3")
                    .arg(moneyText(sale.amount, QLocale()), models::whenText(sale.startedAt),
                        models::reviewText(sale)),
        .actions = {showAction(sale), {tr("Mark as checked"), [this, id] { m_actions.markReviewed(id); }}}});
}

void SaleNotices::refundSettled(const SaleRecord &sale, const QUuid &refundId)
{
    const auto record = std::find_if(sale.refunds.begin(), sale.refunds.end(),
        [&refundId](const journal::RefundRecord &refund) { return refund.refundId == refundId; });
    if (record == sale.refunds.end() || m_actions.isOnScreen(refundId))
        return;
    const bool good = record->state == journal::RefundState::Refunded;
    m_bar.show({.key = {NoticeTopic::Refund, refundId},
        .tone = good ? Tone::Good : Tone::Bad,
        .text = journal::isSettled(record->state)
            ? models::refundText(*record)
            : tr("The refund of %1 could not be written down, so it was not sent. Refund again.")
                  .arg(moneyText(record->amount, QLocale())),
        .actions = {showAction(sale)},
        .dismissable = true});
}

void SaleNotices::follow(const SaleRecord &sale)
{
    if (!journal::isPaidTwice(sale))
        m_bar.clear({NoticeTopic::PaidTwice, sale.attemptId});
    if (!sale.needsReview)
        m_bar.clear({NoticeTopic::Review, sale.attemptId});
}

NoticeAction SaleNotices::showAction(const SaleRecord &sale)
{
    return {tr("Show"), [this, id = sale.attemptId] { emit showRequested(id); }};
}

} // namespace paydesk::desk
