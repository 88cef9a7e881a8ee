// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk.h"
#include "measurements.h"
#include "screenwatch.h"
#include "support/session.h"
#include "support/x11client.h"
#include "waiter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr int lookEveryMs = 500;
constexpr int mostLooks = 60;
constexpr int quietLooks = 4; ///< so many without a change of more than
constexpr double quietMiB = 0.5;

/// Of one process or several, in MiB. Pages that several share count a part in each (proportional) or in
/// each as a whole (resident).
struct Memory
{
    double proportional = 0;
    double resident = 0;
};

Memory memoryOf(const QList<qint64> &processes)
{
    Memory memory;
    for (const qint64 process : processes) {
        QFile file(u"/proc/%1/smaps_rollup"_s.arg(process));
        if (!file.open(QFile::ReadOnly))
            continue;
        const QByteArrayList lines = file.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const double mib = line.simplified().split(' ').value(1).toDouble() / 1024;
            if (line.startsWith("Pss:"))
                memory.proportional += mib;
            else if (line.startsWith("Rss:"))
                memory.resident += mib;
        }
    }
    return memory;
}

struct Process
{
    qint64 id = 0;
    qint64 parent = 0;
    QString name; ///< its first 15 characters
};

QList<Process> allProcesses()
{
    QList<Process> list;
    const QStringList entries = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &entry : entries) {
        QFile file("/proc/"_L1 + entry + "/stat"_L1);
        if (entry.toLongLong() == 0 || !file.open(QFile::ReadOnly))
            continue;
        // id (name) state parent …
        const QString line = QString::fromUtf8(file.readAll());
        const qsizetype begin = line.indexOf(u'(') + 1;
        const qsizetype end = line.lastIndexOf(u')');
        list.append({.id = entry.toLongLong(),
            .parent = line.mid(end + 2).section(u' ', 1, 1).toLongLong(),
            .name = line.mid(begin, end - begin)});
    }
    return list;
}

/// Children, their children and so on.
QList<qint64> descendants(const QList<Process> &processes, qint64 ancestor)
{
    QList<qint64> found = {ancestor};
    for (qsizetype i = 0; i < found.size(); ++i) {
        for (const Process &process : processes) {
            if (process.parent == found.at(i))
                found.append(process.id);
        }
    }
    found.removeFirst();
    return found;
}

QList<qint64> childNamed(const QList<Process> &processes, qint64 parent, const QString &name)
{
    for (const Process &process : processes) {
        if (process.parent == parent && process.name == name.left(15))
            return {process.id};
    }
    return {};
}

/// A training desk and what it starts, each for itself.
struct Programs
{
    Memory desk;
    Memory checkout;
    Memory engine; ///< the checkout's QtWebEngineProcess children
    Memory sandbox;

    double sum() const
    {
        return desk.proportional + checkout.proportional + engine.proportional + sandbox.proportional;
    }
    bool areAllThere() const
    {
        return desk.resident > 0 && checkout.resident > 0 && engine.resident > 0 && sandbox.resident > 0;
    }
};

Programs look(qint64 desk)
{
    const QList<Process> processes = allProcesses();
    const QList<qint64> checkout = childNamed(processes, desk, u"paydesk-checkout"_s);
    return {.desk = memoryOf({desk}),
        .checkout = memoryOf(checkout),
        .engine = memoryOf(checkout.isEmpty() ? checkout : descendants(processes, checkout.first())),
        .sandbox = memoryOf(childNamed(processes, desk, u"paydesk-sandbox"_s))};
}

void rest()
{
    QObject context;
    Waiter waiter;
    QTimer::singleShot(lookEveryMs, &context, [&waiter] { waiter.done(); });
    waiter.wait();
}

/// Once all are there and none of them grows any more.
std::optional<Programs> lookWhenQuiet(qint64 desk)
{
    Programs last;
    int quiet = 0;
    for (int i = 0; i < mostLooks && quiet < quietLooks; ++i) {
        rest();
        const Programs now = look(desk);
        quiet = now.areAllThere() && std::abs(now.sum() - last.sum()) < quietMiB ? quiet + 1 : 0;
        last = now;
    }
    return last.areAllThere() ? std::optional(last) : std::nullopt;
}

} // namespace

QList<Row> measureMemory(const Bench &bench)
{
    const auto row = [](const QString &id, const QString &name) {
        return Row{.id = id, .name = name, .unit = u"MiB"_s, .figure = {}};
    };
    QList<Row> rows{row(u"memory_desk"_s, u"memory of the desk"_s),
        row(u"memory_checkout"_s, u"memory of the warm checkout"_s),
        row(u"memory_engine"_s, u"memory of its engine processes"_s),
        row(u"memory_sandbox"_s, u"memory of the sandbox"_s), row(u"resident_desk"_s, u"resident: desk"_s),
        row(u"resident_checkout"_s, u"resident: checkout"_s),
        row(u"resident_engine"_s, u"resident: engine processes"_s),
        row(u"resident_sandbox"_s, u"resident: sandbox"_s)};
    for (Row *each : {&rows[0], &rows[4]})
        each->peerName = u"bare window"_s;

    const QString display = bench.session.environment().value(u"DISPLAY"_s);
    test::X11Client screen(display);
    ScreenWatch watch(display);
    const int runs = bench.quick ? 1 : 5;
    for (int run = 0; run < runs; ++run) {
        const QTemporaryDir home;
        Program desk = trainingDeskProgram(bench, home.path());
        Program bare = bareProgram(bench);
        for (Program *program : {&desk, &bare})
            watch.untilPainted(
                [&] { program->start(); }, [&] { return screen.windowTitled(program->windowTitle()); });
        const auto seen = lookWhenQuiet(desk.processId());
        const Memory peer = memoryOf({bare.processId()});
        bare.close(screen);
        desk.close(screen);
        if (!seen) {
            rows[0].note = u"not all programs came"_s;
            continue;
        }
        const Memory each[] = {seen->desk, seen->checkout, seen->engine, seen->sandbox};
        for (qsizetype i = 0; i < 4; ++i) {
            rows[i].figure.add(each[i].proportional);
            rows[i + 4].figure.add(each[i].resident);
        }
        rows[0].peer.add(peer.proportional);
        rows[4].peer.add(peer.resident);
    }
    return rows;
}

} // namespace paydesk::bench
