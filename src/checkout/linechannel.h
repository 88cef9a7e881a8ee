// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QSocketNotifier>

namespace paydesk::checkout {

/// Single-line JSON over two file descriptors, which it does not own. Reading never blocks; a line that is
/// too long or no JSON object is dropped with a warning that does not repeat it.
class LineChannel : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype maximumLineLength = 64 * 1024; ///< bytes

    LineChannel(int input, int output, QObject *parent = nullptr);

    /// Writes one line before it returns. Does nothing once the other side has gone.
    void send(const QJsonObject &message);

signals:
    void received(const QJsonObject &message);
    /// The other side closed its end, or is gone. Nothing follows.
    void ended();

private:
    void read();
    void take(const QByteArray &line);

    QSocketNotifier m_notifier;
    int m_output;
    QByteArray m_buffer;
    bool m_skipping = false; ///< inside a line that is too long
};

} // namespace paydesk::checkout
