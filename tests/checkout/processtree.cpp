// SPDX-License-Identifier: GPL-3.0-or-later
#include "processtree.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

QByteArray contents(qint64 process, const QString &name)
{
    QFile file(u"/proc/%1/%2"_s.arg(process).arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// State and parent, the fields after the program's name (which may hold anything).
QByteArrayList status(qint64 process)
{
    const QByteArray line = contents(process, u"stat"_s);
    return line.mid(line.lastIndexOf(')') + 2).split(' ');
}

} // namespace

QList<qint64> descendantsOf(qint64 process)
{
    const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QList<qint64> family = {process};
    for (qsizetype i = 0; i < family.size(); ++i) {
        for (const QString &entry : entries) {
            const qint64 candidate = entry.toLongLong();
            if (candidate > 0 && !family.contains(candidate)
                && status(candidate).value(1).toLongLong() == family.at(i))
                family.append(candidate);
        }
    }
    family.removeFirst();
    return family;
}

QList<qint64> renderersOf(qint64 process)
{
    // Forked from a "zygote", whose command line they may keep.
    QList<qint64> renderers = descendantsOf(process);
    renderers.removeIf([](qint64 candidate) {
        const qint64 parent = status(candidate).value(1).toLongLong();
        return !contents(parent, u"cmdline"_s).contains("--type=zygote");
    });
    return renderers;
}

bool isAlive(qint64 process)
{
    const QByteArray state = status(process).value(0);
    return !state.isEmpty() && state != "Z" && state != "X";
}

QByteArray environmentOf(qint64 process)
{
    return contents(process, u"environ"_s);
}

} // namespace paydesk::test
