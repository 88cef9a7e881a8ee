// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/guardedpage.h"
#include "checkout/guardedprofile.h"

#include <QObject>
#include <QSet>

#include <memory>
#include <vector>

namespace paydesk::checkout {

class PopupWindow;

/// One payment's share of the engine: a fresh profile, its page and the windows that this opens. Nothing of
/// the payment is left in the engine when it is destroyed. Made ahead of time it holds a blank page, so that
/// the engine is warm.
class PaymentPages : public QObject
{
    Q_OBJECT
public:
    /// `window` is the one its popups stay above.
    explicit PaymentPages(QWidget *window);
    ~PaymentPages() override;

    GuardedPage *page() const;
    /// Loads the payment's page, the first time or again. Closes what windows it had opened.
    void open(const QUrl &pageUrl, const QUrl &returnUrl);

signals:
    void loaded();
    void returned(const QString &query);
    /// Once for each `what`: a page in a loop must not flood the record.
    void blocked(const QString &what);
    /// The renderer of the page or of a popup died; its window says so.
    void crashed();
    /// The page asks to be closed.
    void closeRequested();

private:
    void watch(GuardedPage *page);
    void warmedUp();
    void report(const QString &what);
    void openPopup(QWebEngineNewWindowRequest &request);
    void dropPopup(const PopupWindow *popup);

    QWidget *m_window;
    bool m_warming = true; ///< the blank page is still being loaded
    QUrl m_pageUrl;
    QUrl m_returnUrl;
    QSet<QString> m_reported;
    // In this order: pages go before their profile.
    std::unique_ptr<GuardedProfile> m_profile;
    std::unique_ptr<GuardedPage> m_page;
    std::vector<std::unique_ptr<PopupWindow>> m_popups;
};

} // namespace paydesk::checkout
