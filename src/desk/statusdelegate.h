// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

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
    /// By outcome and palette: an icon is drawn once, not once a cell.
    mutable QMap<std::pair<Outcome, qint64>, QIcon> m_icons;
};

} // namespace paydesk::desk
