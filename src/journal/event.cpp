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
    }
    Q_UNREACHABLE();
}

std::optional<EventKind> eventKindFromWord(const QByteArray &word)
{
    for (int i = 0; i <= static_cast<int>(EventKind::Contradiction); ++i) {
        const auto kind = static_cast<EventKind>(i);
        if (eventKindWord(kind) == word)
            return kind;
    }
    return {};
}

} // namespace paydesk::journal
