// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/protocol.h"
#include "payments/chargemachine.h"
#include "payments/services.h"

#include <QObject>
#include <QTimer>

namespace paydesk::payments {

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
    /// Takes up a sale from the journal. `mayResend`: see payments::Recovered.
    void resume(bool mayResend);

    /// As of the last changed().
    const ChargeState &state() const { return m_state; }
    QUuid attemptId() const { return m_state.sale.attemptId; }
    /// Nothing more will happen, and all of it is on the disk.
    bool isFinished() const;

    void checkAgain();
    void reopenPage();
    /// Asks the checkout window for the keyboard once more. Does nothing when the page is not open.
    void raisePage();
    /// Staff goes on to something else. The sale is watched in the background until it is settled.
    void leave();

signals:
    void changed();
    /// The journal could not be written after the payment was sent. The sale goes on; staff must know.
    void storageFailed(const paydesk::Error &error);
    void storageRecovered();

private:
    void dispatch(const ChargeEvent &event);
    void runEffects();
    void carryOut(const Append &effect);
    void carryOut(const SendCreate &effect);
    void carryOut(const SendCreateLater &effect);
    void carryOut(const AskStatus &effect);
    void carryOut(const AskStatusLater &effect);
    void carryOut(const LookUp &effect);
    void carryOut(const LookUpLater &effect);
    void carryOut(const ShowPage &effect);
    void carryOut(const HidePage &effect);
    void listenToCheckout();
    void later(const ChargeEvent &event, std::chrono::milliseconds after);
    void saveUnsaved();

    Services m_services;
    checkout::ShowPage m_page;
    ChargeState m_state;
    QList<Effect> m_effects; ///< still to be carried out
    bool m_appending = false; ///< the effects wait for an append
    QList<journal::Event> m_unsaved; ///< what the disk refused, oldest first
    QTimer m_retry; ///< the next attempt or question
    ChargeEvent m_retryEvent;
    QTimer m_saveRetry;
};

} // namespace paydesk::payments
