// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/fuzz/fuzz.h"

#include <cstdio>
#include <cstdlib>

/// Else much of the time goes into noting where each piece of memory came from. To look at one finding
/// closely: ASAN_OPTIONS=malloc_context_size=30.
extern "C" const char *__asan_default_options()
{
    return "malloc_context_size=2";
}

namespace paydesk::fuzz {

void require(bool holds, const char *property, const QString &seen)
{
    if (holds)
        return;
    std::fprintf(stderr, "Does not hold: %s\n%s\n", property, qUtf8Printable(seen));
    std::abort();
}

uint8_t Input::byte()
{
    return uint8_t(number(1));
}

quint64 Input::number(int bytes)
{
    quint64 number = 0;
    for (int i = 0; i < bytes && !m_rest.isEmpty(); ++i) {
        number |= quint64(uint8_t(m_rest.front())) << (8 * i);
        m_rest = m_rest.sliced(1);
    }
    return number;
}

QByteArray Input::bytes(qsizetype count)
{
    const QByteArray taken = m_rest.first(qMin(count, m_rest.size())).toByteArray();
    m_rest = m_rest.sliced(taken.size());
    return taken;
}

QByteArray Input::line()
{
    const qsizetype end = m_rest.toByteArray().indexOf('\n');
    if (end < 0)
        return rest();
    const QByteArray line = bytes(end);
    m_rest = m_rest.sliced(1);
    return line;
}

QString textIn(const QByteArray &bytes)
{
    if (!bytes.startsWith('\0'))
        return QString::fromUtf8(bytes);
    Input input(reinterpret_cast<const uint8_t *>(bytes.constData()) + 1, size_t(bytes.size()) - 1);
    QString text;
    while (!input.isEmpty())
        text += QChar(char16_t(input.number(2)));
    return text;
}

} // namespace paydesk::fuzz
