// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace paydesk::desk {

/// Draws a row of models::DetailRows: a small caption, and under it the text, wrapped to the width of the
/// view wherever it must be. The row that is chosen, or under the mouse, has a button that copies it. All
/// text is plain.
class DetailDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit DetailDelegate(QObject *parent = nullptr);

    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// Where the button is in a row.
    static QRect copyButton(const QStyleOptionViewItem &option);

signals:
    void copyRequested(const QModelIndex &index);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;
};

} // namespace paydesk::desk
