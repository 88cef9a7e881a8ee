// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUuid>

namespace paydesk {

/// A new time-ordered id (UUID version 7, RFC 9562, section 5.7). Ids made by one process ascend even
/// within a millisecond and when the clock steps back. Thread-safe.
QUuid makeUuidV7();

bool isUuidV7(const QUuid &id);

/// The Unix time in milliseconds that a version 7 UUID carries in its first 48 bits.
qint64 uuidV7Milliseconds(const QUuid &id);

} // namespace paydesk
