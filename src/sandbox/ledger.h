// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"
#include "sandbox/apierror.h"
#include "sandbox/testcards.h"

#include <QHash>
#include <QSet>

#include <vector>

namespace paydesk::sandbox {

/// A status that was decided and takes effect when its time has come.
struct PendingOutcome
{
    PaymentStatus status;
    QString declineCode;
    qint64 dueMs = 0;
};

/// What the sandbox knows of a refund beside what it tells.
struct RefundPlan
{
    QString idempotencyKey;
    qint64 dueMs = 0;
    bool fails = false;
};

/// What the customer can do with a payment's page.
enum class Stage { AwaitsCard, AwaitsChallenge, Processing, Final };

struct LedgerPayment
{
    Payment payment; ///< what the service tells, without its links
    QUrl returnUrl;
    QString idempotencyKey; ///< of its creation
    qint64 expiresMs = 0; ///< when the customer's time is up
    std::optional<PendingOutcome> outcome;
    QList<RefundPlan> refundPlans; ///< one for each of payment.refunds
    QList<Payment> history; ///< earlier snapshots since the start of the process, oldest first

    Stage stage() const;
};

struct NewPayment
{
    Money amount;
    QUrl returnUrl;
    QString description;
    Metadata metadata;
    std::optional<Payer> customer;
    QString idempotencyKey;
};

struct NewRefund
{
    QString reason;
    std::optional<qint64> minorUnits; ///< empty: all that is left
    QString idempotencyKey;
};

struct ListQuery
{
    int limit = 10;
    QString startingAfter;
    std::optional<PaymentStatus> status;
    std::optional<qint64> createdFrom; ///< Unix seconds, inclusive
    std::optional<qint64> createdBefore; ///< Unix seconds, exclusive
    int withoutNewest = 0; ///< how many of the newest payments the list does not know yet
};

struct ListPage
{
    QList<const LedgerPayment *> payments; ///< newest first
    bool hasMore = false;
};

struct LedgerRules
{
    qint64 sessionMs = 30LL * 60 * 1000;
    qint64 refundMs = 1000; ///< how long a refund stays pending
};

/// All payments and refunds, and the rules by which they change. Pure: the time is an argument (Unix
/// milliseconds), and nothing happens between calls; advance() lets due things happen.
/// Pointers that it hands out are valid until the next create().
class Ledger
{
public:
    explicit Ledger(const LedgerRules &rules = {});

    const LedgerPayment &create(const NewPayment &request, qint64 nowMs);
    const LedgerPayment *find(const QString &id) const;
    /// Oldest first.
    const std::vector<LedgerPayment> &payments() const { return m_payments; }
    /// Fails for a cursor that is not known.
    Checked<ListPage> list(const ListQuery &query) const;

    // What the customer does. False where the payment's stage does not allow it.
    bool submitCard(const QString &id, const Card &card, const IssuerAnswer &answer, qint64 nowMs);
    bool answerChallenge(const QString &id, bool approved, qint64 nowMs);
    bool cancel(const QString &id, qint64 nowMs);
    /// Forces an outcome on a payment that is not final: by a test, or because its time is up.
    bool settle(const QString &id, const PaymentStatus &status, const QString &declineCode, qint64 nowMs);

    /// Only while succeeded, within 180 days, never above the amount (422 else).
    Checked<const LedgerPayment *> refund(const QString &id, const NewRefund &request, qint64 nowMs);

    /// Applies every outcome, expiry and refund that is due.
    void advance(qint64 nowMs);

    /// The ids that changed since the last call, in no order.
    QSet<QString> takeChanged();
    /// Puts a payment back as it was saved, or adds one that is made up; counts as no change.
    void restore(const LedgerPayment &payment);
    const LedgerRules &rules() const { return m_rules; }

private:
    LedgerPayment *change(const QString &id);
    void decide(LedgerPayment &entry, const PaymentStatus &status, const QString &declineCode, qint64 nowMs);
    void finish(LedgerPayment &entry, const PaymentStatus &status, const QString &declineCode, qint64 atMs);
    void completeRefunds(LedgerPayment &entry, qint64 nowMs);
    void noteChange(LedgerPayment &entry);
    bool isMoving(const LedgerPayment &entry) const;
    qint64 dueMs(const LedgerPayment &entry) const;

    LedgerRules m_rules;
    std::vector<LedgerPayment> m_payments;
    QHash<QString, size_t> m_index;
    bool m_isByTime = true; ///< no payment was created before the one in front of it
    QSet<QString> m_moving; ///< those that advance() has to look at
    qint64 m_nextDueMs = 0; ///< before it nothing is due; 0 where that is not known
    QSet<QString> m_changed;
};

} // namespace paydesk::sandbox
