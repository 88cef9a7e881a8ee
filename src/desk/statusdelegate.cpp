// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/statusdelegate.h"

#include "desk/look.h"
#include "models/paymentsmodel.h"

namespace paydesk::desk {

void StatusDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto outcome = Outcome(index.data(models::PaymentsModel::OutcomeRole).toInt());
    QIcon &icon = m_icons[{outcome, option->palette.cacheKey()}];
    if (icon.isNull())
        icon = outcomeIcon(outcome, option->palette);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = icon;
    option->decorationSize = QSize(16, 16);
    option->palette.setColor(QPalette::Text, toneColor(outcomeTone(outcome), option->palette));
    option->font.setBold(true);
}

} // namespace paydesk::desk
