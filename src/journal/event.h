// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/payment.h"

#include <QDateTime>
#include <QJsonObject>
#include <QUuid>

#include <optional>

namespace paydesk::journal {

/// The kinds of fact that enter the journal. Their words in the file never change.
enum class EventKind {
    Intent, ///< a sale is about to be sent: written before the first byte leaves
    Session, ///< the service created the payment
    CreateUnknown, ///< an attempt to create ended without a usable answer
    NotCreated, ///< the service refused the request for certain
    Snapshot, ///< the service answered a question about the payment with something new
    PageShown, ///< the hosted page was handed to the checkout window
    PageReturned, ///< the page came back; its query is a hint only
    PageClosed, ///< staff or customer closed the page, or its process ended
    PageBlocked, ///< the page tried something that is refused
    PageCrashed, ///< the page's renderer crashed
    Recovered, ///< the program started and found this sale unsettled
    Contradiction, ///< the service said something that cannot be true; staff must look
    Searched, ///< the service's list was searched for this sale, to its end
    SecondPayment, ///< the service holds another payment for this same sale
    NeedsReview, ///< the program can find out nothing more; staff must look
    Reviewed, ///< staff has looked
    Imported, ///< begins a sale that only the service knew of: an answer about its payment
    RefundIntent, ///< a refund is about to be sent: written before the first byte leaves
    RefundUnknown, ///< an attempt to refund ended without a usable answer
    RefundRefused, ///< the service refused the refund for certain
};

/// The word under which the file keeps a kind: "create_unknown".
QByteArray eventKindWord(EventKind kind);
/// Empty for a word that this program does not know: a newer one wrote it.
std::optional<EventKind> eventKindFromWord(const QByteArray &word);

/// One fact. Immutable once appended.
struct Event
{
    EventKind kind = EventKind::Intent;
    QUuid attemptId; ///< the sale it belongs to (UUID version 7)
    QDateTime at; ///< UTC
    QString actor; ///< who: "staff:<user>", "desk", "service" or "page"
    QJsonObject facts; ///< what, in the journal's own format (journal/facts.h)
    QByteArray payload; ///< exact bytes where they matter: the request of an Intent, the answer of a snapshot
};

} // namespace paydesk::journal
