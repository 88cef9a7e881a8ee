// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/guardedpage.h"

#include <QWidget>

#include <memory>

class QWebEngineNewWindowRequest;

namespace paydesk::checkout {

class PageFrame;

/// A window that a payment's page opened: for card issuers that ask their question in one. Its page is
/// guarded as the first one is.
class PopupWindow : public QWidget
{
    Q_OBJECT
public:
    /// The profile is that of the payment and must outlive the window. `over` is the window it stays above.
    PopupWindow(QWebEngineProfile *profile, const QUrl &returnUrl, QWidget *over);
    ~PopupWindow() override;

    GuardedPage *page() const;
    /// Takes the page's request up and shows the window.
    void open(QWebEngineNewWindowRequest &request);

signals:
    /// Closed by the customer or by its page; the owner destroys it, not from within this signal.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    std::unique_ptr<GuardedPage> m_page;
    PageFrame *m_frame;
};

} // namespace paydesk::checkout
