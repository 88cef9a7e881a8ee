// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/notice.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace paydesk::desk {

/// One notice on the screen. It takes the keyboard only from Tab, and then Space alone presses its buttons:
/// an Enter that was meant for the form does nothing here.
class NoticeRow : public QFrame
{
    Q_OBJECT
public:
    explicit NoticeRow(const Notice &notice, QWidget *parent = nullptr);

    const NoticeKey &key() const { return m_notice.key; }
    /// Another of the same key.
    void setNotice(const Notice &notice);
    /// Whether it looks as this one would.
    bool isTheSame(const Notice &notice) const;
    /// Tells a screen reader.
    void announce();
    bool hasKeyboard() const;

signals:
    void dismissed();

private:
    void build();
    QPushButton *addButton(const QString &text);
    void addButtons();

    Notice m_notice;
    QHBoxLayout *m_layout;
    QLabel *m_picture;
    QLabel *m_text;
    QList<QPushButton *> m_buttons;
};

} // namespace paydesk::desk
