// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QMap>
#include <QStyledItemDelegate>

namespace paydesk::desk {

/// Draws a payment's status as icon, word and colour.
class StatusDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const QIcon &icon(const QModelIndex &index, const QPalette &palette) const;

    /// By shape and palette: an icon is drawn once, not once a cell.
    mutable QMap<std::pair<int, qint64>, QIcon> m_icons;
};

} // namespace paydesk::desk
