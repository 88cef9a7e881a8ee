// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/tintedicon.h"

#include <QIcon>
#include <QPainter>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

QColor toneColor(Tone tone, const QWidget &widget)
{
    const QPalette &palette = widget.palette();
    const bool dark = palette.color(QPalette::Window).lightness() < 128;
    switch (tone) {
    case Tone::Good:
        return dark ? QColor(0x7b, 0xd8, 0x8f) : QColor(0x1b, 0x6e, 0x33);
    case Tone::Bad:
        return dark ? QColor(0xff, 0x9d, 0x8f) : QColor(0xb3, 0x26, 0x1e);
    case Tone::Plain:
        break;
    }
    return palette.color(QPalette::WindowText);
}

QPixmap tintedIcon(const QString &name, Tone tone, int size, const QWidget &widget)
{
    QPixmap pixmap
        = QIcon(u":/checkout/%1.svg"_s.arg(name)).pixmap(QSize(size, size), widget.devicePixelRatioF());
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), toneColor(tone, widget));
    return pixmap;
}

} // namespace paydesk::checkout
