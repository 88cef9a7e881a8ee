// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

class QWidget;

namespace paydesk::desk {

/// Makes sure that the keyboard goes to the hosted page and comes back: it decides whether a card number
/// lands in the page or in the desk. A window manager may refuse to move the focus; the proof that it did
/// is that the desk's own window is no longer active, and until then it is asked for again.
class FocusHandover : public QObject
{
    Q_OBJECT
public:
    explicit FocusHandover(QWidget &deskWindow);

    /// The page's window is on the screen.
    void pageShown();
    /// The page's window is gone: the desk takes the keyboard.
    void pageGone();

signals:
    /// The checkout window should ask for the keyboard once more.
    void askAgain();

private:
    void check();

    QWidget &m_deskWindow;
    QTimer m_timer;
    int m_triesLeft = 0;
};

} // namespace paydesk::desk
