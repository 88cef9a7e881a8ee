// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/event.h"

namespace paydesk::journal {

QByteArray eventKindWord(EventKind kind)
{
    switch (kind) {
    case EventKind::Intent:
        return "intent";
    case EventKind::Session:
        return "session";
    case EventKind::CreateUnknown:
        return "create_unknown";
    case EventKind::NotCreated:
        return "not_created";
    case EventKind::Snapshot:
        return "snapshot";
    case EventKind::PageShown:
        return "page_shown";
    case EventKind::PageReturned:
        return "page_returned";
    case EventKind::PageClosed:
        return "page_closed";
    case EventKind::PageBlocked:
        return "page_blocked";
    case EventKind::PageCrashed:
        return "page_crashed";
    case EventKind::Recovered:
        return "recovered";
    case EventKind::Contradiction:
        return "contradiction";
    case EventKind::Searched:
        return "searched";
    case EventKind::SecondPayment:
        return "second_payment";
    case EventKind::NeedsReview:
        return "needs_review";
    case EventKind::Reviewed:
        return "reviewed";
    case EventKind::Imported:
        return "imported";
    case EventKind::RefundIntent:
        return "refund_intent";
    case EventKind::RefundUnknown:
        return "refund_unknown";
    case EventKind::RefundRefused:
        return "refund_refused";
    }
    Q_UNREACHABLE();
}

std::optional<EventKind> eventKindFromWord(const QByteArray &word)
{
    for (int i = 0; i <= static_cast<int>(EventKind::RefundRefused); ++i) {
        const auto kind = static_cast<EventKind>(i);
        if (eventKindWord(kind) == word)
            return kind;
    }
    return {};
}

} // namespace paydesk::journal
