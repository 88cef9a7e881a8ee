// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/linechannel.h"

#include <QJsonDocument>

#include <array>
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace paydesk::checkout {

LineChannel::LineChannel(int input, int output, QObject *parent)
    : QObject(parent)
    , m_notifier(input, QSocketNotifier::Read)
    , m_output(output)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &LineChannel::read);
}

void LineChannel::send(const QJsonObject &message)
{
    const QByteArray line = QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n';
    qsizetype written = 0;
    while (written < line.size()) {
        const ssize_t count
            = ::write(m_output, line.constData() + written, static_cast<size_t>(line.size() - written));
        if (count < 0 && errno != EINTR)
            return; // the end of input says the same, and ends the process
        written += qMax(count, ssize_t(0));
    }
}

void LineChannel::read()
{
    // One read for each activation: there is something to read, so it does not block.
    std::array<char, 16 * 1024> chunk;
    const ssize_t count = ::read(static_cast<int>(m_notifier.socket()), chunk.data(), chunk.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0) {
        m_notifier.setEnabled(false);
        emit ended();
        return;
    }
    m_buffer.append(chunk.data(), count);
    for (qsizetype end = m_buffer.indexOf('\n'); end >= 0; end = m_buffer.indexOf('\n')) {
        const QByteArray line = m_buffer.first(end);
        m_buffer.remove(0, end + 1);
        if (!std::exchange(m_skipping, false))
            take(line);
    }
    if (m_buffer.size() > maximumLineLength) {
        if (!std::exchange(m_skipping, true))
            qWarning("a line of input is too long");
        m_buffer.clear();
    }
}

void LineChannel::take(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    if (document.isObject())
        emit received(document.object());
    else
        qWarning("a line of input is not a JSON object");
}

} // namespace paydesk::checkout
