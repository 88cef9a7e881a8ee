// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/onceonlybody.h"

#include <algorithm>

namespace paydesk::flowlix {

OnceOnlyBody::OnceOnlyBody(QByteArray bytes, QObject *parent)
    : QIODevice(parent)
    , m_bytes(std::move(bytes))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 OnceOnlyBody::size() const
{
    return m_bytes.size();
}

bool OnceOnlyBody::reset()
{
    return false;
}

qint64 OnceOnlyBody::readData(char *data, qint64 maximum)
{
    const qint64 length = std::min(maximum, size() - pos());
    std::copy_n(m_bytes.constData() + pos(), length, data);
    return length;
}

qint64 OnceOnlyBody::writeData(const char *, qint64)
{
    return -1;
}

} // namespace paydesk::flowlix
