// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/faults.h"

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

constexpr FaultRow faultRows[] = {
    {u"drop_before", FaultKind::DropBefore, FaultPlace::InsteadOfService, 0},
    {u"status", FaultKind::Status, FaultPlace::InsteadOfService, 503},
    {u"redirect", FaultKind::Redirect, FaultPlace::InsteadOfService, 307},
    {u"drop_after", FaultKind::DropAfter, FaultPlace::OnTheAnswer, 0},
    {u"stall", FaultKind::Stall, FaultPlace::OnTheAnswer, 0},
    {u"delay", FaultKind::Delay, FaultPlace::OnTheAnswer, 1000},
    {u"status_after", FaultKind::StatusAfter, FaultPlace::OnTheAnswer, 500},
    {u"truncated", FaultKind::Truncated, FaultPlace::OnTheAnswer, 0},
    {u"truncated_chunkless", FaultKind::TruncatedChunkless, FaultPlace::OnTheAnswer, 0},
    {u"garbage", FaultKind::Garbage, FaultPlace::OnTheAnswer, 0},
    {u"empty", FaultKind::Empty, FaultPlace::OnTheAnswer, 0},
    {u"wrong_type", FaultKind::WrongType, FaultPlace::OnTheAnswer, 0},
    {u"drip", FaultKind::Drip, FaultPlace::OnTheAnswer, 200},
    {u"huge", FaultKind::Huge, FaultPlace::OnTheAnswer, 100LL * 1024 * 1024},
    {u"stale", FaultKind::Stale, FaultPlace::InTheService, 1},
    {u"in_flight", FaultKind::InFlight, FaultPlace::InTheService, 3000},
};

constexpr char elsewhere[] = "https://elsewhere.invalid/";

} // namespace

FaultPlace Fault::place() const
{
    const auto *row = std::find_if(std::begin(faultRows), std::end(faultRows),
        [this](const FaultRow &candidate) { return candidate.kind == kind; });
    return row->place;
}

Checked<FaultRule> FaultTable::read(const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    const QString name = json[u"fault"].toString();
    const auto *row = std::find_if(std::begin(faultRows), std::end(faultRows),
        [&name](const FaultRow &candidate) { return candidate.name == name; });
    if (row == std::end(faultRows))
        return invalidParameter(u"fault"_s, u"There is no fault '%1'."_s.arg(name));

    FaultRule rule;
    rule.method = json[u"method"].toString().toLatin1().toUpper();
    rule.target = json[u"path"].toString(u"/"_s).toUtf8();
    rule.skip = json[u"skip"].toInt(0);
    rule.times = json[u"times"].toInt(1);
    rule.fault.kind = row->kind;
    rule.fault.value = json[u"value"].toInteger(row->value);
    rule.fault.location = json[u"location"].toString(QString::fromLatin1(elsewhere)).toUtf8();
    if (json[u"retry_after"].isDouble())
        rule.fault.retryAfter = json[u"retry_after"].toInt();
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
        if (rule.times > 0)
            --rule.times;
        return rule.fault;
    }
    return std::nullopt;
}

} // namespace paydesk::sandbox
