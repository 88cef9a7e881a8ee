// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chargerequest.h"
#include "journal/salerecord.h"
#include "payments/paymentcheck.h"
#include "payments/services.h"

#include <QObject>
#include <QSet>

#include <optional>

namespace paydesk::payments {

class Charge;
class Refunding;
struct ChargeState;
struct RefundProgress;

struct TillConfig
{
    QString shopName;
    QUrl returnUrl;
};

/// What staff asks for when they give money back.
struct RefundRequest
{
    QString paymentId;
    Money amount;
    QString reason; ///< 1 to 50 characters
};
inline constexpr int maximumReasonLength = 50; ///< characters, by the contract
/// The reason as it is sent. The error is ErrorKind::InvalidInput.
Result<QString> validReason(const QString &typed);

/// A new sale while one of the same amount is not known yet.
enum class Repeat {
    Refuse,
    Intended, ///< staff was asked, and says that it is another sale
};

/// All sales and refunds of this till that are under way: the sale at the counter and those watched in the
/// background.
class Till : public QObject
{
    Q_OBJECT
public:
    Till(const Services &services, const TillConfig &config, QObject *parent = nullptr);

    /// The X11 id of the desk's window, for the page to stay above; 0 where there is none.
    void setDeskWindow(quint32 window) { m_deskWindow = window; }

    /// Begins a sale. The error is ErrorKind::InvalidInput and nothing has happened then. The charge is
    /// owned by the till and lives until it is finished and no longer the current one.
    Result<Charge *> charge(const ChargeRequest &request, Repeat repeat = Repeat::Refuse);
    /// The newest sale of exactly this amount that nobody knows yet to be paid or not; null where there is
    /// none. To charge again could be to charge twice.
    Charge *unresolved(Money amount) const;
    /// Begins a refund of one of the sale's payments. `sale` is as the journal has it now. The error is
    /// ErrorKind::InvalidInput and nothing has happened then. Owned by the till until it is finished.
    Result<Refunding *> refund(const journal::SaleRecord &sale, const RefundRequest &request);
    /// Whether anything, or this amount, of a payment can be refunded: see journal::mayRefund().
    Result<Done> mayRefund(
        const journal::SaleRecord &sale, const QString &paymentId, std::optional<Money> amount = {}) const;
    /// Asks the service about a sale at once, also about one that is settled and no longer watched.
    void check(const journal::SaleRecord &sale, QObject *context, const Callback<CheckResult> &callback);
    /// The customer can still pay on the sale's page: it is under way, and Charge::reopenPage() shows it.
    bool canReopenPage(const QUuid &attemptId) const;
    /// Staff has looked at a sale that needs review.
    void markReviewed(const journal::SaleRecord &sale);
    /// Takes up every sale and refund of this till that is not settled, then emits recovered(). Call once,
    /// after the journal has been opened and before the first sale.
    void recover();
    /// The same for one sale that came into the journal otherwise. Does nothing for one that is under way. A
    /// sale that others have begun is only announced where staff must look: each sync looks after it.
    void takeUp(const journal::SaleRecord &sale);

    /// The sale at the counter; null when there is none.
    Charge *current() const { return m_current; }
    /// The counter is free for the next sale: the current one goes on in the background.
    void clearCurrent();
    /// Takes an unsettled sale back to the counter. False when it is not under way.
    bool makeCurrent(const QUuid &attemptId);

signals:
    void currentChanged();
    /// Everything unsettled has been taken up: only now is it known which sales are not.
    void recovered();
    /// A sale that staff had left turned out to be paid.
    void paidLate(const paydesk::journal::SaleRecord &sale);
    /// The customer has paid a sale more than once: one of the payments must be refunded.
    void paidTwice(const paydesk::journal::SaleRecord &sale);
    /// Nothing more can be found out about a sale, or the service contradicted itself.
    void reviewNeeded(const paydesk::journal::SaleRecord &sale);
    /// A refund came to its end, good or bad.
    void refundSettled(const paydesk::journal::SaleRecord &sale, const QUuid &refundId);
    void storageFailed(const paydesk::Error &error);
    void storageRecovered();

private:
    enum class Alarm { PaidLate, PaidTwice, ReviewNeeded };

    Charge *find(const QUuid &attemptId) const;
    Charge *add(const ChargeState &state);
    Refunding *add(const RefundProgress &state);
    void watch(Charge *charge);
    void announce(const journal::SaleRecord &sale);
    /// True the first time.
    bool isNew(const QUuid &attemptId, Alarm alarm);
    void dropFinished();

    Services m_services;
    TillConfig m_config;
    quint32 m_deskWindow = 0;
    QList<Charge *> m_charges; ///< oldest first
    QList<Refunding *> m_refundings;
    Charge *m_current = nullptr;
    /// The journal took the place of a damaged one, and this till's id may have gone with it: until the next
    /// start every open sale that turns up may be its own.
    bool m_lostItsId = false;
    QSet<std::pair<QUuid, int>> m_announced;
};

} // namespace paydesk::payments
