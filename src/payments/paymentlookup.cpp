// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/paymentlookup.h"

#include "core/appmetadata.h"
#include "flowlix/client.h"

namespace paydesk::payments {

namespace {

constexpr qint64 hour = 60 * 60;
/// A request may be sent again as long as its idempotency key lives.
constexpr qint64 keyLife = 25 * hour;
/// This computer's clock may be set wrong by a day, or by a time zone.
constexpr qint64 wrongClock = 26 * hour;

} // namespace

PaymentLookUp::PaymentLookUp(flowlix::Client &client, const journal::SaleRecord &sale, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_attemptId(sale.attemptId.toString(QUuid::WithoutBraces))
{
    // `created` is by the service's clock.
    const bool known = sale.sentAt.service.isValid();
    const QDateTime sent = known ? sale.sentAt.service : sale.startedAt;
    m_from = sent.addSecs(known ? -hour : -wrongClock);
    m_before = sent.addSecs(keyLife + (known ? hour : wrongClock));
}

void PaymentLookUp::run(Callback<QList<Payment>> callback)
{
    m_callback = std::move(callback);
    nextPage({});
}

void PaymentLookUp::nextPage(const QString &startingAfter)
{
    const flowlix::ListCall call{
        .startingAfter = startingAfter, .createdFrom = m_from, .createdBefore = m_before};
    m_client.listPayments(call, this, [this](const Result<flowlix::PaymentPage> &page) {
        if (!page) {
            m_callback(page.error());
            return;
        }
        for (const Payment &payment : page->payments) {
            if (payment.metadata.value(metadatakey::attemptId) == m_attemptId)
                m_found.append(payment);
        }
        if (page->hasMore && !page->payments.isEmpty())
            nextPage(page->payments.last().id);
        else
            m_callback(m_found);
    });
}

} // namespace paydesk::payments
