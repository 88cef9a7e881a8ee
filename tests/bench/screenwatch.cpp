// SPDX-License-Identifier: GPL-3.0-or-later
#include "screenwatch.h"

#include <QElapsedTimer>
#include <QThread>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <xcb/xcb.h>

namespace paydesk::bench {

namespace {

constexpr int stripWidth = 48;
constexpr int bytesAPixel = 4;
constexpr qint64 quietMs = 400;
constexpr qint64 timeoutMs = 30'000;
constexpr unsigned long stepUs = 500; // between two looks

struct Free
{
    void operator()(void *reply) const { std::free(reply); } // NOLINT(cppcoreguidelines-no-malloc): xcb's way
};

template <typename T> using Reply = std::unique_ptr<T, Free>;

xcb_screen_t *screenOf(xcb_connection_t *x)
{
    return xcb_setup_roots_iterator(xcb_get_setup(x)).data;
}

/// A line of text is a run of scan lines that are not all of one colour.
int linesOfText(const QByteArray &picture)
{
    const qsizetype lineBytes = qsizetype(stripWidth) * bytesAPixel;
    int lines = 0;
    bool inText = false;
    for (qsizetype at = 0; at + lineBytes <= picture.size(); at += lineBytes) {
        const char *line = picture.constData() + at;
        const bool uniform = std::memcmp(line, line + bytesAPixel, size_t(lineBytes - bytesAPixel)) == 0;
        lines += !uniform && !inText ? 1 : 0;
        inText = !uniform;
    }
    return lines;
}

} // namespace

void ScreenWatch::Disconnect::operator()(xcb_connection_t *connection) const
{
    xcb_disconnect(connection);
}

ScreenWatch::ScreenWatch(const QString &display)
    : m_x(xcb_connect(qPrintable(display), nullptr))
{
}

ScreenWatch::~ScreenWatch() = default;

std::optional<ScreenWatch::Painted> ScreenWatch::untilPainted(
    const std::function<void()> &start, const std::function<quint32()> &findWindow)
{
    QElapsedTimer clock;
    clock.start();
    start();
    std::optional<QRect> place;
    while (!place) {
        if (clock.elapsed() > timeoutMs)
            return {};
        if (const quint32 window = findWindow())
            place = placeOf(window);
        else
            QThread::usleep(stepUs);
    }

    QByteArray last = picture(*place);
    qint64 changedAt = clock.nsecsElapsed();
    while (clock.nsecsElapsed() - changedAt < quietMs * 1'000'000) {
        if (clock.elapsed() > timeoutMs)
            return {};
        QThread::usleep(stepUs);
        QByteArray next = picture(*place);
        if (next == last)
            continue;
        changedAt = clock.nsecsElapsed();
        last = std::move(next);
    }
    return Painted{.ms = double(changedAt) / 1e6, .linesOfText = linesOfText(last)};
}

QSize ScreenWatch::screenSize() const
{
    const xcb_screen_t *screen = screenOf(m_x.get());
    return {screen->width_in_pixels, screen->height_in_pixels};
}

std::optional<QRect> ScreenWatch::placeOf(quint32 window) const
{
    const Reply<xcb_get_geometry_reply_t> size(
        xcb_get_geometry_reply(m_x.get(), xcb_get_geometry(m_x.get(), window), nullptr));
    const Reply<xcb_translate_coordinates_reply_t> at(xcb_translate_coordinates_reply(
        m_x.get(), xcb_translate_coordinates(m_x.get(), window, screenOf(m_x.get())->root, 0, 0), nullptr));
    if (!size || !at)
        return {};
    const QRect strip(at->dst_x + size->width * 3 / 4, at->dst_y, stripWidth, size->height);
    return strip.intersected(QRect(QPoint(0, 0), screenSize()));
}

QByteArray ScreenWatch::picture(const QRect &place) const
{
    const auto cookie = xcb_get_image(m_x.get(), XCB_IMAGE_FORMAT_Z_PIXMAP, screenOf(m_x.get())->root,
        static_cast<int16_t>(place.x()), static_cast<int16_t>(place.y()),
        static_cast<uint16_t>(place.width()), static_cast<uint16_t>(place.height()), ~0U);
    const Reply<xcb_get_image_reply_t> reply(xcb_get_image_reply(m_x.get(), cookie, nullptr));
    if (!reply)
        return {};
    return QByteArray(reinterpret_cast<const char *>(xcb_get_image_data(reply.get())),
        xcb_get_image_data_length(reply.get()));
}

} // namespace paydesk::bench
