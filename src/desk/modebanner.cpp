// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/modebanner.h"

#include "desk/look.h"

namespace paydesk::desk {

ModeBanner::ModeBanner(QWidget *parent)
    : QLabel(parent)
{
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setMargin(8);
    setAutoFillBackground(true);
    hide();
}

void ModeBanner::setMode(Mode mode, const QString &shopName, bool asRoot)
{
    QString text;
    switch (mode) {
    case Mode::Training:
        text = tr("TRAINING · nothing is charged · test card 4111 1111 1111 1111");
        break;
    case Mode::Test:
        text = tr("TEST · %1 · Flowlix test mode, no real money").arg(shopName);
        break;
    case Mode::Live:
        text = tr("LIVE · %1 · real payments").arg(shopName);
        break;
    }
    if (asRoot)
        text += tr(" · as root: the web engine's sandbox is off, no real payments");
    setText(text);

    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, modeColor(mode));
    palette.setColor(QPalette::WindowText, Qt::white);
    setPalette(palette);
    scaleFont(this, 1.0, true);
    show();
}

} // namespace paydesk::desk
