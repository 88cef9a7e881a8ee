// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uuidv7.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QtEndian>

#include <mutex>

namespace paydesk {

namespace {

/// With the 48 lowest bits of the milliseconds, and the version and variant put into the other bits.
QUuid uuidV7(quint64 milliseconds, quint16 bitsBehindVersion, quint64 rest)
{
    QUuid id;
    id.data1 = uint(milliseconds >> 16);
    id.data2 = ushort(milliseconds & 0xffff);
    id.data3 = ushort(0x7000 | (bitsBehindVersion & 0x0fff));
    qToBigEndian(rest, id.data4);
    id.data4[0] = uchar((id.data4[0] & 0x3f) | 0x80);
    return id;
}

} // namespace

QUuid makeUuidV7()
{
    // 48 bits of time and the 12 bits behind the version are one counter of 1/4096 ms: it takes the time
    // when that is ahead, and otherwise counts on.
    static std::mutex mutex;
    static quint64 last = 0;
    quint64 ticks = 0;
    {
        const std::lock_guard lock(mutex);
        last = qMax(quint64(QDateTime::currentMSecsSinceEpoch()) << 12, last + 1);
        ticks = last;
    }
    return uuidV7(ticks >> 12, quint16(ticks), QRandomGenerator::system()->generate64());
}

QUuid derivedUuidV7(const QDateTime &time, const QByteArray &name)
{
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256);
    const qint64 milliseconds = time.isValid() ? qMax(qint64(0), time.toMSecsSinceEpoch()) : 0;
    return uuidV7(quint64(milliseconds), qFromBigEndian<quint16>(hash.constData()),
        qFromBigEndian<quint64>(hash.constData() + sizeof(quint16)));
}

bool isUuidV7(const QUuid &id)
{
    return id.variant() == QUuid::DCE && id.data3 >> 12 == 7;
}

qint64 uuidV7Milliseconds(const QUuid &id)
{
    return qint64(quint64(id.data1) << 16 | id.data2);
}

} // namespace paydesk
