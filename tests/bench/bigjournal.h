// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QDateTime>

namespace paydesk::bench {

/// Makes a journal in `directory`, which has none, of `count` made-up sales (SaleMaker) until `until`. Each
/// is one event, as if it had come from the service's list, through the journal's own log and projection;
/// only that nothing is durable before the end. `progress` hears now and then how many there are.
Result<Done> makeBigJournal(const QString &directory, qint64 count, const QDateTime &until,
    const std::function<void(qint64 made)> &progress = {});

} // namespace paydesk::bench
