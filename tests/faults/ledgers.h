// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"
#include "journal/salerecord.h"

#include <QJsonArray>
#include <QJsonObject>

namespace paydesk::test {

/// The three ledgers that must say the same once the network is back. The service's is the truth.
struct Ledgers
{
    QJsonObject service; ///< GET /sandbox/ledger
    QList<journal::SaleRecord> sales; ///< of the journal
    QList<journal::Event> events; ///< of the journal, oldest first
    QStringList journalProblems; ///< as --check-journal finds them
    QJsonArray shown; ///< the rows of the list of payments: sale, amount, status, payment
};

/// Everything that the journal in this folder holds. What cannot be read is a problem.
void readJournal(const QString &directory, Ledgers &ledgers);

/// What the three ledgers were found to be.
struct Verdict
{
    int payments = 0;
    int refunds = 0; ///< at the service
    int reviews = 0; ///< sales that staff must look at
    int duplicates = 0; ///< payments, or refunds, beyond one an intent
    int lost = 0; ///< at the service, but not in the journal or not shown
    int wronglyFailed = 0; ///< without the service having said so
    QStringList problems; ///< every breach of an invariant, by its name; empty is well
};

/// Judges by the invariants. `I1` at most one payment a sale and one refund an intent · `I2` every intent
/// final or to be reviewed · `I3` a bad end only by an answer to a GET · `I4` amount and attempt as intended
/// · `I5` nothing final changes · `I6` the three are equal.
Verdict judge(const Ledgers &ledgers);

} // namespace paydesk::test
