// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/protocol.h"
#include "payments/chargemachine.h"
#include "payments/recorder.h"
#include "payments/services.h"

#include <QObject>
#include <QTimer>

namespace paydesk::payments {

class PaymentLookUp;

/// One sale from its intent to its end: carries out what the state machine (chargemachine.h) asks for.
/// Effects run one after the other, and those behind an append wait until it is on the disk, so that
/// every fact enters the journal first. When the disk fails after the intent, the sale goes on in memory
/// and the append is tried again.
class Charge : public QObject
{
    Q_OBJECT
public:
    /// What the checkout window shows besides the page. Its `pageUrl` is filled in when a page is shown.
    Charge(const Services &services, const checkout::ShowPage &pageTexts, ChargeState state, QObject *parent);

    /// Commits the intent and, once that is durable, creates the payment.
    void begin(const journal::Event &intent);
    /// Takes up a sale from the journal.
    void resume();

    /// As of the last changed().
    const ChargeState &state() const { return m_state; }
    QUuid attemptId() const { return m_state.sale.attemptId; }
    /// Nothing more will happen, and all of it is on the disk.
    bool isFinished() const;

    void checkAgain();
    void reopenPage();
    /// Asks the checkout window for the keyboard once more. Does nothing when the page is not open.
    void raisePage();
    /// Staff no longer waits for the payment to be created: it comes about in the background, or not.
    void stopWaiting();
    /// Staff goes on to something else. The sale is watched in the background until it is settled.
    void leave();
    /// Staff has looked at a sale that needs review.
    void markReviewed();

signals:
    void changed();
    /// The journal could not be written after the payment was sent. The sale goes on; staff must know.
    void storageFailed(const paydesk::Error &error);
    void storageRecovered();

private:
    void dispatch(const ChargeEvent &event);
    void runEffects();
    void carryOut(const Append &effect);
    void carryOut(const Send &effect);
    void carryOut(const SendLater &effect);
    void carryOut(const AskStatus &effect);
    void carryOut(const AskStatusLater &effect);
    void carryOut(const LookUp &effect);
    void carryOut(const LookUpLater &effect);
    void carryOut(const ShowPage &effect);
    void carryOut(const HidePage &effect);
    void listenToCheckout();
    /// Takes over what others appended to this sale: a refund of it, or staff's review.
    void takeOver(const journal::SaleRecord &sale);

    Services m_services;
    checkout::ShowPage m_page;
    ChargeState m_state;
    Recorder m_recorder;
    PaymentLookUp *m_lookUp = nullptr; ///< a search that has not reached its end
    QList<Effect> m_effects; ///< still to be carried out
    bool m_waitingForDisk = false; ///< the effects wait for an append
    QTimer m_sendTimer;
    QTimer m_askTimer;
    QTimer m_searchTimer;
    QTimer m_patience; ///< of staff, see staffPatience
};

} // namespace paydesk::payments
