// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkoutprogram.h"
#include "pageserver.h"
#include "support/display.h"
#include "support/x11client.h"

#include <QByteArray>
#include <QTemporaryDir>

#include <memory>

namespace paydesk::test {

/// How long to wait for what must come; a busy machine may take long.
inline constexpr int patience = 30'000; // ms

/// For pages: takes the note "typable" once keys reach the page. The engine drops those that come before the
/// page's first text is on the screen, so there must be some, and two pictures must have passed.
inline const QByteArray noteWhenTypable = R"(<script>
    const look = () => document.hasFocus()
        ? requestAnimationFrame(() => requestAnimationFrame(() => fetch('/note?typable')))
        : requestAnimationFrame(look);
    look();
</script>)";

/// The real paydesk-checkout on a display of its own, a server for the payment pages, and one that stands
/// where the return URL points and must never be reached.
class CheckoutFixture
{
public:
    /// Starts display and program; false when one did not come up.
    bool start(Display::WindowManager manager = Display::WindowManager::Openbox);
    /// Ends the program and starts another one, with the same home.
    bool restartProgram(const QProcessEnvironment &environment, const QStringList &arguments = {});

    CheckoutProgram &program() { return *m_program; }
    X11Client &screen() { return *m_screen; }
    PageServer &pages() { return m_pages; }
    PageServer &shop() { return m_shop; }
    QString home() const { return m_home.path(); }
    QProcessEnvironment environment() const;

    QUrl returnUrl() const { return m_shop.url(QStringLiteral("/return")); }
    /// The next payment: its page is at `path` of pages().
    checkout::ShowPage newPayment(const QString &path);
    /// Shows a new payment's page, from `path`, after forgetting all messages.
    checkout::ShowPage open(const QString &path);
    /// The same, with `html` served there.
    checkout::ShowPage openHtml(const QByteArray &html);
    /// True when the window of this payment is on the screen.
    bool isOnScreen(const checkout::ShowPage &page) const;

private:
    QTemporaryDir m_home;
    std::unique_ptr<Display> m_display;
    std::unique_ptr<X11Client> m_screen;
    PageServer m_pages;
    PageServer m_shop;
    std::unique_ptr<CheckoutProgram> m_program;
    int m_payments = 0;
};

} // namespace paydesk::test
