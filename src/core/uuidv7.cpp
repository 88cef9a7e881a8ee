// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uuidv7.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QtEndian>

#include <mutex>

namespace paydesk {

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
    QUuid id;
    id.data1 = uint(ticks >> 28);
    id.data2 = ushort(ticks >> 12 & 0xffff);
    id.data3 = ushort(0x7000 | (ticks & 0x0fff));
    const quint64 random = QRandomGenerator::system()->generate64();
    qToBigEndian(random, id.data4);
    id.data4[0] = uchar((id.data4[0] & 0x3f) | 0x80);
    return id;
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
