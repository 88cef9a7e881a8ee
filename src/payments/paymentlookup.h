// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"
#include "core/result.h"
#include "journal/salerecord.h"

#include <QObject>

#include <optional>

namespace paydesk::flowlix {
class Client;
}

namespace paydesk::payments {

/// Searches the service's list for the payment that a sale may have created, by the attempt id in its
/// metadata, among those created around the time of the sale. Changes nothing at the service.
class PaymentLookUp : public QObject
{
    Q_OBJECT
public:
    PaymentLookUp(flowlix::Client &client, const journal::SaleRecord &sale, QObject *parent);

    /// Answers once: the payment, or none after the last page.
    void run(Callback<std::optional<Payment>> callback);

private:
    void nextPage(const QString &startingAfter);

    flowlix::Client &m_client;
    journal::SaleRecord m_sale;
    Callback<std::optional<Payment>> m_callback;
};

} // namespace paydesk::payments
