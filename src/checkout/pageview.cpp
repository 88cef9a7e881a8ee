// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/pageview.h"

#include <QChildEvent>

namespace paydesk::checkout {

PageView::PageView(QWidget *parent)
    : QWebEngineView(parent)
{
    setContextMenuPolicy(Qt::NoContextMenu);
    setAcceptDrops(false);
    setAccessibleName(tr("Payment page"));
}

bool PageView::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop:
        event->ignore();
        return true;
    default:
        break;
    }
    const bool handled = QWebEngineView::event(event);
    // The widget that draws the page is a child, made anew for every renderer.
    if (event->type() == QEvent::ChildPolished)
        refuseDrops();
    return handled;
}

void PageView::refuseDrops()
{
    setAcceptDrops(false);
    const auto widgets = findChildren<QWidget *>();
    for (QWidget *widget : widgets)
        widget->setAcceptDrops(false);
}

} // namespace paydesk::checkout
