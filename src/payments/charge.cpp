// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/charge.h"

#include "checkout/checkoutprocess.h"
#include "flowlix/client.h"
#include "journal/journal.h"
#include "payments/paymentlookup.h"

#include <QRandomGenerator>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace paydesk::payments {

namespace {

constexpr auto saveAgainAfter = 2s;

/// Up to a fifth more, so that many tills that lost the service do not all come back at once.
std::chrono::milliseconds withJitter(std::chrono::milliseconds pause)
{
    return pause
        + std::chrono::milliseconds(QRandomGenerator::global()->bounded(qint64(pause.count()) / 5 + 1));
}

} // namespace

Charge::Charge(
    const Services &services, const checkout::ShowPage &pageTexts, ChargeState state, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_page(pageTexts)
    , m_state(std::move(state))
{
    m_page.payment = attemptId().toString(QUuid::WithoutBraces);
    m_retry.setSingleShot(true);
    m_saveRetry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] { dispatch(m_retryEvent); });
    connect(&m_saveRetry, &QTimer::timeout, this, &Charge::saveUnsaved);
    listenToCheckout();
}

void Charge::begin(const journal::Event &intent)
{
    m_services.journal.append(intent, this, [this](const Result<journal::SaleRecord> &result) {
        if (result)
            dispatch(IntentCommitted{});
        else
            dispatch(IntentFailed{result.error()});
    });
}

void Charge::resume(bool mayResend)
{
    dispatch(Recovered{mayResend});
}

bool Charge::isFinished() const
{
    const bool over = m_state.phase == Phase::Settled || m_state.phase == Phase::NotStarted;
    return over && m_effects.isEmpty() && !m_appending && m_unsaved.isEmpty();
}

void Charge::checkAgain()
{
    dispatch(StaffAsks{});
}

void Charge::reopenPage()
{
    dispatch(StaffReopensPage{});
}

void Charge::raisePage()
{
    if (m_state.pageOpen)
        m_services.checkout.show(m_page);
}

void Charge::leave()
{
    dispatch(StaffLeaves{});
}

void Charge::dispatch(const ChargeEvent &event)
{
    Transition transition = advance(std::move(m_state), event);
    m_state = std::move(transition.state);
    m_effects.append(std::move(transition.effects));
    runEffects();
}

void Charge::runEffects()
{
    while (!m_appending && !m_effects.isEmpty()) {
        const Effect effect = m_effects.takeFirst();
        std::visit([this](const auto &e) { carryOut(e); }, effect);
    }
    if (!m_appending)
        emit changed();
}

void Charge::carryOut(const Append &effect)
{
    if (!m_unsaved.isEmpty()) {
        m_unsaved.append(effect.event); // Facts stay in their order.
        return;
    }
    m_appending = true;
    m_services.journal.append(
        effect.event, this, [this, event = effect.event](const Result<journal::SaleRecord> &result) {
            m_appending = false;
            if (!result) {
                m_unsaved.append(event);
                m_saveRetry.start(saveAgainAfter);
                emit storageFailed(result.error());
            }
            runEffects();
        });
}

void Charge::saveUnsaved()
{
    m_services.journal.append(m_unsaved.first(), this, [this](const Result<journal::SaleRecord> &result) {
        if (!result) {
            m_saveRetry.start(saveAgainAfter);
            return;
        }
        m_unsaved.removeFirst();
        if (!m_unsaved.isEmpty()) {
            saveUnsaved();
            return;
        }
        emit storageRecovered();
        emit changed();
    });
}

void Charge::carryOut(const SendCreate &)
{
    const journal::SaleRecord &sale = m_state.sale;
    m_services.client.createPayment(
        {.body = sale.requestBody, .idempotencyKey = sale.idempotencyKey, .amount = sale.amount}, this,
        [this](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                dispatch(CreateAnswered{result->payment, result->requestId});
            else
                dispatch(CreateFailed{result.error()});
        });
}

void Charge::carryOut(const AskStatus &)
{
    m_retry.stop();
    m_services.client.retrievePayment({.paymentId = m_state.sale.payment->id, .amount = m_state.sale.amount},
        this, [this](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                dispatch(StatusAnswered{result->payment, result->requestId});
            else
                dispatch(StatusFailed{result.error()});
        });
}

void Charge::carryOut(const LookUp &)
{
    auto *lookUp = new PaymentLookUp(m_services.client, m_state.sale, this);
    lookUp->run([this, lookUp](const Result<std::optional<Payment>> &result) {
        lookUp->deleteLater();
        dispatch(result ? LookedUp{*result, {}} : LookedUp{{}, result.error()});
    });
}

void Charge::carryOut(const SendCreateLater &effect)
{
    later(CreateDue{}, effect.after);
}

void Charge::carryOut(const AskStatusLater &effect)
{
    later(AskDue{}, effect.after);
}

void Charge::carryOut(const LookUpLater &effect)
{
    // Coming back to the list is an answer like another: staff's question, asked by the clock.
    later(StaffAsks{}, effect.after);
}

void Charge::carryOut(const ShowPage &effect)
{
    m_page.pageUrl = effect.url;
    m_services.checkout.show(m_page);
}

void Charge::carryOut(const HidePage &)
{
    m_services.checkout.hide(m_page.payment);
}

void Charge::later(const ChargeEvent &event, std::chrono::milliseconds after)
{
    m_retryEvent = event;
    m_retry.start(withJitter(after));
}

void Charge::listenToCheckout()
{
    using checkout::CheckoutProcess;
    CheckoutProcess *checkout = &m_services.checkout;
    connect(checkout, &CheckoutProcess::returned, this, [this](const QString &payment, const QString &query) {
        if (payment != m_page.payment)
            return;
        const QUrlQuery parameters(query);
        dispatch(PageReturned{parameters.queryItemValue(u"payment_id"_s, QUrl::FullyDecoded),
            parameters.queryItemValue(u"status"_s, QUrl::FullyDecoded)});
    });
    connect(checkout, &CheckoutProcess::closed, this, [this](const QString &payment, const QString &how) {
        if (payment == m_page.payment)
            dispatch(PageClosed{how});
    });
    connect(checkout, &CheckoutProcess::blocked, this, [this](const QString &payment, const QString &what) {
        if (payment == m_page.payment)
            dispatch(PageBlocked{what});
    });
    connect(checkout, &CheckoutProcess::crashed, this, [this](const QString &payment) {
        if (payment == m_page.payment)
            dispatch(PageCrashed{});
    });
    connect(checkout, &CheckoutProcess::lost, this, [this](const QString &payment) {
        if (payment == m_page.payment)
            dispatch(PageClosed{u"process"_s});
    });
}

} // namespace paydesk::payments
