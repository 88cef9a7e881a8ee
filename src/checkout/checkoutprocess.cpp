// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/checkoutprocess.h"

#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace paydesk::checkout {

namespace {

// A child that dies at once would otherwise be started for ever.
constexpr int maximumRestarts = 3;
constexpr auto restartWindow = 10s;

} // namespace

CheckoutProcess::CheckoutProcess(QObject *parent)
    : CheckoutProcess(u"paydesk-checkout"_s, parent)
{
}

CheckoutProcess::CheckoutProcess(const QString &program, QObject *parent)
    : QObject(parent)
    , m_child(program, {})
{
    connect(&m_child, &ChildProcess::received, this, &CheckoutProcess::receive);
    // Queued: a process object cannot be started again from within its own report of the end.
    connect(&m_child, &ChildProcess::died, this, &CheckoutProcess::replaceDead, Qt::QueuedConnection);
}

void CheckoutProcess::warmUp()
{
    start();
}

qint64 CheckoutProcess::processId() const
{
    return m_child.processId();
}

void CheckoutProcess::show(const ShowPage &page)
{
    m_page = page;
    if (m_ready)
        m_child.send(toJson(m_page));
    else
        start();
}

void CheckoutProcess::hide(const QString &payment)
{
    if (payment.isEmpty() || payment != m_page.payment)
        return;
    m_page = {};
    if (m_ready)
        m_child.send(hideMessage(payment));
}

QString CheckoutProcess::currentPayment() const
{
    return m_page.payment;
}

void CheckoutProcess::start()
{
    if (m_started)
        return;
    m_started = true;
    m_child.start();
}

void CheckoutProcess::receive(const QJsonObject &json)
{
    const auto message = pageMessageFromJson(json);
    if (!message) {
        qWarning("the checkout sent a message that is not understood");
    } else if (message->event == PageEvent::Ready) {
        m_ready = true;
        if (!m_page.payment.isEmpty())
            m_child.send(toJson(m_page));
    } else if (message->payment == m_page.payment) {
        dispatch(*message);
    } // else it crossed with our change of page, and speaks of one that is gone
}

void CheckoutProcess::dispatch(const PageMessage &message)
{
    switch (message.event) {
    case PageEvent::Ready:
        break;
    case PageEvent::Shown:
        emit shown(message.payment);
        break;
    case PageEvent::Loaded:
        emit loaded(message.payment);
        break;
    case PageEvent::Returned:
        m_page = {};
        emit returned(message.payment, message.detail);
        break;
    case PageEvent::Closed:
        m_page = {};
        emit closed(message.payment, message.detail);
        break;
    case PageEvent::Blocked:
        emit blocked(message.payment, message.detail);
        break;
    case PageEvent::Crashed:
        emit crashed(message.payment);
        break;
    }
}

void CheckoutProcess::replaceDead(const QString &reason)
{
    m_started = false;
    m_ready = false;
    const QString payment = std::exchange(m_page, {}).payment;
    m_restarts.removeIf([](const QDeadlineTimer &restart) { return restart.hasExpired(); });
    const bool mayRestart = m_restarts.size() < maximumRestarts;
    if (mayRestart) {
        m_restarts.append(QDeadlineTimer(restartWindow));
        start();
    }
    // Last, so that whoever hears of it may show the page again at once.
    if (!payment.isEmpty())
        emit lost(payment);
    if (!mayRestart)
        emit failed(reason);
}

} // namespace paydesk::checkout
