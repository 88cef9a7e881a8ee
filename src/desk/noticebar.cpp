// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/noticebar.h"

#include "desk/noticerow.h"

#include <QApplication>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace paydesk::desk {

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_layout(new QVBoxLayout(this))
    , m_more(new QPushButton(this))
{
    m_more->setObjectName(QStringLiteral("moreNotices"));
    m_more->setFocusPolicy(Qt::TabFocus);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_more, 0, Qt::AlignRight);
    connect(m_more, &QPushButton::clicked, this, &NoticeBar::turn);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *before, QWidget *now) {
        if (now && isAncestorOf(now) && before && !isAncestorOf(before))
            m_before = before;
    });
    hide();
}

void NoticeBar::show(const Notice &notice)
{
    const qsizetype known = find(notice.key);
    if (known >= 0) {
        NoticeRow *row = m_rows[known];
        if (row->isTheSame(notice)) {
            row->setNotice(notice);
            return;
        }
        if (row->hasKeyboard())
            giveKeyboardBack();
        row->setNotice(notice);
        row->announce();
        return;
    }
    auto *row = new NoticeRow(notice, this);
    const auto place = std::find_if(m_rows.cbegin(), m_rows.cend(),
        [&notice](const NoticeRow *other) { return other->key().topic >= notice.key.topic; });
    m_rows.insert(place, row);
    connect(row, &NoticeRow::dismissed, this, [this, row] { clear(row->key()); });
    m_first = 0;
    arrange();
    row->announce();
}

void NoticeBar::clear(const NoticeKey &key)
{
    const qsizetype known = find(key);
    if (known < 0)
        return;
    NoticeRow *row = m_rows.takeAt(known);
    if (row->hasKeyboard())
        giveKeyboardBack();
    row->hide();
    m_layout->removeWidget(row);
    row->deleteLater();
    arrange();
}

qsizetype NoticeBar::find(const NoticeKey &key) const
{
    const auto found = std::find_if(
        m_rows.begin(), m_rows.end(), [&key](const NoticeRow *row) { return row->key() == key; });
    return found == m_rows.end() ? -1 : found - m_rows.begin();
}

void NoticeBar::arrange()
{
    if (m_first >= m_rows.size())
        m_first = 0;
    const qsizetype others = m_rows.size() - std::min<qsizetype>(m_rows.size() - m_first, maximumShown);
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const bool shown = i >= m_first && i < m_first + maximumShown;
        if (!shown && m_rows[i]->hasKeyboard())
            giveKeyboardBack();
        m_layout->insertWidget(int(i), m_rows[i]);
        m_rows[i]->setVisible(shown);
    }
    if (others == 0 && m_more->hasFocus())
        giveKeyboardBack();
    m_more->setText(tr("%n more notice(s)", nullptr, int(others)));
    m_more->setVisible(others > 0);
    setVisible(!m_rows.isEmpty());
}

void NoticeBar::turn()
{
    m_first += maximumShown;
    arrange();
}

void NoticeBar::giveKeyboardBack()
{
    if (m_before && m_before->isVisible() && m_before->isEnabled())
        m_before->setFocus();
    else if (QWidget *focus = QApplication::focusWidget())
        focus->clearFocus();
}

} // namespace paydesk::desk
