// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/elidedlabel.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

ElidedLabel::ElidedLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString &text)
{
    m_text = text.simplified();
    setAccessibleName(m_text);
    updateToolTip();
    updateGeometry();
    update();
}

QString ElidedLabel::text() const
{
    return m_text;
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text), fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 4, fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
        fontMetrics().elidedText(m_text, m_mode, width()));
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    updateToolTip();
}

void ElidedLabel::updateToolTip()
{
    const bool cut = fontMetrics().horizontalAdvance(m_text) > width();
    // Escaped: a tool tip guesses whether it is HTML, and this text comes from outside.
    setToolTip(cut ? u"<qt>%1</qt>"_s.arg(m_text.toHtmlEscaped()) : QString());
}

} // namespace paydesk::checkout
