// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/refundrecord.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

struct StateName
{
    RefundState state;
    QLatin1StringView word; ///< in the file, so it never changes
};

constexpr StateName states[] = {
    {RefundState::NotKnownYet, "not_known_yet"_L1},
    {RefundState::Pending, "pending"_L1},
    {RefundState::Refunded, "refunded"_L1},
    {RefundState::Failed, "failed"_L1},
    {RefundState::NotMade, "not_made"_L1},
};

QString wordOf(RefundState state)
{
    const auto *name = std::find_if(
        std::begin(states), std::end(states), [state](const StateName &each) { return each.state == state; });
    return name->word;
}

RefundState stateIn(const QString &word)
{
    const auto *name = std::find_if(
        std::begin(states), std::end(states), [&word](const StateName &each) { return each.word == word; });
    return name == std::end(states) ? RefundState::NotKnownYet : name->state;
}

QJsonValue timeToJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toMSecsSinceEpoch()) : QJsonValue();
}

QDateTime timeFromJson(const QJsonValue &value)
{
    return value.isDouble() ? QDateTime::fromMSecsSinceEpoch(value.toInteger(), Qt::UTC) : QDateTime();
}

bool isClaimed(const Refund &refund, const RefundRecord &by, const QList<RefundRecord> &records)
{
    return std::any_of(records.begin(), records.end(), [&](const RefundRecord &other) {
        return other.refundId != by.refundId && other.serviceId == refund.id;
    });
}

} // namespace

bool isSettled(RefundState state)
{
    return state != RefundState::NotKnownYet && state != RefundState::Pending;
}

const Refund *findRefund(
    const RefundRecord &record, const Payment &payment, const QList<RefundRecord> &others)
{
    const auto found
        = std::find_if(payment.refunds.begin(), payment.refunds.end(), [&](const Refund &refund) {
              if (!record.serviceId.isEmpty())
                  return refund.id == record.serviceId;
              return refund.amount == record.amount && refund.reason == record.reason
                  && !record.refundsBefore.contains(refund.id) && !isClaimed(refund, record, others);
          });
    return payment.id == record.paymentId && found != payment.refunds.end() ? &*found : nullptr;
}

QJsonObject refundRecordToJson(const RefundRecord &record)
{
    return {{u"refund_id"_s, record.refundId.toString(QUuid::WithoutBraces)},
        {u"payment_id"_s, record.paymentId}, {u"amount"_s, record.amount.minorUnits()},
        {u"currency"_s, currencyWireCode(record.amount.currency())}, {u"reason"_s, record.reason},
        {u"idempotency_key"_s, QString::fromLatin1(record.idempotencyKey)},
        {u"request_body"_s, QString::fromUtf8(record.requestBody)},
        {u"key_fingerprint"_s, QString::fromLatin1(record.keyFingerprint)},
        {u"sent_at"_s, momentToJson(record.sentAt)},
        {u"refunds_before"_s, QJsonArray::fromStringList(record.refundsBefore)},
        {u"state"_s, wordOf(record.state)}, {u"service_id"_s, record.serviceId},
        {u"problem"_s, record.problem}, {u"ambiguous"_s, record.ambiguous}};
}

RefundRecord refundRecordFromJson(const QJsonObject &json)
{
    RefundRecord record;
    record.refundId = QUuid::fromString(json.value("refund_id"_L1).toString());
    record.paymentId = json.value("payment_id"_L1).toString();
    record.amount = Money(json.value("amount"_L1).toInteger(),
        currencyFromWireCode(json.value("currency"_L1).toString()).value_or(Currency::Eur));
    record.reason = json.value("reason"_L1).toString();
    record.idempotencyKey = json.value("idempotency_key"_L1).toString().toLatin1();
    record.requestBody = json.value("request_body"_L1).toString().toUtf8();
    record.keyFingerprint = json.value("key_fingerprint"_L1).toString().toLatin1();
    record.sentAt = momentFromJson(json.value("sent_at"_L1).toObject());
    const QJsonArray before = json.value("refunds_before"_L1).toArray();
    for (const QJsonValue id : before)
        record.refundsBefore += id.toString();
    record.state = stateIn(json.value("state"_L1).toString());
    record.serviceId = json.value("service_id"_L1).toString();
    record.problem = json.value("problem"_L1).toString();
    record.ambiguous = json.value("ambiguous"_L1).toBool();
    return record;
}

QJsonObject momentToJson(const Moment &moment)
{
    return {{u"wall_ms"_s, timeToJson(moment.wall)}, {u"boot"_s, QString::fromLatin1(moment.bootId)},
        {u"since_boot_ms"_s, qint64(moment.sinceBoot.count())},
        {u"service_ms"_s, timeToJson(moment.service)}};
}

Moment momentFromJson(const QJsonObject &json)
{
    return {.wall = timeFromJson(json.value("wall_ms"_L1)),
        .bootId = json.value("boot"_L1).toString().toLatin1(),
        .sinceBoot = std::chrono::milliseconds(json.value("since_boot_ms"_L1).toInteger()),
        .service = timeFromJson(json.value("service_ms"_L1))};
}

} // namespace paydesk::journal
