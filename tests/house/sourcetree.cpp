// SPDX-License-Identifier: GPL-3.0-or-later
#include "house/sourcetree.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

const QDir &project()
{
    static const QDir directory(QStringLiteral(PROJECT_SOURCE_DIR));
    return directory;
}

} // namespace

QStringList filesBelow(const QString &folder, const QStringList &patterns)
{
    QStringList files;
    QDirIterator it(
        project().filePath(folder), patterns, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext())
        files += project().relativeFilePath(it.next());
    files.sort();
    return files;
}

QString textOf(const QString &file)
{
    QFile source(project().filePath(file));
    if (!source.open(QIODevice::ReadOnly))
        qFatal("%s: %s", qPrintable(source.fileName()), qPrintable(source.errorString()));
    return QString::fromUtf8(source.readAll());
}

QStringList linesOf(const QString &text)
{
    QStringList lines = text.split(u'\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

QByteArray listed(const QStringList &offenders)
{
    return '\n' + offenders.join(u'\n').toUtf8();
}

} // namespace paydesk::test
