// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/refunding.h"

#include "flowlix/client.h"
#include "journal/journal.h"

namespace paydesk::payments {

Refunding::Refunding(const Services &services, RefundProgress state, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_state(std::move(state))
    , m_recorder(m_services, this)
{
    m_sendTimer.setSingleShot(true);
    m_askTimer.setSingleShot(true);
    connect(&m_sendTimer, &QTimer::timeout, this, [this] { dispatch(SendDue{}); });
    connect(&m_askTimer, &QTimer::timeout, this, [this] { dispatch(AskDue{}); });
    connect(&m_recorder, &Recorder::failed, this, &Refunding::storageFailed);
    connect(&m_recorder, &Recorder::recovered, this, &Refunding::storageRecovered);
    connect(&m_recorder, &Recorder::recovered, this, &Refunding::changed);
    connect(&m_services.journal, &journal::Journal::saleChanged, this, &Refunding::takeOver);
}

void Refunding::begin(const journal::Event &intent)
{
    m_services.journal.append(intent, this, [this](const Result<journal::SaleRecord> &result) {
        if (result) {
            m_state.sale = *result; // what staff had before them may have been older
            dispatch(IntentCommitted{});
        } else {
            dispatch(IntentFailed{result.error()});
        }
    });
}

void Refunding::resume()
{
    dispatch(Recovered{});
}

bool Refunding::isFinished() const
{
    const bool over = m_state.phase == RefundPhase::Settled || m_state.phase == RefundPhase::NotStarted;
    return over && m_effects.isEmpty() && m_recorder.isIdle();
}

void Refunding::checkAgain()
{
    dispatch(StaffAsks{});
}

void Refunding::markReviewed()
{
    dispatch(StaffReviewed{});
}

void Refunding::dispatch(const RefundEvent &event)
{
    RefundTransition transition = advance(std::move(m_state), event);
    m_state = std::move(transition.state);
    m_effects.append(std::move(transition.effects));
    runEffects();
}

void Refunding::runEffects()
{
    while (!m_waitingForDisk && !m_effects.isEmpty()) {
        const Effect effect = m_effects.takeFirst();
        std::visit([this](const auto &e) { carryOut(e); }, effect);
    }
    if (!m_waitingForDisk)
        emit changed();
}

void Refunding::carryOut(const Append &effect)
{
    m_waitingForDisk = true;
    m_recorder.append(effect.event, [this] {
        m_waitingForDisk = false;
        // From the event loop, for an append that was only kept answers at once.
        QMetaObject::invokeMethod(this, &Refunding::runEffects, Qt::QueuedConnection);
    });
}

void Refunding::carryOut(const Send &effect)
{
    m_sendTimer.stop();
    const journal::RefundRecord &record = m_state.record();
    if (effect.again && !mayResend(m_services, record.sentAt, record.keyFingerprint)) {
        dispatch(ResendTooLate{});
        return;
    }
    m_services.client.refundPayment({.paymentId = record.paymentId,
                                        .body = record.requestBody,
                                        .idempotencyKey = record.idempotencyKey,
                                        .paymentAmount = paymentAmount()},
        this, [this](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                dispatch(RefundAnswered{result->payment, result->requestId});
            else
                dispatch(RefundFailed{result.error()});
        });
}

void Refunding::carryOut(const SendLater &effect)
{
    m_sendTimer.start(paced(m_services, effect.after));
}

void Refunding::carryOut(const AskStatus &effect)
{
    m_askTimer.stop();
    m_services.client.retrievePayment({.paymentId = effect.paymentId, .amount = paymentAmount()}, this,
        [this, id = effect.paymentId](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                dispatch(StatusAnswered{result->payment, result->requestId});
            else
                dispatch(StatusFailed{id, result.error()});
        });
}

void Refunding::carryOut(const AskStatusLater &effect)
{
    m_askTimer.start(paced(m_services, effect.after));
}

void Refunding::takeOver(const journal::SaleRecord &sale)
{
    if (sale.attemptId != m_state.sale.attemptId || m_waitingForDisk || !m_effects.isEmpty()
        || !m_recorder.isIdle() || m_state.phase == RefundPhase::Committing)
        return;
    m_state.sale = sale;
    emit changed();
}

Money Refunding::paymentAmount() const
{
    return journal::findPayment(m_state.sale, m_state.record().paymentId)->amount;
}

} // namespace paydesk::payments
