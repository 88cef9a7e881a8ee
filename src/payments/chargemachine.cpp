// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/chargemachine.h"

#include "core/appmetadata.h"
#include "core/secureurl.h"
#include "journal/facts.h"
#include "journal/projector.h"
#include "payments/cadence.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace paydesk::payments {

namespace {

/// One step: the state is changed in place and the effects are collected.
class Step
{
public:
    explicit Step(ChargeState state)
        : m_state(std::move(state))
    {
    }

    Transition result() && { return {std::move(m_state), std::move(m_effects)}; }

    void on(const IntentCommitted &)
    {
        if (m_state.phase == Phase::Committing)
            sendCreate();
    }

    void on(const IntentFailed &event)
    {
        if (m_state.phase != Phase::Committing)
            return;
        m_state.phase = Phase::NotStarted;
        m_state.problem = event.error;
    }

    void on(const CreateDue &)
    {
        if (m_state.phase == Phase::Creating)
            sendCreate();
    }

    void on(const CreateAnswered &event)
    {
        m_state.creating = false;
        if (m_state.phase != Phase::Creating)
            return;
        if (!isOurs(event.payment)) {
            on(CreateFailed{foreignAnswer(event.requestId)});
            return;
        }
        becomeOpen(event.payment, event.requestId);
    }

    void on(const CreateFailed &event)
    {
        m_state.creating = false;
        if (m_state.phase != Phase::Creating)
            return;
        m_state.problem = event.error;
        if (event.error.kind == ErrorKind::RateLimited) {
            // The service did not look at the request: nothing new is known about the payment.
        } else if (!event.error.requestHadNoEffect()) {
            append(journal::createUnknownEvent(m_state.sale.attemptId, event.error));
        } else if (m_state.sale.createAmbiguous) {
            // An earlier attempt may have succeeded, and this one will go on being refused.
            m_state.phase = Phase::LookingUp;
            m_effects.append(LookUp{});
            return;
        } else {
            append(journal::notCreatedEvent(m_state.sale.attemptId, event.error));
            m_state.phase = Phase::Settled;
            return;
        }
        m_effects.append(SendCreateLater{pauseBeforeCreate(m_state.createAttempts, event.error.retryAfter)});
    }

    void on(const LookedUp &event)
    {
        if (m_state.phase != Phase::LookingUp)
            return;
        if (event.payment && isOurs(*event.payment)) {
            becomeOpen(*event.payment, {});
            return;
        }
        if (event.error)
            m_state.problem = event.error;
        m_effects.append(LookUpLater{pauseBeforeLookUp});
    }

    void on(const AskDue &)
    {
        if (m_state.phase == Phase::Open)
            ask();
    }

    void on(const StatusAnswered &event)
    {
        m_state.asking = false;
        if (m_state.phase != Phase::Open)
            return;
        m_state.problem.reset();
        take(event.payment, event.requestId);
        if (isSettled(m_state.sale.outcome)) {
            settle();
            return;
        }
        followNextAction();
        askLater({});
    }

    void on(const StatusFailed &event)
    {
        m_state.asking = false;
        if (m_state.phase != Phase::Open)
            return;
        m_state.problem = event.error;
        askLater(event.error.retryAfter);
    }

    void on(const PageReturned &event)
    {
        if (!m_state.pageOpen)
            return;
        const bool belongs = event.paymentId == m_state.sale.payment->id;
        append(journal::pageReturnedEvent(m_state.sale.attemptId, event.paymentId, event.status, belongs));
        // The checkout took the page away either way. Whatever its query claims, the answer is in a GET of
        // our own payment; only our own return may lead on to the next step of the payment.
        m_state.returned = belongs;
        m_state.pageOpen = false;
        askAfterPage();
    }

    void on(const PageClosed &event)
    {
        if (!m_state.pageOpen)
            return;
        append(journal::pageClosedEvent(m_state.sale.attemptId, event.how));
        m_state.pageOpen = false;
        askAfterPage();
    }

    void on(const PageCrashed &) { appendWhilePageOpen(journal::pageCrashedEvent(m_state.sale.attemptId)); }

    void on(const PageBlocked &event)
    {
        appendWhilePageOpen(journal::pageBlockedEvent(m_state.sale.attemptId, event.what));
    }

    void on(const StaffAsks &)
    {
        if (m_state.phase == Phase::Open)
            ask();
        else if (m_state.phase == Phase::Creating)
            sendCreate();
        else if (m_state.phase == Phase::LookingUp)
            m_effects.append(LookUp{});
    }

    void on(const StaffReopensPage &)
    {
        if (m_state.phase == Phase::Open)
            showPage(payablePage());
        else if (m_state.phase == Phase::Creating || m_state.phase == Phase::LookingUp)
            m_state.pageWanted = true;
    }

    void on(const StaffLeaves &)
    {
        m_state.pageWanted = false;
        if (!m_state.pageOpen)
            return;
        m_effects.append(HidePage{});
        on(PageClosed{u"leave"_s});
    }

    void on(const Recovered &event)
    {
        m_state.pageWanted = false;
        append(journal::recoveredEvent(m_state.sale.attemptId));
        if (m_state.sale.payment) {
            m_state.phase = Phase::Open;
            ask();
        } else if (event.mayResend) {
            m_state.phase = Phase::Creating;
            sendCreate();
        } else {
            // Sent again it could become a second payment: only look for the first.
            m_state.phase = Phase::LookingUp;
            m_effects.append(LookUp{});
        }
    }

private:
    void append(const journal::Event &event)
    {
        m_state.sale = *journal::project(m_state.sale, event);
        m_effects.append(Append{event});
    }

    void appendWhilePageOpen(const journal::Event &event)
    {
        if (m_state.pageOpen)
            append(event);
    }

    /// The answer carries the attempt id that this sale was sent with.
    bool isOurs(const Payment &payment) const
    {
        return payment.amount == m_state.sale.amount
            && payment.metadata.value(metadatakey::attemptId)
            == m_state.sale.attemptId.toString(QUuid::WithoutBraces);
    }

    static Error foreignAnswer(const QString &requestId)
    {
        return {.kind = ErrorKind::BadAnswer,
            .text = QCoreApplication::translate("Charge", "The service answered about another payment."),
            .detail = u"amount, currency or attempt id of the answer differ from the intent"_s,
            .requestId = requestId};
    }

    void sendCreate()
    {
        if (m_state.creating)
            return;
        m_state.phase = Phase::Creating;
        m_state.creating = true;
        ++m_state.createAttempts;
        m_effects.append(SendCreate{});
    }

    void becomeOpen(const Payment &payment, const QString &requestId)
    {
        append(journal::sessionEvent(m_state.sale.attemptId, payment, requestId));
        m_state.phase = Phase::Open;
        m_state.problem.reset();
        if (m_state.pageWanted && !payment.status.isFinal())
            showPage(payment.pageUrl);
        if (m_state.pageOpen)
            askLater({});
        else
            ask();
    }

    QUrl payablePage() const
    {
        const Payment &payment = *m_state.sale.payment;
        return payment.status == PaymentStatus::RequiresAction && payment.nextActionUrl.isValid()
            ? payment.nextActionUrl
            : payment.pageUrl;
    }

    void showPage(const QUrl &url)
    {
        if (!isSecureUrl(url)) {
            m_state.problem = Error{.kind = ErrorKind::BadAnswer,
                .text = QCoreApplication::translate(
                    "Charge", "Flowlix named no secure address for the payment page, so it is not shown."),
                .detail = url.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo)};
            ask();
            return;
        }
        append(journal::pageShownEvent(m_state.sale.attemptId));
        m_state.pageOpen = true;
        m_state.pageWanted = true;
        m_state.returned = false;
        m_effects.append(ShowPage{url});
    }

    /// The page came back while the customer still has to act (3-D Secure): show where.
    void followNextAction()
    {
        if (m_state.returned && m_state.pageWanted
            && m_state.sale.payment->status == PaymentStatus::RequiresAction
            && m_state.sale.payment->nextActionUrl.isValid())
            showPage(m_state.sale.payment->nextActionUrl);
    }

    void take(const Payment &answer, const QString &requestId)
    {
        const QUuid &id = m_state.sale.attemptId;
        const Freshness freshness = compareSnapshots(*m_state.sale.payment, answer);
        if (!isOurs(answer) || freshness == Freshness::Contradiction) {
            if (!m_state.sale.needsReview)
                append(journal::contradictionEvent(id, answer, requestId));
        } else if (freshness == Freshness::Newer
            || (freshness == Freshness::Same && answer.status.isFinal())) {
            append(journal::snapshotEvent(id, answer, requestId));
        }
    }

    void settle()
    {
        m_state.phase = Phase::Settled;
        if (!m_state.pageOpen)
            return;
        m_state.pageOpen = false;
        m_effects.append(HidePage{});
    }

    void ask()
    {
        if (m_state.asking) {
            m_state.askAgain = true;
            return;
        }
        m_state.asking = true;
        m_state.askAgain = false;
        m_effects.append(AskStatus{});
    }

    void askAfterPage()
    {
        m_state.asksSincePage = 0;
        ask();
    }

    void askLater(std::optional<std::chrono::milliseconds> retryAfter)
    {
        if (m_state.askAgain && !retryAfter) {
            ask();
            return;
        }
        m_state.asksSincePage = m_state.pageOpen ? 0 : m_state.asksSincePage + 1;
        m_effects.append(
            AskStatusLater{pauseBeforeAsking(m_state.pageOpen, m_state.asksSincePage, retryAfter)});
    }

    ChargeState m_state;
    QList<Effect> m_effects;
};

} // namespace

ChargeState startingState(const journal::Event &intent)
{
    return {.phase = Phase::Committing, .sale = *journal::project({}, intent)};
}

ChargeState recoveredState(const journal::SaleRecord &sale)
{
    return {.phase = Phase::Creating, .sale = sale, .pageWanted = false};
}

Transition advance(ChargeState state, const ChargeEvent &event)
{
    Step step(std::move(state));
    std::visit([&step](const auto &e) { step.on(e); }, event);
    return std::move(step).result();
}

} // namespace paydesk::payments
