// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/faults.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

struct FaultRow
{
    QStringView name;
    FaultKind kind;
    FaultPlace place;
    qint64 value; ///< where the request names none
};

// There is no row for a payment that exists and is not found, as right after its creation: "status" with 404
// is that. Answers that come in another order than the service gave them: "delay", or "stale".
constexpr FaultRow faultRows[] = {
    {u"drop_before", FaultKind::DropBefore, FaultPlace::InsteadOfService, 0},
    {u"status", FaultKind::Status, FaultPlace::InsteadOfService, 503},
    {u"redirect", FaultKind::Redirect, FaultPlace::InsteadOfService, 307},
    {u"drop_after", FaultKind::DropAfter, FaultPlace::OnTheAnswer, 0},
    {u"stall", FaultKind::Stall, FaultPlace::OnTheAnswer, 0},
    {u"stall_head", FaultKind::StallHead, FaultPlace::OnTheAnswer, 0},
    {u"delay", FaultKind::Delay, FaultPlace::OnTheAnswer, 1000},
    {u"status_after", FaultKind::StatusAfter, FaultPlace::OnTheAnswer, 500},
    {u"truncated", FaultKind::Truncated, FaultPlace::OnTheAnswer, 0},
    {u"truncated_chunkless", FaultKind::TruncatedChunkless, FaultPlace::OnTheAnswer, 0},
    {u"garbage", FaultKind::Garbage, FaultPlace::OnTheAnswer, 0},
    {u"empty", FaultKind::Empty, FaultPlace::OnTheAnswer, 0},
    {u"drip", FaultKind::Drip, FaultPlace::OnTheAnswer, 200},
    {u"huge", FaultKind::Huge, FaultPlace::OnTheAnswer, 100LL * 1024 * 1024},
    {u"wrong_type", FaultKind::WrongType, FaultPlace::InTheBody, 0},
    {u"duplicate_amount", FaultKind::DuplicateAmount, FaultPlace::InTheBody, 0},
    {u"duplicate_id", FaultKind::DuplicateId, FaultPlace::InTheBody, 0},
    {u"nan_amount", FaultKind::NanAmount, FaultPlace::InTheBody, 0},
    {u"huge_amount", FaultKind::HugeAmount, FaultPlace::InTheBody, 0},
    {u"other_amount", FaultKind::OtherAmount, FaultPlace::InTheBody, 1},
    {u"other_currency", FaultKind::OtherCurrency, FaultPlace::InTheBody, 0},
    {u"other_attempt", FaultKind::OtherAttempt, FaultPlace::InTheBody, 0},
    {u"pending_again", FaultKind::PendingAgain, FaultPlace::InTheBody, 0},
    {u"short_page", FaultKind::ShortPage, FaultPlace::InTheBody, 0},
    {u"stale", FaultKind::Stale, FaultPlace::InTheService, 1},
    {u"in_flight", FaultKind::InFlight, FaultPlace::InTheService, 3000},
    {u"other_payment", FaultKind::OtherPayment, FaultPlace::InTheService, 0},
    {u"forget_key", FaultKind::ForgetKey, FaultPlace::InTheService, 0},
    {u"hide_newest", FaultKind::HideNewest, FaultPlace::InTheService, 1},
};

constexpr char elsewhere[] = "https://elsewhere.invalid/";

const FaultRow &rowOf(FaultKind kind)
{
    return *std::find_if(
        std::begin(faultRows), std::end(faultRows), [kind](const FaultRow &row) { return row.kind == kind; });
}

/// From a name, or from an object that has one in "fault".
Checked<Fault> readFault(const QJsonValue &order)
{
    const QString name = order.isString() ? order.toString() : order[u"fault"].toString();
    const auto *row = std::find_if(std::begin(faultRows), std::end(faultRows),
        [&name](const FaultRow &candidate) { return candidate.name == name; });
    if (row == std::end(faultRows))
        return invalidParameter(u"fault"_s, u"There is no fault '%1'."_s.arg(name));
    Fault fault{.kind = row->kind,
        .value = order[u"value"].toInteger(row->value),
        .location = order[u"location"].toString(QString::fromLatin1(elsewhere)).toUtf8()};
    if (order[u"retry_after"].isDouble())
        fault.retryAfter = order[u"retry_after"].toInt();
    return fault;
}

} // namespace

FaultPlace Fault::place() const
{
    return rowOf(kind).place;
}

Checked<FaultRule> FaultTable::read(const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    const QJsonArray orders = json.contains(u"faults"_s) ? json[u"faults"].toArray() : QJsonArray{json};
    if (orders.isEmpty())
        return invalidParameter(u"faults"_s, u"`faults` must be a list with a fault in it."_s);

    FaultRule rule;
    for (const auto &order : orders) {
        const Checked<Fault> fault = readFault(order);
        if (const auto *error = std::get_if<ApiError>(&fault))
            return *error;
        rule.faults.append(std::get<Fault>(fault));
    }
    rule.method = json[u"method"].toString().toLatin1().toUpper();
    rule.target = json[u"path"].toString(u"/"_s).toUtf8();
    rule.skip = json[u"skip"].toInt(0);
    rule.times = json[u"times"].toInt(json.contains(u"probability"_s) ? -1 : 1);
    rule.probability = json[u"probability"].toDouble(json.contains(u"probability"_s) ? -1 : 1);
    if (rule.probability < 0 || rule.probability > 1)
        return invalidParameter(u"probability"_s, u"`probability` must be a number from 0 to 1."_s);
    rule.random.seed(static_cast<quint32>(json[u"seed"].toInteger(1)));
    return rule;
}

void FaultTable::add(const FaultRule &rule)
{
    m_rules.append(rule);
}

void FaultTable::clear()
{
    m_rules.clear();
}

std::optional<Fault> FaultTable::take(const QByteArray &method, const QByteArray &target)
{
    if (target.startsWith("/sandbox/"))
        return std::nullopt;
    for (FaultRule &rule : m_rules) {
        if (rule.times == 0 || (!rule.method.isEmpty() && rule.method != method)
            || !target.startsWith(rule.target))
            continue;
        if (rule.skip > 0) {
            --rule.skip;
            continue;
        }
        if (rule.random.generateDouble() >= rule.probability)
            continue;
        if (rule.times > 0)
            --rule.times;
        const Fault &fault = rule.faults.at(rule.random.bounded(rule.faults.size()));
        ++m_struck[rowOf(fault.kind).name.toString()];
        return fault;
    }
    return std::nullopt;
}

} // namespace paydesk::sandbox
