// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "e2e/sandboxcontrol.h"
#include "payments/counter.h"

#include <QElapsedTimer>

namespace paydesk::test {

/// Where in the life of a sale and its refund the fault strikes.
enum class Step {
    Create, ///< the first create request
    CreateAgain, ///< the second one, after the first was lost before the service saw it
    Search, ///< of the list, after the answer to the create request was lost
    AskWhileOpen, ///< a GET while the page is open
    AskAfterReturn, ///< the GET that the return of the page leads to
    Refund, ///< the first refund request
    RefundAgain, ///< the second one, after the first was lost before the service saw it
    AskAfterRefund, ///< the GET after the answer to the refund request was lost
    RestartSearch, ///< of the list, at a start that finds an intent without an answer
    RestartCreate, ///< the create request that such a start sends
};

/// One sale, paid or declined by its customer, with one fault on the way, and then the questions whether
/// every invariant holds. The oracle reads the service's ledger, and compares the journal and the till with
/// it.
class MatrixCase
{
public:
    /// `fault` is an order for the sandbox without its method, path and times.
    MatrixCase(SandboxControl &sandbox, Step step, const QJsonObject &fault, bool customerPays);

    /// Drives the sale to its end. What is wrong is in problems().
    void run();
    const QStringList &problems() const { return m_problems; }
    /// The longest time in which the event loop of the till did not turn.
    std::chrono::milliseconds longestStall() const { return m_stall; }
    bool neededReview() const { return m_neededReview; }

private:
    bool start();
    void restart();
    void orderFaults();
    void order(const QByteArray &method, const QString &path, QJsonObject fault);
    void payOnThePage();
    void refund();
    bool isOver();
    void watch(const journal::SaleRecord &sale);
    void check();
    QList<QJsonObject> ledgerPayments();
    qint64 questions();
    bool refunds() const;
    bool restarts() const { return m_step == Step::RestartSearch || m_step == Step::RestartCreate; }
    void expect(bool holds, const QString &what);

    SandboxControl &m_sandbox;
    Step m_step;
    QJsonObject m_fault;
    bool m_customerPays;
    Home m_home;
    std::unique_ptr<Counter> m_counter;
    QUuid m_attempt;
    std::optional<journal::SaleRecord> m_sale; ///< as last announced
    std::optional<Outcome> m_settled;
    qint64 m_questionsBefore = 0;
    bool m_refundSettled = false;
    bool m_neededReview = false;
    QStringList m_problems;
    QTimer m_heartbeat;
    QElapsedTimer m_lastBeat;
    std::chrono::milliseconds m_stall{0};
};

} // namespace paydesk::test
