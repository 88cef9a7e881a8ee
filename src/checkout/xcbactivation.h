// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

class QWidget;

namespace paydesk::checkout {

/// Keeps a shown top-level window above another program's window (WM_TRANSIENT_FOR). To be called after each
/// show(), which writes that property itself. Does nothing off X11 or for window 0.
void stayAbove(QWidget &window, quint32 otherWindow);

/// Raises a shown top-level window and brings the keyboard to it, also under a window manager that prevents
/// focus stealing: asks it as a pager would (_NET_ACTIVE_WINDOW, source 2) in the name of `requestor`, the
/// window that has the keyboard now. Where there is no such window manager, or no X11, asks Qt.
/// There is no answer to it: success shows in the other window's deactivation.
void takeKeyboard(QWidget &window, quint32 requestor);

/// Whether the X server sends keys to this top-level window. False off X11.
bool hasKeyboard(const QWidget &window);

} // namespace paydesk::checkout
