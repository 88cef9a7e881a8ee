// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/paymentlookup.h"

#include "core/appmetadata.h"
#include "flowlix/client.h"

namespace paydesk::payments {

namespace {

/// Room for clocks that differ, and for resends during the life of an idempotency key.
constexpr qint64 secondsBefore = 60 * 60;
constexpr qint64 secondsAfter = 25 * 60 * 60;

} // namespace

PaymentLookUp::PaymentLookUp(flowlix::Client &client, const journal::SaleRecord &sale, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_sale(sale)
{
}

void PaymentLookUp::run(Callback<std::optional<Payment>> callback)
{
    m_callback = std::move(callback);
    nextPage({});
}

void PaymentLookUp::nextPage(const QString &startingAfter)
{
    const flowlix::ListCall call{.startingAfter = startingAfter,
        .createdFrom = m_sale.startedAt.addSecs(-secondsBefore),
        .createdBefore = m_sale.startedAt.addSecs(secondsAfter)};
    m_client.listPayments(call, this, [this](const Result<flowlix::PaymentPage> &page) {
        if (!page) {
            m_callback(page.error());
            return;
        }
        const QString attemptId = m_sale.attemptId.toString(QUuid::WithoutBraces);
        for (const Payment &payment : page->payments) {
            if (payment.metadata.value(metadatakey::attemptId) == attemptId) {
                m_callback(std::optional(payment));
                return;
            }
        }
        if (page->hasMore && !page->payments.isEmpty())
            nextPage(page->payments.last().id);
        else
            m_callback(std::optional<Payment>());
    });
}

} // namespace paydesk::payments
