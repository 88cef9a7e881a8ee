// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "payments/chargemachine.h"

namespace paydesk::payments {

/// One step of the machine: the state is changed in place and the effects are collected. The sale's creation
/// is in chargecreation.cpp, what comes after it in chargestep.cpp.
class ChargeStep
{
public:
    explicit ChargeStep(ChargeState state)
        : m_state(std::move(state))
    {
    }

    Transition result() && { return {std::move(m_state), std::move(m_effects)}; }

    void on(const IntentCommitted &event);
    void on(const IntentFailed &event);
    void on(const SendDue &event);
    void on(const ResendTooLate &event);
    void on(const CreateAnswered &event);
    void on(const CreateFailed &event);
    void on(const LookedUp &event);
    void on(const SearchDue &event);
    void on(const Recovered &event);

    void on(const AskDue &event);
    void on(const StatusAnswered &event);
    void on(const StatusFailed &event);
    void on(const PageReturned &event);
    void on(const PageClosed &event);
    void on(const PageCrashed &event);
    void on(const PageBlocked &event);
    void on(const StaffAsks &event);
    void on(const StaffReopensPage &event);
    void on(const WaitIsOver &event);
    void on(const StaffLeaves &event);
    void on(const StaffReviewed &event);

private:
    void append(const journal::Event &event);
    void appendWhilePageOpen(const journal::Event &event);
    /// The service contradicted itself or the intent: staff must look, once.
    void raiseAlarm(const journal::Event &event);

    void send(bool again);
    void search();
    void lookUp();
    void becomeOpen(const Payment &payment, const QString &requestId);
    void takeFound(const QList<Payment> &payments);
    void foundNothing(bool mayResend);

    QUrl payablePage() const;
    void showPage(const QUrl &url);
    void followNextAction();
    void take(const Payment &answer, const QString &requestId);
    void settleOrGoOn(std::optional<std::chrono::milliseconds> retryAfter);
    void hidePage();
    void ask();
    void askAfterPage();
    void askLater(std::optional<std::chrono::milliseconds> retryAfter);

    ChargeState m_state;
    QList<Effect> m_effects;
};

} // namespace paydesk::payments
