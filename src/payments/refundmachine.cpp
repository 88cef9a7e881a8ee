// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/refundmachine.h"

#include "flowlix/errors.h"
#include "journal/facts.h"
#include "journal/projector.h"
#include "payments/cadence.h"
#include "payments/refundrefusal.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::payments {

namespace {

struct RefundText
{
    Q_DECLARE_TR_FUNCTIONS(Refund)
};

/// How often the payment may be asked for without showing the refund, until staff is asked to look.
constexpr int asksBeforeReview = 10;

class Step
{
public:
    explicit Step(RefundProgress state)
        : m_state(std::move(state))
    {
    }

    RefundTransition result() && { return {std::move(m_state), std::move(m_effects)}; }

    void on(const IntentCommitted &)
    {
        if (m_state.phase == RefundPhase::Committing)
            send(false);
    }

    void on(const IntentFailed &event)
    {
        if (m_state.phase != RefundPhase::Committing)
            return;
        m_state.phase = RefundPhase::NotStarted;
        m_state.problem = event.error;
    }

    void on(const SendDue &)
    {
        if (m_state.phase == RefundPhase::Sending && !m_state.sending)
            lookThenSend();
    }

    void on(const ResendTooLate &)
    {
        m_state.sending = false;
        if (m_state.phase == RefundPhase::Sending)
            watch();
    }

    void on(const RefundAnswered &event)
    {
        m_state.sending = false;
        if (m_state.phase != RefundPhase::Sending)
            return;
        m_state.problem.reset();
        take(event.payment, event.requestId);
        if (m_state.record().serviceId.isEmpty()) {
            Error error = flowlix::mismatch(u"the answer shows no refund of this amount and reason"_s);
            error.requestId = event.requestId;
            on(RefundFailed{error});
            return;
        }
        goOn({});
    }

    void on(const RefundFailed &event)
    {
        m_state.sending = false;
        if (m_state.phase != RefundPhase::Sending)
            return;
        Error error = event.error;
        if (error.requestHadNoEffect())
            error.text = refundRefusalText(error);
        m_state.problem = error;
        if (error.requestHadNoEffect()) {
            append(journal::refundRefusedEvent(m_state.sale.attemptId, m_state.refundId, error));
            // An earlier attempt may have been carried out: then the payment shows it.
            m_state.mayResend = false;
            if (m_state.record().state == journal::RefundState::NotMade)
                m_state.phase = RefundPhase::Settled;
            else
                watch();
            return;
        }
        const journal::RefundRecord &record = m_state.record();
        const bool isNew = !record.ambiguous || record.problem != error.text;
        if (error.kind != ErrorKind::RateLimited && isNew)
            append(journal::refundUnknownEvent(m_state.sale.attemptId, m_state.refundId, error));
        if (error.kind == ErrorKind::Mismatch)
            raiseAlarm(error.text);
        m_effects.append(SendLater{pauseBeforeSending(m_state.attempts, error.retryAfter)});
    }

    void on(const AskDue &)
    {
        if (m_state.phase == RefundPhase::Watching)
            ask();
    }

    void on(const StaffAsks &)
    {
        if (m_state.phase == RefundPhase::Watching)
            ask();
        else
            on(SendDue{});
    }

    void on(const StatusAnswered &event)
    {
        m_state.asking = false;
        if (m_state.phase != RefundPhase::Watching)
            return;
        m_state.problem.reset();
        take(event.payment, event.requestId);
        if (m_state.record().serviceId.isEmpty() && m_state.mayResend) {
            m_state.mayResend = false;
            send(true);
            return;
        }
        if (m_state.record().serviceId.isEmpty() && m_state.asks >= asksBeforeReview)
            raiseAlarm(RefundText::tr("Flowlix shows no such refund of this payment, so it was most likely "
                                      "not made. Look the payment up in the Flowlix dashboard before "
                                      "refunding again."));
        goOn({});
    }

    void on(const StatusFailed &event)
    {
        m_state.asking = false;
        if (m_state.phase != RefundPhase::Watching)
            return;
        m_state.problem = event.error;
        if (event.error.kind == ErrorKind::Mismatch)
            raiseAlarm(event.error.text);
        goOn(event.error.retryAfter);
    }

    void on(const StaffReviewed &)
    {
        if (!m_state.sale.needsReview)
            return;
        append(journal::reviewedEvent(m_state.sale.attemptId));
        if (journal::isSettled(m_state.record().state))
            m_state.phase = RefundPhase::Settled;
    }

    void on(const Recovered &)
    {
        append(journal::recoveredEvent(m_state.sale.attemptId));
        if (m_state.record().serviceId.isEmpty())
            lookThenSend();
        else
            watch();
    }

private:
    void append(const journal::Event &event)
    {
        m_state.sale = *journal::project(m_state.sale, event);
        m_effects.append(Append{event});
    }

    void raiseAlarm(const QString &text)
    {
        if (!m_state.sale.needsReview)
            append(journal::needsReviewEvent(m_state.sale.attemptId, text));
    }

    void send(bool again)
    {
        if (m_state.sending)
            return;
        m_state.phase = RefundPhase::Sending;
        m_state.sending = true;
        ++m_state.attempts;
        m_effects.append(Send{again});
    }

    /// The payment shows whether an earlier attempt was carried out: it is asked for before the money could
    /// be given back twice. The answer also tells the service's time, by which the age of the request is
    /// known.
    void lookThenSend()
    {
        m_state.mayResend = true;
        watch();
    }

    void watch()
    {
        m_state.phase = RefundPhase::Watching;
        ask();
    }

    void ask()
    {
        if (m_state.asking)
            return;
        m_state.asking = true;
        m_effects.append(AskStatus{m_state.record().paymentId});
    }

    void take(const Payment &answer, const QString &requestId)
    {
        const journal::Event snapshot = journal::snapshotEvent(m_state.sale.attemptId, answer, requestId);
        const journal::SaleRecord next = *journal::project(m_state.sale, snapshot);
        const Payment *known = journal::findPayment(m_state.sale, answer.id);
        const Freshness freshness = known ? compareSnapshots(*known, answer) : Freshness::Contradiction;
        if (freshness == Freshness::Contradiction || !journal::isAbout(answer, m_state.sale)) {
            if (!m_state.sale.needsReview)
                append(journal::contradictionEvent(m_state.sale.attemptId, answer, requestId));
        } else if (freshness == Freshness::Newer || next.refunds != m_state.sale.refunds) {
            append(snapshot);
        }
    }

    void goOn(std::optional<std::chrono::milliseconds> retryAfter)
    {
        if (journal::isSettled(m_state.record().state)) {
            m_state.phase = RefundPhase::Settled;
            return;
        }
        m_state.phase = RefundPhase::Watching;
        m_effects.append(AskStatusLater{pauseBeforeAsking(false, ++m_state.asks, retryAfter)});
    }

    RefundProgress m_state;
    QList<Effect> m_effects;
};

} // namespace

const journal::RefundRecord &RefundProgress::record() const
{
    return *std::find_if(sale.refunds.begin(), sale.refunds.end(),
        [this](const journal::RefundRecord &record) { return record.refundId == refundId; });
}

RefundProgress startingRefund(const journal::SaleRecord &sale, const journal::Event &intent)
{
    return {.phase = RefundPhase::Committing,
        .refundId = journal::refundIdOf(intent),
        .sale = *journal::project(sale, intent)};
}

RefundProgress recoveredRefund(const journal::SaleRecord &sale, const QUuid &refundId)
{
    return {.phase = RefundPhase::Watching, .refundId = refundId, .sale = sale};
}

RefundTransition advance(RefundProgress state, const RefundEvent &event)
{
    Step step(std::move(state));
    std::visit([&step](const auto &e) { step.on(e); }, event);
    return std::move(step).result();
}

} // namespace paydesk::payments
