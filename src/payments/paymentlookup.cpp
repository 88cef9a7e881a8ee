// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/paymentlookup.h"

#include "core/appmetadata.h"
#include "flowlix/client.h"
#include "flowlix/errors.h"

using namespace Qt::StringLiterals;

namespace paydesk::payments {

namespace {

constexpr qint64 hour = 60 * 60;
constexpr qint64 staleAfterMs = 2 * 60 * 1000;
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
    if (sale.payment && sale.payment->created.isValid()) {
        m_from = sale.payment->created.addSecs(-keyLife);
        m_before = sale.payment->created.addSecs(keyLife);
    } else if (sale.sentAt.service.isValid()) {
        m_from = sale.sentAt.service.addSecs(-hour);
        m_before = sale.sentAt.service.addSecs(keyLife + hour);
    } else {
        m_from = sale.startedAt.addSecs(-wrongClock);
        m_before = sale.startedAt.addSecs(keyLife + wrongClock);
    }
    m_since.start();
}

void PaymentLookUp::run(Callback<QList<Payment>> callback)
{
    m_callback = std::move(callback);
    nextPage();
}

bool PaymentLookUp::isStale() const
{
    return m_since.hasExpired(staleAfterMs);
}

void PaymentLookUp::nextPage()
{
    const flowlix::ListCall call{.startingAfter = m_cursor, .createdFrom = m_from, .createdBefore = m_before};
    m_client.listPayments(call, this, [this](const Result<flowlix::PaymentPage> &page) {
        if (!page) {
            m_callback(page.error());
            return;
        }
        for (const Payment &payment : page->payments) {
            if (payment.metadata.value(metadatakey::attemptId) == m_attemptId)
                m_found.append(payment);
        }
        if (!page->hasMore) {
            m_callback(m_found);
            return;
        }
        if (page->payments.isEmpty()) { // nowhere to go on from, and not the end
            m_callback(flowlix::badAnswer(u"an empty page that is not the last"_s));
            return;
        }
        m_cursor = page->payments.last().id;
        nextPage();
    });
}

} // namespace paydesk::payments
