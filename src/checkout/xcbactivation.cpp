// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/xcbactivation.h"

#include <QByteArrayView>
#include <QGuiApplication>
#include <QWidget>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <xcb/xcb.h>

namespace paydesk::checkout {

namespace {

constexpr quint32 sourcePager = 2;
constexpr quint32 maximumSupported = 1024; // entries of _NET_SUPPORTED to look at, four bytes each

struct Free
{
    void operator()(void *reply) const { std::free(reply); } // NOLINT(cppcoreguidelines-no-malloc): xcb's way
};

template <typename T> using Reply = std::unique_ptr<T, Free>;

xcb_connection_t *connection()
{
    auto *x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
    return x11 ? x11->connection() : nullptr;
}

xcb_atom_t atom(xcb_connection_t *x, QByteArrayView name)
{
    const auto cookie = xcb_intern_atom(x, 0, static_cast<uint16_t>(name.size()), name.data());
    const Reply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(x, cookie, nullptr));
    return reply ? reply->atom : xcb_atom_t(XCB_ATOM_NONE);
}

xcb_window_t rootWindow(xcb_connection_t *x)
{
    return xcb_setup_roots_iterator(xcb_get_setup(x)).data->root;
}

bool windowManagerActivates(xcb_connection_t *x, xcb_atom_t activeWindow)
{
    const auto cookie = xcb_get_property(
        x, 0, rootWindow(x), atom(x, "_NET_SUPPORTED"), XCB_ATOM_ATOM, 0, maximumSupported);
    const Reply<xcb_get_property_reply_t> reply(xcb_get_property_reply(x, cookie, nullptr));
    if (!reply || reply->format != 32)
        return false;
    const auto *atoms = static_cast<const xcb_atom_t *>(xcb_get_property_value(reply.get()));
    return std::count(atoms, atoms + reply->value_len, activeWindow) > 0;
}

} // namespace

void stayAbove(QWidget &window, quint32 otherWindow)
{
    xcb_connection_t *x = connection();
    if (!x || otherWindow == 0)
        return;
    xcb_change_property(x, XCB_PROP_MODE_REPLACE, static_cast<xcb_window_t>(window.winId()),
        XCB_ATOM_WM_TRANSIENT_FOR, XCB_ATOM_WINDOW, 32, 1, &otherWindow);
    xcb_flush(x);
}

void takeKeyboard(QWidget &window, quint32 requestor)
{
    window.raise();
    xcb_connection_t *x = connection();
    const xcb_atom_t activeWindow = x ? atom(x, "_NET_ACTIVE_WINDOW") : xcb_atom_t(XCB_ATOM_NONE);
    if (!x || !windowManagerActivates(x, activeWindow)) {
        window.activateWindow();
        return;
    }
    xcb_client_message_event_t event{};
    event.response_type = XCB_CLIENT_MESSAGE;
    event.format = 32;
    event.window = static_cast<xcb_window_t>(window.winId());
    event.type = activeWindow;
    event.data.data32[0] = sourcePager;
    event.data.data32[1] = XCB_CURRENT_TIME;
    event.data.data32[2] = requestor;
    xcb_send_event(x, 0, rootWindow(x),
        XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY | XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT,
        reinterpret_cast<const char *>(&event));
    xcb_flush(x);
}

bool hasKeyboard(const QWidget &window)
{
    xcb_connection_t *x = connection();
    if (!x)
        return false;
    const Reply<xcb_get_input_focus_reply_t> reply(
        xcb_get_input_focus_reply(x, xcb_get_input_focus(x), nullptr));
    return reply && reply->focus == static_cast<xcb_window_t>(window.effectiveWinId());
}

} // namespace paydesk::checkout
