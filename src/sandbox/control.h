// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/faults.h"
#include "sandbox/ledger.h"

#include <QUrl>

namespace paydesk::sandbox {

/// What only a sandbox has: endpoints by which a test orders faults, forces outcomes and reads the truth.
/// They need a test key like the others. What it is given must outlive it.
class Control
{
public:
    Control(
        Ledger &ledger, FaultTable &faults, const RequestCounts &counts, Clock clock, const QUrl &baseUrl);

    Response addFault(const Request &request); ///< POST /sandbox/faults
    Response clearFaults(const Request &request); ///< DELETE /sandbox/faults
    /// GET /sandbox/ledger: every payment and refund, how often each endpoint was called and each
    /// fault struck, and how many payments and refunds were made for each idempotency key.
    Response showLedger(const Request &request) const;
    /// GET /sandbox/requests: of the ledger's answer only how often each endpoint was called and each fault
    /// struck.
    Response showRequests(const Request &request) const;
    /// POST /sandbox/payments/{id}/settle with {"status", "decline_code"}
    Response settle(const Request &request, const QString &id);
    /// POST /sandbox/seed: many payments at once, see seed.h. They are not written to the state file, for the
    /// same order makes them again.
    Response seed(const Request &request);

private:
    QJsonObject counts() const;

    using Handler = std::function<Checked<QJsonObject>()>;
    Response guarded(const Request &request, int successStatus, const Handler &handler) const;

    Ledger &m_ledger;
    FaultTable &m_faults;
    const RequestCounts &m_counts;
    Clock m_clock;
    QUrl m_baseUrl;
};

} // namespace paydesk::sandbox
