// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/notice.h"

#include <QFrame>
#include <QPointer>

class QPushButton;
class QVBoxLayout;

namespace paydesk::desk {

class NoticeRow;

/// What staff must know, under the banner: a row each, the loudest topic first and of one topic the newest
/// first. A few are on the screen at a time; a button turns to the others. It never takes the keyboard by
/// itself, and gives it back when the notice that had it is gone.
class NoticeBar : public QFrame
{
    Q_OBJECT
public:
    static constexpr int maximumShown = 3;

    explicit NoticeBar(QWidget *parent = nullptr);

    using QFrame::show;
    /// Adds a notice, or replaces the one of its key.
    void show(const Notice &notice);
    /// Takes away the notice of this key, if there is one.
    void clear(const NoticeKey &key);
    bool has(const NoticeKey &key) const { return find(key) >= 0; }

private:
    qsizetype find(const NoticeKey &key) const; ///< -1 where there is none
    void arrange();
    void turn();
    void giveKeyboardBack();

    QVBoxLayout *m_layout;
    QPushButton *m_more;
    QList<NoticeRow *> m_rows; ///< as they are shown
    qsizetype m_first = 0; ///< of m_rows, on the screen
    QPointer<QWidget> m_before; ///< had the keyboard before it came here
};

} // namespace paydesk::desk
