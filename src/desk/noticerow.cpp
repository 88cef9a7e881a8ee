// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/noticerow.h"

#include "desk/look.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace paydesk::desk {

namespace {

constexpr int pictureSize = 24;

} // namespace

NoticeRow::NoticeRow(const Notice &notice, QWidget *parent)
    : QFrame(parent)
    , m_notice(notice)
    , m_layout(new QHBoxLayout(this))
    , m_picture(new QLabel(this))
    , m_text(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_text->setObjectName(QStringLiteral("text"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    scaleFont(m_text, 1.1, true);
    m_picture->setAccessibleName(tr("Notice"));
    m_layout->setContentsMargins(12, 6, 12, 6);
    m_layout->addWidget(m_picture);
    m_layout->addWidget(m_text, 1);
    build();
}

void NoticeRow::setNotice(const Notice &notice)
{
    const bool same = isTheSame(notice);
    m_notice = notice; // what its buttons do may be another thing
    if (!same)
        build();
}

void NoticeRow::build()
{
    m_picture->setPixmap(noticeIcon(m_notice.tone, palette()).pixmap(pictureSize, pictureSize));
    m_text->setText(m_notice.text);
    m_text->setToolTip(m_notice.detail.toHtmlEscaped());
    setTextColor(m_text, toneColor(m_notice.tone, palette()));
    addButtons();
}

void NoticeRow::announce()
{
    QAccessibleEvent alert(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

bool NoticeRow::hasKeyboard() const
{
    return std::any_of(
        m_buttons.begin(), m_buttons.end(), [](const QPushButton *button) { return button->hasFocus(); });
}

bool NoticeRow::isTheSame(const Notice &notice) const
{
    return notice.tone == m_notice.tone && notice.text == m_notice.text && notice.detail == m_notice.detail
        && notice.dismissable == m_notice.dismissable
        && std::equal(notice.actions.begin(), notice.actions.end(), m_notice.actions.begin(),
            m_notice.actions.end(),
            [](const NoticeAction &one, const NoticeAction &other) { return one.text == other.text; });
}

QPushButton *NoticeRow::addButton(const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setFocusPolicy(Qt::TabFocus);
    m_layout->addWidget(button);
    m_buttons.append(button);
    return button;
}

void NoticeRow::addButtons()
{
    for (QPushButton *button : std::as_const(m_buttons)) {
        button->hide();
        button->deleteLater();
    }
    m_buttons.clear();
    for (const NoticeAction &action : std::as_const(m_notice.actions)) {
        // A copy: what it does may replace the notice.
        connect(addButton(action.text), &QPushButton::clicked, this, [run = action.run] { run(); });
    }
    if (m_notice.dismissable)
        connect(addButton(tr("Dismiss")), &QPushButton::clicked, this, &NoticeRow::dismissed);
}

} // namespace paydesk::desk
