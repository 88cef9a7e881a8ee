// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/paymentpages.h"

#include "checkout/popupwindow.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

namespace {

constexpr size_t maximumPopups = 4;
constexpr qsizetype maximumReports = 50;

} // namespace

PaymentPages::PaymentPages(QWidget *window)
    : m_window(window)
    , m_profile(std::make_unique<GuardedProfile>())
    , m_page(std::make_unique<GuardedPage>(m_profile.get()))
{
    connect(m_profile.get(), &GuardedProfile::blocked, this, &PaymentPages::report);
    watch(m_page.get());
    connect(m_page.get(), &GuardedPage::loaded, this, &PaymentPages::loaded);
    connect(m_page.get(), &QWebEnginePage::windowCloseRequested, this, &PaymentPages::closeRequested);
    // Also where the renderer dies meanwhile: loading makes a new one.
    connect(m_page.get(), &QWebEnginePage::loadFinished, this, &PaymentPages::warmedUp, Qt::QueuedConnection);
    connect(m_page.get(), &GuardedPage::failed, this, &PaymentPages::warmedUp, Qt::QueuedConnection);
    m_page->load(QUrl(u"about:blank"_s));
}

PaymentPages::~PaymentPages() = default;

GuardedPage *PaymentPages::page() const
{
    return m_page.get();
}

void PaymentPages::open(const QUrl &pageUrl, const QUrl &returnUrl)
{
    m_popups.clear();
    m_pageUrl = pageUrl;
    m_returnUrl = returnUrl;
    m_page->setReturnUrl(returnUrl);
    // A load on top of one that has not finished is never reported as loaded or failed.
    if (!m_warming)
        m_page->load(pageUrl);
}

void PaymentPages::warmedUp()
{
    if (std::exchange(m_warming, false) && !m_pageUrl.isEmpty())
        m_page->load(m_pageUrl);
}

void PaymentPages::watch(GuardedPage *page)
{
    connect(page, &GuardedPage::returned, this, &PaymentPages::returned);
    connect(page, &GuardedPage::blocked, this, &PaymentPages::report);
    connect(page, &GuardedPage::popupRequested, this, &PaymentPages::openPopup);
    connect(page, &GuardedPage::failed, this, [this](GuardedPage::Failure failure) {
        if (failure == GuardedPage::Failure::Crashed)
            emit crashed();
    });
}

void PaymentPages::report(const QString &what)
{
    if (m_reported.size() >= maximumReports || m_reported.contains(what))
        return;
    m_reported.insert(what);
    emit blocked(what);
}

void PaymentPages::openPopup(QWebEngineNewWindowRequest &request)
{
    if (m_popups.size() >= maximumPopups) {
        report(u"more windows"_s);
        return;
    }
    auto &popup
        = m_popups.emplace_back(std::make_unique<PopupWindow>(m_profile.get(), m_returnUrl, m_window));
    watch(popup->page());
    // Queued: it is told from within the window's own code.
    connect(
        popup.get(), &PopupWindow::closed, this, [this, closed = popup.get()] { dropPopup(closed); },
        Qt::QueuedConnection);
    popup->open(request);
}

void PaymentPages::dropPopup(const PopupWindow *popup)
{
    std::erase_if(m_popups, [popup](const auto &other) { return other.get() == popup; });
}

} // namespace paydesk::checkout
