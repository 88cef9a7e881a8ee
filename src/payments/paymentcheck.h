// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "flowlix/client.h"
#include "journal/event.h"
#include "journal/salerecord.h"
#include "payments/services.h"

#include <QObject>

namespace paydesk::payments {

/// What came of asking the service about a sale on demand.
enum class CheckResult {
    NothingNew,
    Updated, ///< the service told something new, and it is in the journal
    Contradiction, ///< the service told what cannot be true: staff must look
    UnderWay, ///< the sale is watched anyway; it was asked about at once, and what comes of it follows live
    NoPayment, ///< the service has no payment of this sale that could be asked about
};

/// Asks the service once about every payment of a sale that nobody watches any more, and records what is new:
/// a refund that was made in the dashboard. Whether it is new is decided by the sale as the journal has it
/// when the answer is there.
class PaymentCheck : public QObject
{
    Q_OBJECT
public:
    PaymentCheck(const Services &services, const journal::SaleRecord &sale, QObject *parent);

    /// Call once. What was recorded before an error stays.
    void run(const Callback<CheckResult> &callback);
    /// As the journal has it after the check.
    const journal::SaleRecord &sale() const { return m_sale; }

private:
    void askNext();
    void compare(const flowlix::PaymentAnswer &answer);
    void raiseAlarm(const Error &error);
    void append(const journal::Event &event, CheckResult result);
    void finish(const Result<CheckResult> &result);

    Services m_services;
    journal::SaleRecord m_sale;
    QStringList m_left; ///< ids of the payments still to be asked about
    CheckResult m_result = CheckResult::NothingNew;
    Callback<CheckResult> m_callback;
};

} // namespace paydesk::payments
