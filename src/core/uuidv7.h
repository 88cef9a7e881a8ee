// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QUuid>

namespace paydesk {

/// A new time-ordered id (UUID version 7, RFC 9562, section 5.7). Ids made by one process ascend even
/// within a millisecond and when the clock steps back. Thread-safe.
QUuid makeUuidV7();

/// The version 7 UUID of something that happened at `time` and is identified by `name`: the same in every
/// process and on every computer. What is not time in it comes from a hash (SHA-256) of the name. An invalid
/// time counts as the beginning of 1970.
QUuid derivedUuidV7(const QDateTime &time, const QByteArray &name);

bool isUuidV7(const QUuid &id);

/// The Unix time in milliseconds that a version 7 UUID carries in its first 48 bits.
qint64 uuidV7Milliseconds(const QUuid &id);

} // namespace paydesk
