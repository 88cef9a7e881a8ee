// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/ledger.h"

#include <QJsonObject>

namespace paydesk::sandbox {

/// Where a payment's hosted page and its 3-D Secure page are, on the service at this address.
QUrl pageUrl(const QUrl &baseUrl, const QString &paymentId);
QUrl challengeUrl(const QUrl &baseUrl, const QString &paymentId);

/// The contract's Payment object: every member, null where there is nothing. The service's address makes
/// its links; it changes from start to start, so that the ledger does not keep it.
QJsonObject paymentToJson(const Payment &payment, const QUrl &baseUrl);

/// A payment as the state file keeps it: the contract's object and what the sandbox knows beside.
QJsonObject ledgerPaymentToJson(const LedgerPayment &entry);
/// Empty where the object is not one that ledgerPaymentToJson() wrote.
std::optional<LedgerPayment> ledgerPaymentFromJson(const QJsonObject &json);

} // namespace paydesk::sandbox
