// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/httpmessage.h"

namespace paydesk::sandbox {

namespace {

constexpr qsizetype maximumHead = 64LL * 1024;
constexpr qsizetype maximumBody = 16LL * 1024 * 1024;
constexpr char headEnd[] = "\r\n\r\n";
constexpr char lineEnd[] = "\r\n";

QByteArray headerName(const QByteArray &line)
{
    return line.left(line.indexOf(':')).trimmed().toLower();
}

} // namespace

QList<QByteArray> HttpMessage::startLine() const
{
    return head.left(head.indexOf(lineEnd)).split(' ');
}

QByteArray HttpMessage::header(const QByteArray &name) const
{
    const QList<QByteArray> lines = head.split('\n');
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (headerName(lines[i]) == name)
            return lines[i].mid(lines[i].indexOf(':') + 1).trimmed();
    }
    return {};
}

void HttpMessage::addHeader(const QByteArray &name, const QByteArray &value)
{
    head.insert(head.size() - 2, name + ": " + value + lineEnd);
}

void HttpMessage::removeHeaders(const QByteArray &prefix)
{
    qsizetype start = head.indexOf(lineEnd) + 2;
    while (start < head.size() - 2) {
        const qsizetype next = head.indexOf(lineEnd, start) + 2;
        if (headerName(head.mid(start, next - start)).startsWith(prefix))
            head.remove(start, next - start);
        else
            start = next;
    }
}

Framing takeMessage(QByteArray &stream, HttpMessage &message)
{
    const qsizetype headSize = stream.indexOf(headEnd) + 4;
    if (headSize < 4)
        return stream.size() > maximumHead ? Framing::Unacceptable : Framing::Incomplete;
    HttpMessage found{.head = stream.left(headSize), .body = {}};
    const QByteArray length = found.header("content-length");
    bool ok = true;
    const qlonglong bodySize = length.isEmpty() ? 0 : length.toLongLong(&ok);
    if (!ok || bodySize < 0 || bodySize > maximumBody || headSize > maximumHead
        || found.startLine().size() < 3 || !found.header("transfer-encoding").isEmpty())
        return Framing::Unacceptable;
    if (stream.size() < headSize + bodySize)
        return Framing::Incomplete;
    found.body = stream.mid(headSize, bodySize);
    stream.remove(0, headSize + bodySize);
    message = found;
    return Framing::Complete;
}

} // namespace paydesk::sandbox
