// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <memory>

struct xcb_connection_t;

namespace paydesk::test {

/// Looks at a display and types on it, as a person in front of it would. Window ids are X11's; 0 is none.
class X11Client
{
public:
    /// ":5"
    explicit X11Client(const QString &display);
    ~X11Client();
    Q_DISABLE_COPY_MOVE(X11Client)

    bool hasWindowManager() const;
    /// The titles of the top-level windows that are on the screen, in no particular order.
    QStringList visibleTitles() const;
    quint32 windowTitled(const QString &wantedTitle) const; ///< of those on the screen
    quint32 activeWindow() const; ///< as the window manager says
    quint32 transientFor(quint32 window) const;
    /// A plain window of the test's own, on the screen, that takes the keyboard when it is given to it.
    quint32 openWindow(const QString &title);
    /// Asks the window manager to give the keyboard to a window, as a click in a task bar does.
    void activate(quint32 window);
    /// Asks the window manager to close a window, as its title bar's button does.
    void close(quint32 window);

    /// Presses and releases keys: what a US keyboard has without Shift.
    void type(const QString &text);
    /// One key (an X keysym) while others are held.
    void tap(quint32 keysym, const QList<quint32> &held = {});

private:
    quint32 root() const;
    quint32 atom(const char *name) const;
    QList<quint32> windowProperty(quint32 window, const char *name) const;
    QString title(quint32 window) const;
    QList<quint32> mappedWindows() const;
    quint8 keycode(quint32 keysym) const;
    void key(quint32 keysym, bool press);
    void tellWindowManager(quint32 window, const char *message, const QList<quint32> &data);

    struct Disconnect
    {
        void operator()(xcb_connection_t *connection) const;
    };
    std::unique_ptr<xcb_connection_t, Disconnect> m_x;
};

} // namespace paydesk::test
