// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/checkoutprocess.h"
#include "flowlix/client.h"
#include "journal/journal.h"
#include "payments/till.h"

#include <QElapsedTimer>

#include <memory>
#include <optional>

namespace paydesk::bench {

/// One sale's times, and its payment.
struct Sale
{
    double chargeToLoadedMs = 0;
    double returnToResultMs = 0;
    QString paymentId;
};

/// Everything of a desk but its windows, with the real checkout.
class Counter
{
public:
    /// `directory` is the journal's.
    Counter(const QUrl &service, const QString &directory);

    bool open();
    /// A sale whose page pays by itself, to its end, and a rest in which the checkout makes its next page
    /// ready. Empty when it did not come to its end.
    std::optional<Sale> sell();
    /// One GET by the same client, in milliseconds.
    std::optional<double> retrieveMs(const QString &paymentId);
    /// The address of a page that waits for a card; empty when there came none.
    QUrl newPage();

private:
    bool settle(const payments::Charge &charge);

    QObject m_context;
    journal::Journal m_journal;
    flowlix::Client m_client;
    checkout::CheckoutProcess m_checkout;
    std::unique_ptr<payments::Till> m_till;
    QElapsedTimer m_sinceCharge;
    QElapsedTimer m_sinceReturn;
    Sale m_sale;
};

} // namespace paydesk::bench
