// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace paydesk::test {

/// One sale and a refund of a part of it, on a till that is killed, and started again on the same data.
struct KillCase
{
    int step = 0; ///< where it is killed; 0: at no step
    std::optional<int> momentMs; ///< when it is killed from outside, counted from its start
    QJsonObject fault; ///< of the service, at the restart; empty for none
    int secondStep = 0; ///< where the restarted till is killed; 0: nowhere
    QString customer = QStringLiteral("pay,return"); ///< as pagestandin.cpp reads it
};

struct KillResult
{
    bool killed = false;
    QStringList steps; ///< that the till had taken when it was killed, or ended
    qint64 tookMs = 0; ///< the first till's life
    QStringList problems; ///< empty is well
};

/// Plays it through, and judges by the invariants. May be called on any thread.
KillResult play(const KillCase &killCase);
/// Plays them all, a few at once. The results are in the order of the cases.
QList<KillResult> playAll(const QList<KillCase> &cases);

/// The faults that a restart meets in turn; the first is none.
QList<QJsonObject> restartFaults();

} // namespace paydesk::test
