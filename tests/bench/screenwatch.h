// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QRect>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

struct xcb_connection_t;

namespace paydesk::bench {

/// Sees from outside, by the pixels of the display, when a program's window is painted: the same way for
/// every program.
class ScreenWatch
{
public:
    explicit ScreenWatch(const QString &display);
    ~ScreenWatch();
    Q_DISABLE_COPY_MOVE(ScreenWatch)

    struct Painted
    {
        double ms = 0; ///< from `start` until the strip showed its last picture
        int linesOfText = 0; ///< in that picture
    };
    /// Looks at a strip of the window that `findWindow` finds (0 while there is none), from top to bottom
    /// through the right half, where the desk has its list. The strip counts as painted since the moment
    /// after which its picture did not change for a while. Empty when no such window came.
    std::optional<Painted> untilPainted(
        const std::function<void()> &start, const std::function<quint32()> &findWindow);

private:
    std::optional<QRect> placeOf(quint32 window) const; ///< on the screen
    QByteArray picture(const QRect &place) const;
    QSize screenSize() const;

    struct Disconnect
    {
        void operator()(xcb_connection_t *connection) const;
    };
    std::unique_ptr<xcb_connection_t, Disconnect> m_x;
};

} // namespace paydesk::bench
