// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/statusdelegate.h"

#include "desk/look.h"
#include "models/paymentsmodel.h"

namespace paydesk::desk {

const QIcon &StatusDelegate::icon(const QModelIndex &index, const QPalette &palette) const
{
    const bool review = index.data(models::PaymentsModel::ReviewRole).toBool();
    const int outcome = index.data(models::PaymentsModel::OutcomeRole).toInt();
    const auto tone = Tone(index.data(models::PaymentsModel::ToneRole).toInt());
    QIcon &icon = m_icons[{review ? -1 - int(tone) : outcome, palette.cacheKey()}];
    if (icon.isNull())
        icon = review ? reviewIcon(tone, palette) : outcomeIcon(Outcome(outcome), palette);
    return icon;
}

void StatusDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto tone = Tone(index.data(models::PaymentsModel::ToneRole).toInt());
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->icon = icon(index, option->palette);
    option->decorationSize = QSize(16, 16);
    option->palette.setColor(QPalette::Text, toneColor(tone, option->palette));
    option->font.setBold(true);
}

} // namespace paydesk::desk
