// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace paydesk::sandbox {

/// One HTTP/1.1 message as it came over the wire, cut out of its connection's stream.
struct HttpMessage
{
    QByteArray head; ///< start line and headers, up to and with the empty line
    QByteArray body;

    /// The start line's words: method, target, version; or version, status, reason.
    QList<QByteArray> startLine() const;
    /// Empty where there is none. `name` in lower case.
    QByteArray header(const QByteArray &name) const;
    void addHeader(const QByteArray &name, const QByteArray &value);
    /// Removes every header whose name begins with `prefix` (lower case).
    void removeHeaders(const QByteArray &prefix);
    QByteArray bytes() const { return head + body; }
};

enum class Framing {
    Incomplete, ///< more bytes are needed
    Complete, ///< a message was taken off the stream
    Unacceptable, ///< too long, or framed in a way the sandbox does not speak (chunked)
};

/// Takes the first whole message off `stream`. Bodies are framed by Content-Length.
Framing takeMessage(QByteArray &stream, HttpMessage &message);

} // namespace paydesk::sandbox
