// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <cstdint>

/// What the fuzzers have in common. Each is one program with one entry point, LLVMFuzzerTestOneInput(), that
/// libFuzzer calls with bytes of its making.
namespace paydesk::fuzz {

/// Something that must hold for every input. Where it does not, the program ends, and libFuzzer keeps the
/// input. `seen` is what stood in its place.
void require(bool holds, const char *property, const QString &seen = {});

/// The bytes of one input, to be taken from the front. Past the end there are zeros, and nothing.
class Input
{
public:
    Input(const uint8_t *data, size_t size)
        : m_rest(reinterpret_cast<const char *>(data), qsizetype(size))
    {
    }

    bool isEmpty() const { return m_rest.isEmpty(); }
    uint8_t byte();
    /// Little-endian, of so many bytes.
    quint64 number(int bytes);
    QByteArray bytes(qsizetype count);
    QByteArray rest() { return bytes(m_rest.size()); }
    /// Up to the next line feed, which is taken as well.
    QByteArray line();

private:
    QByteArrayView m_rest;
};

/// Any code units, where the input begins with a zero (little-endian, halves of pairs included); else UTF-8.
QString textIn(const QByteArray &bytes);

} // namespace paydesk::fuzz
