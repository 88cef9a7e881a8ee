// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

#include <optional>

namespace paydesk::test {

/// A room of src/: what is in it may include. A folder is one room, or two where one half of it serves the
/// desk and the other is a program of its own.
struct Room
{
    QString name; ///< "core"; "checkout/desk" for one half of a folder
    QStringList rooms; ///< besides its own
    QStringList modules; ///< of Qt, as its include folders are called: "QtCore"
};

/// The rooms, from the bottom up.
const QList<Room> &rooms();
/// The room of a file, by its path below src/ ("core/money.h"); none where no row names it.
std::optional<Room> roomOf(const QString &file);
/// What a file includes and must not, a line each. `text` is the file's content.
QStringList forbiddenIncludes(const QString &file, const QString &text);

} // namespace paydesk::test
