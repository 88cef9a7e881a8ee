// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/event.h"

namespace paydesk::journal {

/// An event as the file holds it: the bytes that the chain covers, readable or not.
struct EventRow
{
    qint64 seq = 0; ///< 1, 2, 3, … without a gap
    QByteArray attemptId; ///< all text is UTF-8
    QByteArray kind;
    qint64 atMs = 0; ///< Unix time, milliseconds
    QByteArray actor;
    QByteArray facts; ///< compact JSON, members sorted
    QByteArray payload;
    QByteArray hash; ///< see chainHash()
};

/// The row of an event, without its place in the chain (seq, hash).
EventRow toRow(const Event &event);
/// Empty for a row that this program cannot read: of a kind that a newer one added, or tampered with.
std::optional<Event> toEvent(const EventRow &row);

/// SHA-256 over the hash of the event before (empty for the first) and every byte of this one.
QByteArray chainHash(const QByteArray &previous, const EventRow &row);

} // namespace paydesk::journal
