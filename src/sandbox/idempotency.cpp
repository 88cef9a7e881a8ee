// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/idempotency.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

constexpr qint64 lifetimeMs = 24LL * 60 * 60 * 1000;

QByteArray digest(const QByteArrayList &parts)
{
    // A separator that occurs in no header and no path: two splits of one text must not be the same.
    return QCryptographicHash::hash(parts.join('\0'), QCryptographicHash::Sha256).toHex();
}

} // namespace

IdempotentCall idempotentCall(const QByteArray &caller, const Request &request)
{
    return {.scopedKey = digest({caller, request.headers.value("idempotency-key")}),
        .fingerprint = digest({request.method, request.path.toUtf8(), request.body})};
}

IdempotencyStore::Decision IdempotencyStore::decide(const IdempotentCall &call, qint64 nowMs) const
{
    if (m_held.contains(call.scopedKey))
        return Decision::Conflict;
    const auto it = m_entries.constFind(call.scopedKey);
    if (it == m_entries.cend() || !isAlive(*it, nowMs))
        return Decision::Execute;
    return it->fingerprint == call.fingerprint ? Decision::Replay : Decision::Conflict;
}

Response IdempotencyStore::stored(const IdempotentCall &call) const
{
    return m_entries.value(call.scopedKey).response;
}

void IdempotencyStore::store(const IdempotentCall &call, const Response &response, qint64 nowMs)
{
    if (response.status < 200 || response.status > 299)
        return;
    m_entries.insert(
        call.scopedKey, {.fingerprint = call.fingerprint, .response = response, .storedMs = nowMs});
    m_changed.append(call.scopedKey);
}

void IdempotencyStore::forget(const IdempotentCall &call)
{
    m_entries.remove(call.scopedKey);
}

void IdempotencyStore::hold(const IdempotentCall &call)
{
    m_held.insert(call.scopedKey);
}

void IdempotencyStore::release(const IdempotentCall &call)
{
    m_held.remove(call.scopedKey);
}

QList<QJsonObject> IdempotencyStore::takeChanged()
{
    QList<QJsonObject> changed;
    for (const QByteArray &key : std::as_const(m_changed))
        changed.append(toJson(key, m_entries.value(key)));
    m_changed.clear();
    return changed;
}

void IdempotencyStore::restore(const QJsonObject &entry)
{
    const Response response{.status = entry[u"status"].toInt(),
        .contentType = entry[u"content_type"].toString().toLatin1(),
        .body = entry[u"body"].toString().toUtf8()};
    m_entries.insert(entry[u"key"].toString().toLatin1(),
        {.fingerprint = entry[u"fingerprint"].toString().toLatin1(),
            .response = response,
            .storedMs = entry[u"stored_ms"].toInteger()});
}

QList<QJsonObject> IdempotencyStore::entries(qint64 nowMs) const
{
    QList<QJsonObject> all;
    for (auto it = m_entries.cbegin(); it != m_entries.cend(); ++it) {
        if (isAlive(*it, nowMs))
            all.append(toJson(it.key(), *it));
    }
    return all;
}

QJsonObject IdempotencyStore::toJson(const QByteArray &scopedKey, const Entry &entry)
{
    return {{u"key"_s, QString::fromLatin1(scopedKey)},
        {u"fingerprint"_s, QString::fromLatin1(entry.fingerprint)}, {u"status"_s, entry.response.status},
        {u"content_type"_s, QString::fromLatin1(entry.response.contentType)},
        {u"body"_s, QString::fromUtf8(entry.response.body)}, {u"stored_ms"_s, entry.storedMs}};
}

bool IdempotencyStore::isAlive(const Entry &entry, qint64 nowMs)
{
    return nowMs - entry.storedMs < lifetimeMs;
}

} // namespace paydesk::sandbox
