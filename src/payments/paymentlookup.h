// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"
#include "core/result.h"
#include "journal/salerecord.h"

#include <QElapsedTimer>
#include <QObject>

namespace paydesk::flowlix {
class Client;
}

namespace paydesk::payments {

/// Searches the service's list for the payments that a sale has created, by the attempt id in their
/// metadata, among those created around the time of the sale. Changes nothing at the service.
class PaymentLookUp : public QObject
{
    Q_OBJECT
public:
    PaymentLookUp(flowlix::Client &client, const journal::SaleRecord &sale, QObject *parent);

    /// Answers once, after the last page: every payment of the sale, newest first. After an error it may be
    /// run again, and goes on at the page that failed.
    void run(Callback<QList<Payment>> callback);
    /// Too much may have changed at the service for going on.
    bool isStale() const;

private:
    void nextPage();

    flowlix::Client &m_client;
    QString m_attemptId;
    QDateTime m_from;
    QDateTime m_before;
    QElapsedTimer m_since;
    QString m_cursor; ///< the last payment that was read; empty for the first page
    QList<Payment> m_found;
    Callback<QList<Payment>> m_callback;
};

} // namespace paydesk::payments
