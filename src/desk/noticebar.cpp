// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/noticebar.h"

#include "desk/look.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>

namespace paydesk::desk {

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_picture(new QLabel(this))
    , m_text(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_picture->setAccessibleName(tr("Notice"));
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_picture);
    layout->addWidget(m_text, 1);
    hide();
}

void NoticeBar::showNotice(Topic topic, Tone tone, const QString &text, const QString &detail)
{
    m_topic = topic;
    const Outcome shape = tone == Tone::Bad ? Outcome::Declined : Outcome::NotKnownYet;
    m_picture->setPixmap(outcomeIcon(shape, palette()).pixmap(24, 24));
    m_text->setText(text);
    m_text->setToolTip(detail.toHtmlEscaped());
    setTextColor(m_text, toneColor(tone, palette()));
    scaleFont(m_text, 1.1, true);
    show();
    QAccessibleEvent alert(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void NoticeBar::clear(Topic topic)
{
    if (topic == m_topic)
        hide();
}

} // namespace paydesk::desk
