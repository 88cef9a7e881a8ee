// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/guardedpage.h"

#include <QPointer>
#include <QProgressBar>
#include <QStackedWidget>
#include <QWidget>

namespace paydesk::checkout {

class ConnectionLabel;
class PageOverlay;
class PageView;

/// A page with what must stand around it: whom it is from, how far it has loaded, and an overlay instead of
/// an engine's error page. The same in the checkout window and in a popup.
class PageFrame : public QWidget
{
    Q_OBJECT
public:
    /// `overlayAction` is the text of the overlay's button.
    explicit PageFrame(const QString &overlayAction, QWidget *parent = nullptr);

    /// Shows another page, or none; does not own it.
    void setPage(GuardedPage *page);
    /// Call when the page is about to load `url` on our own account: takes an overlay away.
    void expect(const QUrl &url);
    /// Gives the keyboard to the page, or to the overlay's button where that is shown.
    void focusPage();

signals:
    void overlayActionTriggered();

private:
    void noticeKeyboard();
    void showFailure(GuardedPage::Failure failure);
    void updateConnection();

    ConnectionLabel *m_connection;
    QProgressBar *m_progress;
    QStackedWidget *m_stack;
    PageView *m_view;
    PageOverlay *m_overlay;
    QPointer<GuardedPage> m_page;
};

} // namespace paydesk::checkout
