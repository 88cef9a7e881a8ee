// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/guardedpage.h"

#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace paydesk::checkout {

/// Stands in for a page that cannot be shown: what happened, in plain words, and the one thing to do.
class PageOverlay : public QWidget
{
    Q_OBJECT
public:
    /// `action` is the button's text.
    explicit PageOverlay(const QString &action, QWidget *parent = nullptr);

    void explain(GuardedPage::Failure failure);

signals:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void drawIcon();

    GuardedPage::Failure m_failure = GuardedPage::Failure::Crashed;
    QLabel *m_icon;
    QLabel *m_heading;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace paydesk::checkout
