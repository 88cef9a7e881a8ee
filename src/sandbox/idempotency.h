// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http.h"

#include <QJsonObject>
#include <QSet>

#include <optional>

namespace paydesk::sandbox {

/// Which request an idempotency key came with. The key counts within one API key's value only.
struct IdempotentCall
{
    QByteArray scopedKey; ///< hash of caller and idempotency key
    QByteArray fingerprint; ///< hash of method, path and body
};

/// `caller` is what authenticate() says.
IdempotentCall idempotentCall(const QByteArray &caller, const Request &request);

/// The answers to replay, for 24 hours. Pure: the time is an argument (Unix milliseconds).
class IdempotencyStore
{
public:
    enum class Decision { Execute, Replay, Conflict };

    Decision decide(const IdempotentCall &call, qint64 nowMs) const;
    /// The status, type and body to replay; call after Decision::Replay.
    Response stored(const IdempotentCall &call) const;
    /// Keeps an answer. Those that are not 2xx are not kept, so that the key can be used again at once.
    void store(const IdempotentCall &call, const Response &response, qint64 nowMs);

    /// As if the key had never been used.
    void forget(const IdempotentCall &call);

    /// While a key is held, its first request counts as still running: every other one is a conflict.
    void hold(const IdempotentCall &call);
    void release(const IdempotentCall &call);

    /// For the state file: what was stored since the last call, and how to put it back.
    QList<QJsonObject> takeChanged();
    void restore(const QJsonObject &entry);
    /// All that has not run out.
    QList<QJsonObject> entries(qint64 nowMs) const;

private:
    struct Entry
    {
        QByteArray fingerprint;
        Response response;
        qint64 storedMs = 0;
    };
    static QJsonObject toJson(const QByteArray &scopedKey, const Entry &entry);
    static bool isAlive(const Entry &entry, qint64 nowMs);

    QHash<QByteArray, Entry> m_entries;
    QSet<QByteArray> m_held;
    QList<QByteArray> m_changed;
};

} // namespace paydesk::sandbox
