// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

/// The project's own files, as its checks read them.
namespace paydesk::test {

/// The files below a folder of the project whose names match one of the patterns ("*.h"), relative to the
/// project and sorted. All files where there is no pattern.
QStringList filesBelow(const QString &folder, const QStringList &patterns = {});
/// A file's text. Ends the test program when the file cannot be read.
QString textOf(const QString &file);
/// The lines of a text, without an empty one at its end.
QStringList linesOf(const QString &text);
/// One offender a line, for the text of a failure.
QByteArray listed(const QStringList &offenders);

} // namespace paydesk::test
