// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/checkout.h"

#include "checkout/guardedpage.h"
#include "checkout/paymentpages.h"
#include "core/secureurl.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

Checkout::Checkout(bool sandboxed, QObject *parent)
    : QObject(parent)
    , m_sandboxed(sandboxed)
    , m_window(sandboxed)
{
    connect(&m_window, &CheckoutWindow::onScreen, this, [this] { tell(PageEvent::Shown); });
    connect(&m_window, &CheckoutWindow::closeRequested, this,
        [this](const QString &how) { close(PageEvent::Closed, how); });
    connect(&m_window, &CheckoutWindow::reloadRequested, this, &Checkout::reload);
    renewPages();
}

Checkout::~Checkout()
{
    m_window.setPage(nullptr);
}

void Checkout::receive(const QJsonObject &message)
{
    if (const auto page = showPageFromJson(message)) {
        show(*page);
    } else if (const auto payment = hideMessageFromJson(message)) {
        if (*payment == m_shown.payment)
            takeAway();
    } else {
        qWarning("a message from the desk is not understood");
    }
}

void Checkout::show(const ShowPage &page)
{
    if (page.payment == m_shown.payment) {
        m_window.takeKeyboardAgain(page);
        return;
    }
    m_shown = page; // the window stays where it is when it passes from one payment to the next
    if (page.live && !m_sandboxed) {
        tell(PageEvent::Blocked, u"a live payment without the engine's sandbox"_s);
        close(PageEvent::Closed, closedby::refused);
    } else if (!isSecureUrl(page.pageUrl)) {
        tell(PageEvent::Blocked, u"a page that is not secure"_s);
        close(PageEvent::Closed, closedby::refused);
    } else {
        open(page);
    }
}

void Checkout::open(const ShowPage &page)
{
    if (m_pagesUsed)
        renewPages();
    m_pagesUsed = true;
    m_pages->open(page.pageUrl, page.returnUrl);
    m_window.present(page);
}

/// Hides at once; what is left of the payment in the engine goes right after that.
void Checkout::takeAway()
{
    m_shown = {};
    m_window.hide();
    if (m_pagesUsed)
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_pagesUsed && m_shown.payment.isEmpty())
                    renewPages();
            },
            Qt::QueuedConnection);
}

void Checkout::renewPages()
{
    auto pages = std::make_unique<PaymentPages>(&m_window);
    connect(pages.get(), &PaymentPages::loaded, this, [this] { tell(PageEvent::Loaded); });
    connect(pages.get(), &PaymentPages::blocked, this,
        [this](const QString &what) { tell(PageEvent::Blocked, what); });
    connect(pages.get(), &PaymentPages::crashed, this, [this] { tell(PageEvent::Crashed); });
    connect(pages.get(), &PaymentPages::returned, this,
        [this](const QString &query) { close(PageEvent::Returned, query); });
    connect(
        pages.get(), &PaymentPages::closeRequested, this,
        [this] { close(PageEvent::Closed, closedby::window); }, Qt::QueuedConnection);
    m_window.setPage(pages->page());
    m_pages = std::move(pages); // the last payment's end here
    m_pagesUsed = false;
}

/// Asks for the payment's page from the start. Loading the current address again could send a form twice.
void Checkout::reload()
{
    m_window.expectPage(m_shown.pageUrl);
    m_pages->open(m_shown.pageUrl, m_shown.returnUrl);
}

void Checkout::close(PageEvent event, const QString &detail)
{
    const QString payment = m_shown.payment;
    if (payment.isEmpty())
        return;
    takeAway();
    emit send(toJson(PageMessage{event, payment, detail}));
}

void Checkout::tell(PageEvent event, const QString &detail)
{
    if (!m_shown.payment.isEmpty())
        emit send(toJson(PageMessage{event, m_shown.payment, detail}));
}

} // namespace paydesk::checkout
