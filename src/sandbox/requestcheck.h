// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/ledger.h"

namespace paydesk::sandbox {

// The contract's rules for what callers send. An error is what the service answers: 400, with the member
// at fault. Members that the contract does not name are ignored.

/// The body of POST /v1/payments/hpp.
Checked<NewPayment> readNewPayment(const QByteArray &body);
/// The body of POST /v1/payments/{id}/refund.
Checked<NewRefund> readNewRefund(const QByteArray &body);
/// The query of GET /v1/payments.
Checked<ListQuery> readListQuery(const Parameters &query);

} // namespace paydesk::sandbox
