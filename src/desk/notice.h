// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

#include <QList>
#include <QString>
#include <QUuid>

#include <functional>

namespace paydesk::desk {

/// What a notice is about, the loudest first: they are shown in this order.
enum class NoticeTopic {
    PaidTwice,
    Setup,
    Storage,
    Journal, ///< it was damaged, and replaced
    PageWindow,
    Review,
    PaidLate,
    Refund,
    Refill, ///< of a journal that was replaced
};

/// There is one notice of a key at a time.
struct NoticeKey
{
    NoticeTopic topic = NoticeTopic::Setup;
    QUuid about; ///< the sale or the refund, null where the notice is about the whole till
    friend bool operator==(const NoticeKey &, const NoticeKey &) = default;
};

struct NoticeAction
{
    QString text; ///< on the button
    std::function<void()> run;
};

/// Something that staff must know and cannot be asked about.
struct Notice
{
    NoticeKey key;
    Tone tone = Tone::Bad;
    QString text; ///< plain
    QString detail = {}; ///< for support, in the tool tip
    QList<NoticeAction> actions = {};
    bool dismissable = false; ///< staff can take it away; others go when their cause is gone
};

} // namespace paydesk::desk
