// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/protocol.h"

#include <QWidget>

#include <memory>

namespace Ui {
class CheckoutWindow;
}

namespace paydesk::checkout {

class GuardedPage;
class PageFrame;

/// The window that the customer pays in: what is paid and to whom above the page, and the way out.
class CheckoutWindow : public QWidget
{
    Q_OBJECT
public:
    /// `sandboxed`: whether the engine runs inside its own sandbox; where not, the window says so.
    explicit CheckoutWindow(bool sandboxed, QWidget *parent = nullptr);
    ~CheckoutWindow() override;

    void setPage(GuardedPage *page);
    /// Fills the header, shows the window above the desk's and takes the keyboard.
    void present(const ShowPage &page);
    /// Raises the window and takes the keyboard again.
    void takeKeyboardAgain(const ShowPage &page);
    /// Takes the overlay away, since the page is being loaded again.
    void expectPage(const QUrl &url);

signals:
    /// The window is on the screen; once for each present().
    void onScreen();
    /// The customer or staff want the page gone; `how` is one of `closedby`. The window is still there.
    void closeRequested(const QString &how);
    void reloadRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setHeader(const ShowPage &page);
    void fitScreen();

    std::unique_ptr<Ui::CheckoutWindow> m_ui;
    PageFrame *m_frame;
    bool m_appearing = false; ///< presented, but not on the screen yet
};

} // namespace paydesk::checkout
