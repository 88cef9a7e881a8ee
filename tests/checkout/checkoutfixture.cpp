// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkoutfixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace paydesk::checkout;

namespace paydesk::test {

bool CheckoutFixture::start(Display::WindowManager manager)
{
    m_display = std::make_unique<Display>(manager);
    if (!m_display->start())
        return false;
    m_screen = std::make_unique<X11Client>(m_display->name());
    return restartProgram(environment());
}

bool CheckoutFixture::restartProgram(const QProcessEnvironment &environment, const QStringList &arguments)
{
    m_program = std::make_unique<CheckoutProgram>(environment);
    m_program->start(arguments);
    return QTest::qWaitFor([this] { return m_program->has(PageEvent::Ready); }, patience);
}

QProcessEnvironment CheckoutFixture::environment() const
{
    QProcessEnvironment environment = m_display->environment();
    environment.insert(u"HOME"_s, m_home.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_home.path());
    for (const auto &name : {u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s})
        environment.remove(name);
    return environment;
}

ShowPage CheckoutFixture::newPayment(const QString &path)
{
    ++m_payments;
    return {.payment = u"payment-%1"_s.arg(m_payments),
        .pageUrl = m_pages.url(path),
        .returnUrl = returnUrl(),
        .shop = u"Shop %1"_s.arg(m_payments),
        .amount = u"EUR 25.00"_s,
        .description = u"Two coffees"_s};
}

ShowPage CheckoutFixture::open(const QString &path)
{
    ShowPage page = newPayment(path);
    m_program->forget();
    m_program->show(page);
    return page;
}

ShowPage CheckoutFixture::openHtml(const QByteArray &html)
{
    m_pages.serve("/page", html);
    return open(u"/page"_s);
}

bool CheckoutFixture::isOnScreen(const ShowPage &page) const
{
    return m_screen->windowTitled(page.shop + u" – card payment"_s) != 0;
}

} // namespace paydesk::test
