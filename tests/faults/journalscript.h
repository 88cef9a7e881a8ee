// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/store.h"

#include <QByteArrayList>

namespace paydesk::test {

/// Two sales, told to a journal: one that is paid after much went wrong, and one that is refused. The same
/// bytes each time, some of them larger than a page of the file.
QList<journal::Event> saleEvents();

/// An intent of its own, to see whether a journal goes on.
journal::Event anotherIntent();

/// The hashes that the chain has after each of these events, from the first on: the journal holds these
/// events, all of them, in this order, not one twice, if and only if these are its hashes.
QByteArrayList chainOf(const QList<journal::Event> &events);
/// The hashes in the file, past all of the program's rules.
QByteArrayList chainIn(const QString &directory);

/// Lets the only journal that is open in this process move its log into the database after so many pages.
void checkpointEvery(int pages);

/// How often to checkpoint, in pages: often enough for the script to meet it; in the long run also at each
/// commit, rarely, and never before the journal is closed.
QList<int> checkpointIntervals();

} // namespace paydesk::test
