// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/syncstate.h"

#include "core/jsontext.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

QJsonValue toJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toMSecsSinceEpoch()) : QJsonValue();
}

QDateTime timeIn(const QJsonValue &json)
{
    return json.isDouble() ? QDateTime::fromMSecsSinceEpoch(json.toInteger(), Qt::UTC) : QDateTime();
}

} // namespace

QByteArray syncStateToJson(const SyncState &state)
{
    QJsonObject json{{u"complete_until_ms"_s, toJson(state.completeUntil)}, {u"canceled"_s, state.canceled}};
    if (const auto &pass = state.pass)
        json.insert(u"pass"_s,
            QJsonObject{{u"from_ms"_s, toJson(pass->createdFrom)}, {u"last_payment"_s, pass->lastPaymentId},
                {u"newest_ms"_s, toJson(pass->newest)}, {u"oldest_ms"_s, toJson(pass->oldest)},
                {u"read"_s, pass->read}, {u"imported"_s, pass->imported}, {u"updated"_s, pass->updated}});
    return compactJson(json);
}

SyncState syncStateFromJson(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    SyncState state{.completeUntil = timeIn(json["complete_until_ms"_L1]),
        .pass = {},
        .canceled = json["canceled"_L1].toBool()};
    if (const QJsonValue pass = json["pass"_L1]; pass.isObject())
        state.pass = SyncPass{.createdFrom = timeIn(pass["from_ms"_L1]),
            .lastPaymentId = pass["last_payment"_L1].toString(),
            .newest = timeIn(pass["newest_ms"_L1]),
            .oldest = timeIn(pass["oldest_ms"_L1]),
            .read = pass["read"_L1].toInteger(),
            .imported = pass["imported"_L1].toInteger(),
            .updated = pass["updated"_L1].toInteger()};
    return state;
}

} // namespace paydesk::journal
