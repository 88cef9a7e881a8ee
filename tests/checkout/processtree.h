// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

/// Other processes, as /proc shows them.
namespace paydesk::test {

/// Children, and their children; those of the engine among them.
QList<qint64> descendantsOf(qint64 process);
/// Of the descendants those that run a page's content.
QList<qint64> renderersOf(qint64 process);
/// False for one that has ended, though nobody has asked for its exit code yet.
bool isAlive(qint64 process);
/// Variables as the process was given them, one after the other.
QByteArray environmentOf(qint64 process);

} // namespace paydesk::test
