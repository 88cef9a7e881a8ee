// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/chargestep.h"

#include "core/secureurl.h"
#include "journal/facts.h"
#include "journal/projector.h"
#include "payments/cadence.h"

#include <QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

namespace paydesk::payments {

namespace {

struct ChargeText
{
    Q_DECLARE_TR_FUNCTIONS(Charge)
};

/// How often the service may not know a payment that it has made: it may show up a little later.
constexpr int asksBeforeReview = 10;

} // namespace

void ChargeStep::on(const AskDue &)
{
    if (m_state.phase == Phase::Open)
        ask();
}

void ChargeStep::on(const StatusAnswered &event)
{
    m_state.asking.removeOne(event.payment.id);
    if (m_state.phase != Phase::Open)
        return;
    m_state.problem.reset();
    m_state.notFound = 0;
    take(event.payment, event.requestId);
    settleOrGoOn({});
}

void ChargeStep::on(const StatusFailed &event)
{
    m_state.asking.removeOne(event.paymentId);
    if (m_state.phase != Phase::Open)
        return;
    m_state.problem = event.error;
    if (event.error.kind == ErrorKind::Mismatch)
        raiseAlarm(journal::needsReviewEvent(m_state.sale.attemptId, event.error.text));
    if (event.error.kind == ErrorKind::NotFound && ++m_state.notFound >= asksBeforeReview)
        raiseAlarm(journal::needsReviewEvent(m_state.sale.attemptId,
            ChargeText::tr("Flowlix does not know this payment any more. Look it up in the Flowlix dashboard "
                           "before charging again.")));
    settleOrGoOn(event.error.retryAfter);
}

void ChargeStep::on(const PageReturned &event)
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

void ChargeStep::on(const PageClosed &event)
{
    if (!m_state.pageOpen)
        return;
    append(journal::pageClosedEvent(m_state.sale.attemptId, event.how));
    m_state.pageOpen = false;
    askAfterPage();
}

void ChargeStep::on(const PageCrashed &)
{
    appendWhilePageOpen(journal::pageCrashedEvent(m_state.sale.attemptId));
}

void ChargeStep::on(const PageBlocked &event)
{
    appendWhilePageOpen(journal::pageBlockedEvent(m_state.sale.attemptId, event.what));
}

void ChargeStep::on(const StaffAsks &)
{
    if (m_state.phase == Phase::Open)
        ask();
    else if (m_state.phase == Phase::Creating)
        send(true);
    else if (m_state.phase == Phase::LookingUp)
        search();
}

void ChargeStep::on(const StaffReopensPage &)
{
    if (m_state.phase == Phase::Open && !isSettled(m_state.sale.outcome))
        showPage(payablePage());
    else if (m_state.phase == Phase::Creating || m_state.phase == Phase::LookingUp)
        m_state.pageWanted = true;
}

void ChargeStep::on(const WaitIsOver &)
{
    if (m_state.phase == Phase::Creating || m_state.phase == Phase::LookingUp)
        m_state.pageWanted = false;
}

void ChargeStep::on(const StaffLeaves &)
{
    m_state.pageWanted = false;
    if (!m_state.pageOpen)
        return;
    m_effects.append(HidePage{});
    on(PageClosed{u"leave"_s});
}

void ChargeStep::on(const StaffReviewed &)
{
    if (!m_state.sale.needsReview)
        return;
    append(journal::reviewedEvent(m_state.sale.attemptId));
    if (m_state.sale.reviewed) {
        m_state.phase = Phase::Settled;
        hidePage();
    }
}

void ChargeStep::append(const journal::Event &event)
{
    m_state.sale = *journal::project(m_state.sale, event);
    m_effects.append(Append{event});
}

void ChargeStep::appendWhilePageOpen(const journal::Event &event)
{
    if (m_state.pageOpen)
        append(event);
}

void ChargeStep::raiseAlarm(const journal::Event &event)
{
    if (!m_state.sale.needsReview)
        append(event);
}

QUrl ChargeStep::payablePage() const
{
    const Payment &payment = *m_state.sale.payment;
    return payment.status == PaymentStatus::RequiresAction && payment.nextActionUrl.isValid()
        ? payment.nextActionUrl
        : payment.pageUrl;
}

void ChargeStep::showPage(const QUrl &url)
{
    if (!isSecureUrl(url)) {
        m_state.problem = Error{.kind = ErrorKind::BadAnswer,
            .text
            = ChargeText::tr("Flowlix named no secure address for the payment page, so it is not shown."),
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
void ChargeStep::followNextAction()
{
    if (m_state.returned && m_state.pageWanted
        && m_state.sale.payment->status == PaymentStatus::RequiresAction
        && m_state.sale.payment->nextActionUrl.isValid())
        showPage(m_state.sale.payment->nextActionUrl);
}

void ChargeStep::take(const Payment &answer, const QString &requestId)
{
    const QUuid &id = m_state.sale.attemptId;
    const Payment *known = journal::findPayment(m_state.sale, answer.id);
    const Freshness freshness = known ? compareSnapshots(*known, answer) : Freshness::Contradiction;
    if (!journal::isAbout(answer, m_state.sale) || freshness == Freshness::Contradiction) {
        raiseAlarm(journal::contradictionEvent(id, answer, requestId));
        return;
    }
    const journal::Event snapshot = journal::snapshotEvent(id, answer, requestId);
    const bool concludes = journal::project(m_state.sale, snapshot)->outcome != m_state.sale.outcome;
    if (freshness == Freshness::Newer || (freshness == Freshness::Same && concludes))
        append(snapshot);
}

/// What staff waits for may be known while the program still has to ask: after another payment of the sale.
void ChargeStep::settleOrGoOn(std::optional<std::chrono::milliseconds> retryAfter)
{
    const journal::SaleRecord &sale = m_state.sale;
    if (isSettled(sale.outcome))
        hidePage();
    if (isSettled(sale.outcome) && journal::othersAreFinal(sale) && journal::allPaymentsAreKnown(sale)) {
        m_state.phase = Phase::Settled;
        return;
    }
    followNextAction();
    if (m_state.asking.isEmpty())
        askLater(retryAfter);
}

void ChargeStep::hidePage()
{
    if (std::exchange(m_state.pageOpen, false))
        m_effects.append(HidePage{});
}

void ChargeStep::ask()
{
    if (!m_state.asking.isEmpty()) {
        m_state.askAgain = true;
        return;
    }
    m_state.askAgain = false;
    m_state.asking = {m_state.sale.payment->id};
    for (const Payment &other : m_state.sale.others) {
        if (!other.status.isFinal())
            m_state.asking.append(other.id);
    }
    for (const QString &id : std::as_const(m_state.asking))
        m_effects.append(AskStatus{id});
}

void ChargeStep::askAfterPage()
{
    m_state.asksSincePage = 0;
    ask();
}

void ChargeStep::askLater(std::optional<std::chrono::milliseconds> retryAfter)
{
    if (m_state.askAgain && !retryAfter) {
        ask();
        return;
    }
    m_state.asksSincePage = m_state.pageOpen ? 0 : m_state.asksSincePage + 1;
    m_effects.append(AskStatusLater{pauseBeforeAsking(m_state.pageOpen, m_state.asksSincePage, retryAfter)});
}

} // namespace paydesk::payments
