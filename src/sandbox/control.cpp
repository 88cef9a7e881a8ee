// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/control.h"

#include "sandbox/auth.h"
#include "sandbox/paymentjson.h"
#include "sandbox/seed.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

QJsonObject countsToJson(const QMap<QString, qint64> &counts)
{
    QJsonObject json;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

} // namespace

Control::Control(
    Ledger &ledger, FaultTable &faults, const RequestCounts &counts, Clock clock, const QUrl &baseUrl)
    : m_ledger(ledger)
    , m_faults(faults)
    , m_counts(counts)
    , m_clock(std::move(clock))
    , m_baseUrl(baseUrl)
{
}

Response Control::addFault(const Request &request)
{
    return guarded(request, 201, [&]() -> Checked<QJsonObject> {
        const Checked<FaultRule> rule = FaultTable::read(request.body);
        if (const auto *error = std::get_if<ApiError>(&rule))
            return *error;
        m_faults.add(std::get<FaultRule>(rule));
        return QJsonObject();
    });
}

Response Control::clearFaults(const Request &request)
{
    return guarded(request, 200, [&]() -> Checked<QJsonObject> {
        m_faults.clear();
        return QJsonObject();
    });
}

Response Control::showLedger(const Request &request) const
{
    return guarded(request, 200, [&]() -> Checked<QJsonObject> {
        QJsonArray payments;
        QJsonArray refunds;
        QMap<QString, qint64> creates;
        QMap<QString, qint64> refundsByKey;
        for (const LedgerPayment &entry : m_ledger.payments()) {
            const QJsonObject payment = paymentToJson(entry.payment, m_baseUrl);
            payments.append(payment);
            if (!entry.idempotencyKey.isEmpty())
                ++creates[entry.idempotencyKey];
            const QJsonArray own = payment[u"refunds"].toArray();
            for (qsizetype i = 0; i < own.size(); ++i) {
                QJsonObject refund = own[i].toObject();
                refund.insert(u"payment"_s, entry.payment.id);
                refunds.append(refund);
                if (!entry.refundPlans[i].idempotencyKey.isEmpty())
                    ++refundsByKey[entry.refundPlans[i].idempotencyKey];
            }
        }
        QJsonObject ledger = counts();
        ledger.insert(u"payments"_s, payments);
        ledger.insert(u"refunds"_s, refunds);
        ledger.insert(u"creates_by_idempotency_key"_s, countsToJson(creates));
        ledger.insert(u"refunds_by_idempotency_key"_s, countsToJson(refundsByKey));
        return ledger;
    });
}

Response Control::showRequests(const Request &request) const
{
    return guarded(request, 200, [&]() -> Checked<QJsonObject> { return counts(); });
}

QJsonObject Control::counts() const
{
    return {{u"requests"_s, countsToJson(m_counts.arrived)},
        {u"processed"_s, countsToJson(m_counts.processed)}, {u"faults"_s, countsToJson(m_faults.struck())}};
}

Response Control::settle(const Request &request, const QString &id)
{
    return guarded(request, 200, [&]() -> Checked<QJsonObject> {
        const LedgerPayment *entry = m_ledger.find(id);
        if (!entry)
            return paymentNotFound(id);
        const QJsonObject order = QJsonDocument::fromJson(request.body).object();
        const PaymentStatus status = PaymentStatus::fromWire(order[u"status"].toString());
        if (!status.isFinal() && status != PaymentStatus::RequiresAction)
            return invalidParameter(u"status"_s, u"`status` must be a final status or requires_action."_s);
        if (!m_ledger.settle(id, status, order[u"decline_code"].toString(u"generic_decline"_s), m_clock()))
            return unprocessable(
                u"payment_final"_s, u"The payment is final: its status never changes again."_s);
        return paymentToJson(entry->payment, m_baseUrl);
    });
}

Response Control::seed(const Request &request)
{
    return guarded(request, 201, [&]() -> Checked<QJsonObject> {
        const Checked<SeedOrder> order = readSeedOrder(request.body);
        if (const auto *error = std::get_if<ApiError>(&order))
            return *error;
        sow(m_ledger, std::get<SeedOrder>(order), m_clock());
        return QJsonObject{{u"count"_s, std::get<SeedOrder>(order).count}};
    });
}

Response Control::guarded(const Request &request, int successStatus, const Handler &handler) const
{
    const QByteArray requestId = newRequestId();
    const Checked<QByteArray> caller = authenticate(request);
    const auto *refused = std::get_if<ApiError>(&caller);
    const Checked<QJsonObject> answer = refused ? Checked<QJsonObject>(*refused) : handler();
    Response response;
    if (const auto *error = std::get_if<ApiError>(&answer))
        response = errorResponse(*error, requestId);
    else
        response = {.status = successStatus,
            .contentType = "application/json",
            .body = QJsonDocument(std::get<QJsonObject>(answer)).toJson(QJsonDocument::Compact)};
    response.headers.append(commonHeaders(m_clock(), requestId));
    return response;
}

} // namespace paydesk::sandbox
