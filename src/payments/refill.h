// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"
#include "core/result.h"
#include "journal/event.h"
#include "journal/replacement.h"
#include "journal/salerecord.h"
#include "payments/services.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace paydesk::payments {

/// What the journal must learn from a payment of the service's list; empty where it knows better, or the till
/// asks for itself. `held`: the sale that the payment's metadata names, where the journal holds it.
std::optional<journal::Event> eventFor(const QUuid &attemptId, const std::optional<journal::SaleRecord> &held,
    const Payment &payment, const QString &requestId);

/// Reads the service's whole list of payments, newest first, into a journal that took the place of a damaged
/// one: every sale that this program ever made and the journal no longer holds. Goes on until it is complete,
/// whatever fails meanwhile; what it has reached is in the journal, so that the next start goes on from
/// there. Does nothing at the service but ask, slowly enough that the sales of the day come first.
class Refill : public QObject
{
    Q_OBJECT
public:
    /// `reached`: see journal::Replacement.
    Refill(const Services &services, journal::RefillProgress reached, QObject *parent = nullptr);

    void start();

signals:
    /// A sale that the service still has to be asked about, or that staff must look at.
    void unsettledFound(const paydesk::journal::SaleRecord &sale);
    /// The list has been read to its end, and its beginning once more. `imported`: sales that the journal did
    /// not hold.
    void finished(qint64 imported);

private:
    void askForPage();
    void recordNext();
    void append(const journal::Event &event);
    void finishPage();
    void tryAgain(const Error &error);
    void askLater(std::chrono::milliseconds pause);

    const Services m_services;
    journal::RefillProgress m_progress;
    QList<Payment> m_page; ///< what is left of it to be recorded
    QString m_pageEnd; ///< the id of its last payment; empty where it is the last page
    QString m_requestId; ///< of the page
    bool m_isNews = false; ///< the page has told the journal something
    bool m_looksAgain = false; ///< the list was read to its end before
    int m_failures = 0; ///< in a row
    QTimer m_pause;
};

} // namespace paydesk::payments
