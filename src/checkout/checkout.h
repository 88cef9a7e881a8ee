// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/checkoutwindow.h"
#include "checkout/protocol.h"

#include <QJsonObject>
#include <QObject>

#include <memory>

namespace paydesk::checkout {

class PaymentPages;

/// paydesk-checkout without its standard streams: what the desk asks for becomes a window and a page, and
/// what happens there becomes messages about the payment that is shown, and about no other.
class Checkout : public QObject
{
    Q_OBJECT
public:
    /// `sandboxed` as for CheckoutWindow. Without it real money is refused.
    explicit Checkout(bool sandboxed, QObject *parent = nullptr);
    ~Checkout() override;

    /// One line of the desk's. What is not understood is dropped with a warning.
    void receive(const QJsonObject &message);

signals:
    void send(const QJsonObject &message);

private:
    void show(const ShowPage &page);
    void open(const ShowPage &page);
    void takeAway();
    void renewPages();
    void reload();
    void close(PageEvent event, const QString &detail);
    void tell(PageEvent event, const QString &detail = {});

    bool m_sandboxed;
    ShowPage m_shown; ///< without a payment while the window is hidden
    bool m_pagesUsed = false; ///< the pages have seen a payment
    CheckoutWindow m_window;
    std::unique_ptr<PaymentPages> m_pages;
};

} // namespace paydesk::checkout
