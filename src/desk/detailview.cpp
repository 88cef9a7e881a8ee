// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/detailview.h"

#include "desk/detaildelegate.h"
#include "models/detailrows.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QResizeEvent>
#include <QScrollBar>

namespace paydesk::desk {

DetailView::DetailView(QWidget *parent)
    : QListView(parent)
{
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(Adjust);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    auto *delegate = new DetailDelegate(this);
    setItemDelegate(delegate);
    connect(delegate, &DetailDelegate::copyRequested, this, &DetailView::copy);

    auto *action = new QAction(tr("Copy"), this);
    action->setShortcut(QKeySequence::Copy);
    action->setShortcutContext(Qt::WidgetShortcut);
    addAction(action);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(action, &QAction::triggered, this, [this] { copy(currentIndex()); });
}

void DetailView::keepPlace(const std::function<void()> &change)
{
    // The chosen row where it is in sight, for that is what staff looks at; else what is at the top.
    const bool inSight = viewport()->rect().intersects(visualRect(currentIndex()));
    const QPersistentModelIndex anchor = inSight ? currentIndex() : indexAt({1, 1});
    const int before = visualRect(anchor).top();
    change();
    if (!anchor.isValid())
        return;
    doItemsLayout();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + visualRect(anchor).top() - before);
}

void DetailView::copy(const QModelIndex &index)
{
    const QString text = index.data(models::DetailRows::CopyRole).toString();
    if (text.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(text);
    emit copied(index.data(models::DetailRows::CaptionRole).toString());
}

void DetailView::focusInEvent(QFocusEvent *event)
{
    QListView::focusInEvent(event);
    // Tab makes a row the current one without showing it.
    if (currentIndex().isValid() && selectionModel() && !selectionModel()->hasSelection())
        selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect);
}

void DetailView::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        scheduleDelayedItemsLayout(); // how the rows wrap depends on it
}

} // namespace paydesk::desk
