// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/x11client.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <xcb/xcb.h>
#include <xcb/xtest.h>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

constexpr quint32 sourcePager = 2;
constexpr quint32 maximumLength = 4096; // of a property, in units of four bytes

struct Free
{
    void operator()(void *reply) const { std::free(reply); } // NOLINT(cppcoreguidelines-no-malloc): xcb's way
};

template <typename T> using Reply = std::unique_ptr<T, Free>;

} // namespace

void X11Client::Disconnect::operator()(xcb_connection_t *connection) const
{
    xcb_disconnect(connection);
}

X11Client::X11Client(const QString &display)
    : m_x(xcb_connect(qPrintable(display), nullptr))
{
}

X11Client::~X11Client() = default;

bool X11Client::hasWindowManager() const
{
    return !windowProperty(root(), "_NET_SUPPORTING_WM_CHECK").isEmpty();
}

QStringList X11Client::visibleTitles() const
{
    QStringList titles;
    const auto windows = mappedWindows();
    for (const quint32 window : windows) {
        if (const QString text = title(window); !text.isEmpty())
            titles.append(text);
    }
    return titles;
}

quint32 X11Client::windowTitled(const QString &wantedTitle) const
{
    const auto windows = mappedWindows();
    for (const quint32 window : windows) {
        if (title(window) == wantedTitle)
            return window;
    }
    return 0;
}

quint32 X11Client::activeWindow() const
{
    return windowProperty(root(), "_NET_ACTIVE_WINDOW").value(0);
}

quint32 X11Client::transientFor(quint32 window) const
{
    return windowProperty(window, "WM_TRANSIENT_FOR").value(0);
}

quint32 X11Client::openWindow(const QString &title)
{
    const xcb_screen_t *screen = xcb_setup_roots_iterator(xcb_get_setup(m_x.get())).data;
    const xcb_window_t window = xcb_generate_id(m_x.get());
    const quint32 background = screen->white_pixel;
    xcb_create_window(m_x.get(), XCB_COPY_FROM_PARENT, window, screen->root, 0, 0, 400, 300, 0,
        XCB_WINDOW_CLASS_INPUT_OUTPUT, screen->root_visual, XCB_CW_BACK_PIXEL, &background);
    const QByteArray text = title.toUtf8();
    xcb_change_property(m_x.get(), XCB_PROP_MODE_REPLACE, window, atom("_NET_WM_NAME"), atom("UTF8_STRING"),
        8, static_cast<quint32>(text.size()), text.constData());
    xcb_map_window(m_x.get(), window);
    xcb_flush(m_x.get());
    return window;
}

void X11Client::activate(quint32 window)
{
    tellWindowManager(window, "_NET_ACTIVE_WINDOW", {sourcePager, XCB_CURRENT_TIME, 0});
}

void X11Client::close(quint32 window)
{
    tellWindowManager(window, "_NET_CLOSE_WINDOW", {XCB_CURRENT_TIME, sourcePager});
}

void X11Client::type(const QString &text)
{
    for (const QChar letter : text)
        tap(letter.unicode()); // a Latin-1 letter is its own keysym
}

void X11Client::tap(quint32 keysym, const QList<quint32> &held)
{
    for (const quint32 modifier : held)
        key(modifier, true);
    key(keysym, true);
    key(keysym, false);
    for (const quint32 modifier : held)
        key(modifier, false);
    xcb_flush(m_x.get());
}

quint32 X11Client::root() const
{
    return xcb_setup_roots_iterator(xcb_get_setup(m_x.get())).data->root;
}

quint32 X11Client::atom(const char *name) const
{
    const auto cookie = xcb_intern_atom(m_x.get(), 0, static_cast<uint16_t>(std::strlen(name)), name);
    const Reply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(m_x.get(), cookie, nullptr));
    return reply ? reply->atom : 0;
}

QList<quint32> X11Client::windowProperty(quint32 window, const char *name) const
{
    const auto cookie = xcb_get_property(m_x.get(), 0, window, atom(name), XCB_ATOM_ANY, 0, maximumLength);
    const Reply<xcb_get_property_reply_t> reply(xcb_get_property_reply(m_x.get(), cookie, nullptr));
    if (!reply || reply->format != 32)
        return {};
    const auto *values = static_cast<const quint32 *>(xcb_get_property_value(reply.get()));
    return {values, values + reply->value_len};
}

QString X11Client::title(quint32 window) const
{
    const auto cookie
        = xcb_get_property(m_x.get(), 0, window, atom("_NET_WM_NAME"), XCB_ATOM_ANY, 0, maximumLength);
    const Reply<xcb_get_property_reply_t> reply(xcb_get_property_reply(m_x.get(), cookie, nullptr));
    if (!reply)
        return {};
    return QString::fromUtf8(static_cast<const char *>(xcb_get_property_value(reply.get())),
        xcb_get_property_value_length(reply.get()));
}

/// Breadth first; a window manager puts frames around the windows of others.
QList<quint32> X11Client::mappedWindows() const
{
    QList<quint32> windows = {root()};
    for (qsizetype i = 0; i < windows.size(); ++i) {
        const auto cookie = xcb_query_tree(m_x.get(), windows.at(i));
        const Reply<xcb_query_tree_reply_t> tree(xcb_query_tree_reply(m_x.get(), cookie, nullptr));
        if (!tree)
            continue;
        const xcb_window_t *children = xcb_query_tree_children(tree.get());
        for (int child = 0; child < xcb_query_tree_children_length(tree.get()); ++child) {
            const auto asked = xcb_get_window_attributes(m_x.get(), children[child]);
            const Reply<xcb_get_window_attributes_reply_t> attributes(
                xcb_get_window_attributes_reply(m_x.get(), asked, nullptr));
            if (attributes && attributes->map_state == XCB_MAP_STATE_VIEWABLE)
                windows.append(children[child]);
        }
    }
    return windows;
}

quint8 X11Client::keycode(quint32 keysym) const
{
    const xcb_setup_t *setup = xcb_get_setup(m_x.get());
    const auto count = static_cast<uint8_t>(setup->max_keycode - setup->min_keycode + 1);
    const auto cookie = xcb_get_keyboard_mapping(m_x.get(), setup->min_keycode, count);
    const Reply<xcb_get_keyboard_mapping_reply_t> reply(
        xcb_get_keyboard_mapping_reply(m_x.get(), cookie, nullptr));
    if (!reply)
        return 0;
    const xcb_keysym_t *keysyms = xcb_get_keyboard_mapping_keysyms(reply.get());
    for (int code = 0; code < count; ++code) {
        if (keysyms[code * reply->keysyms_per_keycode] == keysym)
            return static_cast<quint8>(setup->min_keycode + code);
    }
    return 0;
}

void X11Client::key(quint32 keysym, bool press)
{
    xcb_test_fake_input(m_x.get(), press ? XCB_KEY_PRESS : XCB_KEY_RELEASE, keycode(keysym), XCB_CURRENT_TIME,
        root(), 0, 0, 0);
}

void X11Client::tellWindowManager(quint32 window, const char *message, const QList<quint32> &data)
{
    xcb_client_message_event_t event{};
    event.response_type = XCB_CLIENT_MESSAGE;
    event.format = 32;
    event.window = window;
    event.type = atom(message);
    std::copy(data.begin(), data.end(), std::begin(event.data.data32));
    xcb_send_event(m_x.get(), 0, root(),
        XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY | XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT,
        reinterpret_cast<const char *>(&event));
    xcb_flush(m_x.get());
}

} // namespace paydesk::test
