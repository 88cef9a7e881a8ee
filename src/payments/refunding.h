// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "payments/recorder.h"
#include "payments/refundmachine.h"
#include "payments/services.h"

#include <QObject>
#include <QTimer>

namespace paydesk::payments {

/// One refund from its intent to its end: carries out what its machine (refundmachine.h) asks for, as Charge
/// does for a sale.
class Refunding : public QObject
{
    Q_OBJECT
public:
    Refunding(const Services &services, RefundProgress state, QObject *parent);

    /// Commits the intent and, once that is durable, sends the refund.
    void begin(const journal::Event &intent);
    /// Takes up a refund from the journal.
    void resume();

    /// As of the last changed().
    const RefundProgress &state() const { return m_state; }
    bool isFinished() const;

    void checkAgain();
    void markReviewed();

signals:
    void changed();
    /// See Charge::storageFailed().
    void storageFailed(const paydesk::Error &error);
    void storageRecovered();

private:
    void dispatch(const RefundEvent &event);
    void runEffects();
    void carryOut(const Append &effect);
    void carryOut(const Send &effect);
    void carryOut(const SendLater &effect);
    void carryOut(const AskStatus &effect);
    void carryOut(const AskStatusLater &effect);
    template <typename Other> void carryOut(const Other &) { } // a refund has no page and no search
    void takeOver(const journal::SaleRecord &sale);
    Money paymentAmount() const;

    Services m_services;
    RefundProgress m_state;
    Recorder m_recorder;
    QList<Effect> m_effects; ///< still to be carried out
    bool m_waitingForDisk = false;
    QTimer m_sendTimer;
    QTimer m_askTimer;
};

} // namespace paydesk::payments
