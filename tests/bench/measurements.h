// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report.h"

#include <QUrl>

namespace paydesk::test {
class Session;
}

/// Each measurement is a file of its own and gives one row or more. A row that could not be measured comes
/// back without samples and with a note.
namespace paydesk::bench {

/// What the measurements share.
struct Bench
{
    const test::Session &session; ///< display, message bus and home
    QUrl sandbox; ///< a running one, that takes any number of requests
    bool quick = false; ///< a few runs only: shows that everything can be measured, not how long it takes

    QList<qint64> sizes; ///< of the journals whose history is measured
    QString keep; ///< where such journals are taken from, and left; empty for a folder that goes away

    int runs(int full) const { return quick ? 3 : full; }
    int warmUps(int full) const { return quick ? 1 : full; }
};

/// From exec until the window's list stands on the screen.
QList<Row> measureStart(const Bench &bench);
/// From Charge until the page is loaded, and from its return until the result is known.
QList<Row> measureSales(const Bench &bench);
/// Until a sale's intent is on the disk.
QList<Row> measureIntent(const Bench &bench);
/// One call of the client.
QList<Row> measureClient(const Bench &bench);
/// The service's whole list, into an empty journal.
QList<Row> measureSync(const Bench &bench);
/// What managers ask of journals of many sizes.
QList<Row> measureHistory(const Bench &bench);
/// What the programs occupy.
QList<Row> measureMemory(const Bench &bench);

} // namespace paydesk::bench
