// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/charge.h"

#include "checkout/checkoutprocess.h"
#include "checkout/navigation.h"
#include "flowlix/client.h"
#include "journal/journal.h"
#include "payments/cadence.h"
#include "payments/paymentlookup.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace paydesk::payments {

Charge::Charge(
    const Services &services, const checkout::ShowPage &pageTexts, ChargeState state, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_page(pageTexts)
    , m_state(std::move(state))
    , m_recorder(m_services, this)
{
    m_page.payment = attemptId().toString(QUuid::WithoutBraces);
    for (QTimer *timer : {&m_sendTimer, &m_askTimer, &m_searchTimer, &m_patience})
        timer->setSingleShot(true);
    connect(&m_sendTimer, &QTimer::timeout, this, [this] { dispatch(SendDue{}); });
    connect(&m_askTimer, &QTimer::timeout, this, [this] { dispatch(AskDue{}); });
    connect(&m_searchTimer, &QTimer::timeout, this, [this] { dispatch(SearchDue{}); });
    connect(&m_patience, &QTimer::timeout, this, [this] { dispatch(WaitIsOver{}); });
    connect(&m_recorder, &Recorder::failed, this, &Charge::storageFailed);
    connect(&m_recorder, &Recorder::recovered, this, &Charge::storageRecovered);
    connect(&m_recorder, &Recorder::recovered, this, &Charge::changed);
    connect(&m_services.journal, &journal::Journal::saleChanged, this, &Charge::takeOver);
    listenToCheckout();
}

void Charge::begin(const journal::Event &intent)
{
    m_patience.start(paced(m_services, staffPatience));
    m_services.journal.append(intent, this, [this](const Result<journal::SaleRecord> &result) {
        if (result)
            dispatch(IntentCommitted{});
        else
            dispatch(IntentFailed{result.error()});
    });
}

void Charge::resume()
{
    dispatch(Recovered{});
}

bool Charge::isFinished() const
{
    const bool over = m_state.phase == Phase::Settled || m_state.phase == Phase::NotStarted;
    return over && m_effects.isEmpty() && m_recorder.isIdle();
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

void Charge::stopWaiting()
{
    dispatch(WaitIsOver{});
}

void Charge::leave()
{
    dispatch(StaffLeaves{});
}

void Charge::markReviewed()
{
    dispatch(StaffReviewed{});
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
    while (!m_waitingForDisk && !m_effects.isEmpty()) {
        const Effect effect = m_effects.takeFirst();
        std::visit([this](const auto &e) { carryOut(e); }, effect);
    }
    if (!m_waitingForDisk)
        emit changed();
}

void Charge::carryOut(const Append &effect)
{
    m_waitingForDisk = true;
    m_recorder.append(effect.event, [this] {
        m_waitingForDisk = false;
        // From the event loop, for an append that was only kept answers at once.
        QMetaObject::invokeMethod(this, &Charge::runEffects, Qt::QueuedConnection);
    });
}

void Charge::carryOut(const Send &effect)
{
    m_sendTimer.stop();
    const journal::SaleRecord &sale = m_state.sale;
    if (effect.again && !mayResend(m_services, sale.sentAt, sale.keyFingerprint)) {
        dispatch(ResendTooLate{});
        return;
    }
    m_services.client.createPayment(
        {.body = sale.requestBody, .idempotencyKey = sale.idempotencyKey, .amount = sale.amount}, this,
        [this](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                dispatch(CreateAnswered{result->payment, result->requestId});
            else
                dispatch(CreateFailed{result.error()});
        });
}

void Charge::carryOut(const AskStatus &effect)
{
    m_askTimer.stop();
    m_services.client.retrievePayment({.paymentId = effect.paymentId, .amount = m_state.sale.amount}, this,
        [this, id = effect.paymentId](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                dispatch(StatusAnswered{result->payment, result->requestId});
            else
                dispatch(StatusFailed{id, result.error()});
        });
}

void Charge::carryOut(const LookUp &)
{
    m_searchTimer.stop();
    if (m_lookUp && m_lookUp->isStale())
        std::exchange(m_lookUp, nullptr)->deleteLater();
    if (!m_lookUp)
        m_lookUp = new PaymentLookUp(m_services.client, m_state.sale, this);
    m_lookUp->run([this](const Result<QList<Payment>> &result) {
        if (result)
            std::exchange(m_lookUp, nullptr)->deleteLater();
        LookedUp event{.mayResend = mayResend(m_services, m_state.sale.sentAt, m_state.sale.keyFingerprint)};
        if (result)
            event.payments = *result;
        else
            event.error = result.error();
        dispatch(event);
    });
}

void Charge::carryOut(const SendLater &effect)
{
    m_sendTimer.start(paced(m_services, effect.after));
}

void Charge::carryOut(const AskStatusLater &effect)
{
    m_askTimer.start(paced(m_services, effect.after));
}

void Charge::carryOut(const LookUpLater &effect)
{
    m_searchTimer.start(paced(m_services, effect.after));
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

void Charge::takeOver(const journal::SaleRecord &sale)
{
    if (sale.attemptId != attemptId() || m_waitingForDisk || !m_effects.isEmpty() || !m_recorder.isIdle()
        || m_state.phase == Phase::Committing)
        return;
    m_state.sale = sale;
    emit changed();
}

void Charge::listenToCheckout()
{
    using checkout::CheckoutProcess;
    CheckoutProcess *checkout = &m_services.checkout;
    connect(checkout, &CheckoutProcess::returned, this, [this](const QString &payment, const QString &query) {
        if (payment != m_page.payment)
            return;
        const checkout::ReturnHint hint = checkout::readReturn(query);
        dispatch(PageReturned{hint.paymentId, hint.status});
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
