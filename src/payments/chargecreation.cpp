// SPDX-License-Identifier: GPL-3.0-or-later
// The half of the machine that brings a payment about, or finds it again.
#include "flowlix/errors.h"
#include "journal/facts.h"
#include "payments/cadence.h"
#include "payments/chargestep.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::payments {

namespace {

struct ChargeText
{
    Q_DECLARE_TR_FUNCTIONS(Charge)
};

/// Complete searches that find nothing, until staff is asked to look: about a minute.
constexpr int searchesBeforeReview = 5;

/// The one to go on with, of several that the service made: a paid one, else one that can still be paid.
const Payment &foremost(const QList<Payment> &payments)
{
    const auto rank = [](const Payment &payment) {
        if (payment.status == PaymentStatus::Succeeded)
            return 2;
        return payment.status.isFinal() ? 0 : 1;
    };
    return *std::max_element(payments.begin(), payments.end(),
        [&rank](const Payment &one, const Payment &other) { return rank(one) < rank(other); });
}

} // namespace

void ChargeStep::on(const IntentCommitted &)
{
    if (m_state.phase == Phase::Committing)
        send(false);
}

void ChargeStep::on(const IntentFailed &event)
{
    if (m_state.phase != Phase::Committing)
        return;
    m_state.phase = Phase::NotStarted;
    m_state.problem = event.error;
}

void ChargeStep::on(const SendDue &)
{
    if (m_state.phase == Phase::Creating)
        send(true);
}

void ChargeStep::on(const ResendTooLate &)
{
    m_state.sending = false;
    if (m_state.phase == Phase::Creating)
        lookUp();
}

void ChargeStep::on(const CreateAnswered &event)
{
    m_state.sending = false;
    if (m_state.phase != Phase::Creating)
        return;
    if (!journal::isAbout(event.payment, m_state.sale)) {
        Error error = flowlix::mismatch(u"the answer carries another attempt id"_s);
        error.requestId = event.requestId;
        on(CreateFailed{error});
        return;
    }
    becomeOpen(event.payment, event.requestId);
    // An earlier attempt may have made another payment: the service forgets a key, or had lost it.
    if (!journal::allPaymentsAreKnown(m_state.sale))
        search();
}

void ChargeStep::on(const CreateFailed &event)
{
    m_state.sending = false;
    if (m_state.phase != Phase::Creating)
        return;
    const Error &error = event.error;
    m_state.problem = error;
    if (error.kind == ErrorKind::RateLimited) {
        // The service did not look at the request: nothing new is known about the payment.
    } else if (!error.requestHadNoEffect()) {
        // Once for each thing that is new: the attempts can be many.
        if (!m_state.sale.createAmbiguous || m_state.sale.problem != error.text)
            append(journal::createUnknownEvent(m_state.sale.attemptId, error));
        if (error.kind == ErrorKind::Mismatch)
            raiseAlarm(journal::needsReviewEvent(m_state.sale.attemptId, error.text));
    } else if (m_state.sale.createAmbiguous) {
        // An earlier attempt may have succeeded, and this one will go on being refused.
        m_state.refused = true;
        lookUp();
        return;
    } else {
        append(journal::notCreatedEvent(m_state.sale.attemptId, error));
        m_state.phase = Phase::Settled;
        return;
    }
    m_effects.append(SendLater{pauseBeforeSending(m_state.attempts, error.retryAfter)});
}

void ChargeStep::on(const SearchDue &)
{
    if (m_state.phase == Phase::LookingUp || (m_state.phase == Phase::Open && !m_state.sale.searched))
        search();
}

void ChargeStep::on(const LookedUp &event)
{
    m_state.searching = false;
    if (m_state.phase != Phase::LookingUp && m_state.phase != Phase::Open)
        return;
    ++m_state.searches;
    QList<Payment> ours;
    for (const Payment &payment : event.payments) {
        if (journal::isAbout(payment, m_state.sale))
            ours.append(payment);
        else
            raiseAlarm(journal::contradictionEvent(m_state.sale.attemptId, payment, {}));
    }
    if (event.error) {
        if (m_state.phase == Phase::LookingUp)
            m_state.problem = event.error;
        m_effects.append(LookUpLater{pauseBeforeSearching(m_state.searches, event.error->retryAfter)});
    } else if (!ours.isEmpty()) {
        takeFound(ours);
    } else {
        foundNothing(event.mayResend);
    }
}

void ChargeStep::on(const Recovered &)
{
    m_state.pageWanted = false;
    append(journal::recoveredEvent(m_state.sale.attemptId));
    if (!m_state.sale.payment) {
        lookUp();
        return;
    }
    m_state.phase = Phase::Open;
    if (!journal::allPaymentsAreKnown(m_state.sale))
        search();
    ask();
}

void ChargeStep::send(bool again)
{
    if (m_state.sending)
        return;
    m_state.phase = Phase::Creating;
    m_state.sending = true;
    ++m_state.attempts;
    m_effects.append(Send{again});
}

void ChargeStep::search()
{
    if (m_state.searching)
        return;
    m_state.searching = true;
    m_effects.append(LookUp{});
}

void ChargeStep::lookUp()
{
    m_state.phase = Phase::LookingUp;
    search();
}

void ChargeStep::becomeOpen(const Payment &payment, const QString &requestId)
{
    append(journal::sessionEvent(m_state.sale.attemptId, payment, requestId));
    m_state.phase = Phase::Open;
    m_state.problem.reset();
    m_state.searches = 0;
    if (m_state.pageWanted && !payment.status.isFinal())
        showPage(payment.pageUrl);
    if (m_state.pageOpen)
        askLater({});
    else
        ask();
}

void ChargeStep::takeFound(const QList<Payment> &payments)
{
    if (m_state.phase == Phase::LookingUp)
        becomeOpen(foremost(payments), {});
    bool complete = false; // a list that lacks the payment that we know is not the newest
    for (const Payment &payment : payments) {
        if (payment.id == m_state.sale.payment->id)
            complete = true;
        else if (!journal::findPayment(m_state.sale, payment.id))
            append(journal::secondPaymentEvent(m_state.sale.attemptId, payment, {}));
    }
    if (!complete) {
        m_effects.append(LookUpLater{pauseBeforeSearching(m_state.searches, {})});
        return;
    }
    if (!m_state.sale.searched)
        append(journal::searchedEvent(m_state.sale.attemptId, payments.size()));
    ask();
}

void ChargeStep::foundNothing(bool mayResend)
{
    if (m_state.phase == Phase::LookingUp && mayResend && !m_state.refused) {
        send(true);
        return;
    }
    if (m_state.phase == Phase::LookingUp && m_state.searches >= searchesBeforeReview)
        raiseAlarm(journal::needsReviewEvent(m_state.sale.attemptId,
            ChargeText::tr("Flowlix's list holds no payment of this sale, so it was most likely never "
                           "created. Look it up in the Flowlix dashboard; if it is not there, mark the "
                           "sale as checked and charge again.")));
    m_effects.append(LookUpLater{pauseBeforeSearching(m_state.searches, {})});
}

} // namespace paydesk::payments
