// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk.h"
#include "measurements.h"
#include "screenwatch.h"
#include "support/session.h"
#include "support/x11client.h"

#include <QCoreApplication>
#include <QDir>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr int salesInJournal = 200;
constexpr int leastLinesOfText = 8; ///< fewer: that was not the list

/// Starts a program, waits until its window is painted, and ends it as a user does.
std::optional<ScreenWatch::Painted> startOnce(const Bench &bench, Program &program)
{
    const QString display = bench.session.environment().value(u"DISPLAY"_s);
    ScreenWatch watch(display);
    test::X11Client screen(display);
    const auto painted = watch.untilPainted(
        [&] { program.start(); }, [&] { return screen.windowTitled(program.windowTitle()); });
    program.close(screen);
    return painted;
}

} // namespace

QList<Row> measureStart(const Bench &bench)
{
    Row row{.id = u"start"_s,
        .name = u"start to painted list"_s,
        .unit = u"ms"_s,
        .figure = {},
        .peerName = u"bare window, start to painted"_s,
        .goal = {Goal::RatioAtMost, 1.5}};
    const QTemporaryDir home;
    if (!fillJournal(home.path(), salesInJournal)) {
        row.note = u"the journal could not be made"_s;
        return {row};
    }
    const int warmUps = bench.warmUps(2);
    const int all = warmUps + bench.runs(15);
    for (int run = 0; run < all; ++run) {
        Program desk = deskProgram(bench, home.path());
        const auto ours = startOnce(bench, desk);
        Program bare = bareProgram(bench);
        const auto peer = startOnce(bench, bare);
        if (!ours || !peer || ours->linesOfText < leastLinesOfText) {
            row.note = u"a window did not come, or without its list"_s;
            continue;
        }
        if (run >= warmUps) {
            row.figure.add(ours->ms);
            row.peer.add(peer->ms);
        }
    }
    return {row};
}

} // namespace paydesk::bench
