// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QUuid>
#include <QtEndian>

namespace paydesk::test {

/// A new version 7 UUID of another time: the id of a sale of then.
inline QUuid uuidAt(const QDateTime &time)
{
    QByteArray bytes = QUuid::createUuid().toRfc4122();
    const quint64 shifted = qToBigEndian(quint64(time.toMSecsSinceEpoch()) << 16);
    bytes.replace(0, 6, QByteArrayView(reinterpret_cast<const char *>(&shifted), 6));
    bytes[6] = char(0x70 | (bytes[6] & 0x0f));
    return QUuid::fromRfc4122(bytes);
}

} // namespace paydesk::test
