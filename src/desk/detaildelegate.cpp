// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/detaildelegate.h"

#include "desk/look.h"
#include "models/detailrows.h"

#include <QAbstractItemView>
#include <QMouseEvent>
#include <QPainter>
#include <QTextLayout>

#include <cmath>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using models::DetailRows;

namespace {

constexpr int margin = 10;
constexpr int gap = 5; // above and below a row
constexpr int headingGap = 14; // above a heading
constexpr int buttonSize = 26;
constexpr int pictureSize = 16;
constexpr int room = buttonSize + 4; // beside the text, for the button

QFont captionFont(const QFont &font)
{
    QFont small = font;
    small.setPointSizeF(font.pointSizeF() * 0.88);
    return small;
}

QFont headingFont(const QFont &font)
{
    QFont bold = font;
    bold.setPointSizeF(font.pointSizeF() * 1.08);
    bold.setBold(true);
    return bold;
}

/// Lays a text out in lines of this width, breaking words that are longer; its height.
qreal layOut(QTextLayout &layout, int width)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    if (layout.text().isRightToLeft())
        option.setTextDirection(Qt::RightToLeft);
    layout.setTextOption(option);
    layout.setCacheEnabled(true);
    qreal height = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, height});
        height += line.height();
    }
    layout.endLayout();
    return std::ceil(height);
}

/// A line break as QTextLayout knows it.
QString withLines(QString text)
{
    return text.replace(u'\n', QChar::LineSeparator);
}

/// The lesser text: fainter than the other, and readable.
QColor captionColor(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xb5, 0xba, 0xc2) : QColor(0x55, 0x5b, 0x65);
}

bool hasButton(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    return !index.data(DetailRows::HeadingRole).toBool()
        && option.state.testAnyFlags(QStyle::State_Selected | QStyle::State_MouseOver);
}

} // namespace

DetailDelegate::DetailDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

QRect DetailDelegate::copyButton(const QStyleOptionViewItem &option)
{
    const QRect button(option.rect.right() - buttonSize - 2, option.rect.top() + 3, buttonSize, buttonSize);
    return QStyle::visualRect(option.direction, option.rect, button);
}

void DetailDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool heading = index.data(DetailRows::HeadingRole).toBool();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QPalette &palette = option.palette;
    painter->save();
    if (selected)
        painter->fillRect(option.rect, palette.highlight());
    const QColor color = palette.color(heading ? QPalette::Active : palette.currentColorGroup(),
        selected ? QPalette::HighlightedText : QPalette::Text);
    const int width = option.rect.width() - 2 * margin - (heading ? 0 : room);
    QRect rest = QStyle::visualRect(option.direction, option.rect,
        QRect(option.rect.left() + margin, option.rect.top() + (heading ? headingGap : gap), width,
            option.rect.height()));
    if (!heading) {
        QTextLayout caption(
            withLines(index.data(DetailRows::CaptionRole).toString()), captionFont(option.font));
        const qreal height = layOut(caption, width);
        painter->setPen(selected ? color : captionColor(palette));
        caption.draw(painter, rest.topLeft());
        rest.translate(0, int(height));
    }
    QTextLayout text(withLines(index.data().toString()), heading ? headingFont(option.font) : option.font);
    layOut(text, width);
    painter->setPen(color);
    text.draw(painter, rest.topLeft());
    if (hasButton(option, index)) {
        const QIcon icon = tintedIcon(u":/desk/copy.svg"_s, color);
        const QRect button = copyButton(option);
        icon.paint(painter,
            QRect(0, 0, pictureSize, pictureSize)
                .translated(button.center())
                .translated(-pictureSize / 2, -pictureSize / 2));
    }
    painter->restore();
}

QSize DetailDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool heading = index.data(DetailRows::HeadingRole).toBool();
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int whole = view ? view->viewport()->width() : option.rect.width();
    const int width = std::max(whole - 2 * margin - (heading ? 0 : room), 40);
    QTextLayout text(withLines(index.data().toString()), heading ? headingFont(option.font) : option.font);
    qreal height = layOut(text, width) + (heading ? headingGap + gap : 2 * gap);
    if (!heading) {
        QTextLayout caption(
            withLines(index.data(DetailRows::CaptionRole).toString()), captionFont(option.font));
        height += layOut(caption, width);
    }
    return {width, int(height)};
}

bool DetailDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonRelease && index.flags().testFlag(Qt::ItemIsEnabled)
        && copyButton(option).contains(static_cast<QMouseEvent *>(event)->pos())) {
        emit copyRequested(index);
        return true;
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace paydesk::desk
