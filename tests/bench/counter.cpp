// SPDX-License-Identifier: GPL-3.0-or-later
#include "counter.h"

#include "payments/charge.h"
#include "sandbox/steering.h"
#include "waiter.h"

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr int restMs = 300;
const QUrl returnUrl(u"https://paydesk.invalid/return"_s);
const Money amount(2500, Currency::Eur);

double sinceMs(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

SecretKey key()
{
    return SecretKey::parse("fl_test_sk_paydesk_bench").value();
}

void rest()
{
    QObject context;
    Waiter waiter;
    QTimer::singleShot(restMs, &context, [&waiter] { waiter.done(); });
    waiter.wait();
}

} // namespace

Counter::Counter(const QUrl &service, const QString &directory)
    : m_journal(directory)
    , m_client({.baseUrl = service, .key = key()})
{
    // Before there is a till: what is connected first hears of it first, before any work is done.
    using checkout::CheckoutProcess;
    QObject::connect(&m_checkout, &CheckoutProcess::loaded, &m_context, [this] {
        if (m_sale.chargeToLoadedMs == 0) // and not at the pages that follow
            m_sale.chargeToLoadedMs = sinceMs(m_sinceCharge);
    });
    QObject::connect(&m_checkout, &CheckoutProcess::returned, &m_context, [this] { m_sinceReturn.start(); });
    m_till = std::make_unique<payments::Till>(
        payments::Services{.client = m_client, .journal = m_journal, .checkout = m_checkout, .key = key()},
        payments::TillConfig{.shopName = u"Bench"_s, .returnUrl = returnUrl});
}

bool Counter::open()
{
    Waiter opened;
    bool ok = false;
    m_journal.open(&m_context, [&](const Result<Done> &result) {
        ok = result.ok();
        opened.done();
    });
    m_checkout.warmUp();
    return opened.wait() && ok;
}

std::optional<Sale> Counter::sell()
{
    m_sale = {};
    m_sinceReturn.invalidate();
    m_sinceCharge.start();
    const auto charge = m_till->charge({.amount = amount,
        .description = u"Two concert tickets"_s,
        .metadata = {{sandbox::steering::page, sandbox::steering::pagevalue::pay}}});
    const bool settled = charge && settle(**charge);
    m_till->clearCurrent();
    rest();
    return settled && m_sale.chargeToLoadedMs > 0 ? std::optional(m_sale) : std::nullopt;
}

bool Counter::settle(const payments::Charge &charge)
{
    Waiter settled;
    QObject context;
    QObject::connect(&charge, &payments::Charge::changed, &context, [&] {
        const journal::SaleRecord &sale = charge.state().sale;
        if (!m_sinceReturn.isValid() || sale.outcome != Outcome::Paid || !m_sale.paymentId.isEmpty())
            return;
        m_sale.returnToResultMs = sinceMs(m_sinceReturn);
        m_sale.paymentId = sale.payment->id;
        settled.done();
    });
    return settled.wait();
}

std::optional<double> Counter::retrieveMs(const QString &paymentId)
{
    QObject context;
    Waiter answered;
    std::optional<double> ms;
    QElapsedTimer clock;
    clock.start();
    m_client.retrievePayment({.paymentId = paymentId, .amount = amount}, &context,
        [&](const Result<flowlix::PaymentAnswer> &result) {
            ms = result ? std::optional(sinceMs(clock)) : std::nullopt;
            answered.done();
        });
    answered.wait();
    return ms;
}

QUrl Counter::newPage()
{
    QObject context;
    Waiter answered;
    QUrl url;
    m_client.createPayment(
        {.body = flowlix::encodeCreate(
             {.amount = amount, .description = u"Two concert tickets"_s, .returnUrl = returnUrl}),
            .idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces),
            .amount = amount},
        &context, [&](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                url = result->payment.pageUrl;
            answered.done();
        });
    answered.wait();
    return url;
}

} // namespace paydesk::bench
