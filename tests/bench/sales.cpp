// SPDX-License-Identifier: GPL-3.0-or-later
#include "counter.h"
#include "measurements.h"
#include "support/session.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

const QString chromium = u"/usr/bin/chromium"_s;

double sinceMs(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

/// From exec to the first byte of the document that Chromium prints once the page is loaded. A headless
/// Chromium with a profile that exists already, and without its calls home: the fastest there is.
std::optional<double> chromiumMs(const Bench &bench, const QUrl &page, const QString &profile)
{
    QStringList arguments{u"--headless"_s, u"--disable-gpu"_s, u"--no-first-run"_s,
        u"--disable-background-networking"_s, u"--disable-component-update"_s, u"--disable-sync"_s,
        "--user-data-dir="_L1 + profile, u"--dump-dom"_s, page.toString()};
    if (::geteuid() == 0)
        arguments.prepend(u"--no-sandbox"_s); // as the checkout itself
    QProcess process;
    process.setProcessEnvironment(bench.session.environment());
    process.setStandardErrorFile(QProcess::nullDevice());
    QElapsedTimer clock;
    clock.start();
    process.start(chromium, arguments);
    const bool printed = process.waitForReadyRead();
    const double ms = sinceMs(clock);
    const bool ended = process.waitForFinished();
    const bool isThePage = process.readAllStandardOutput().contains("<form");
    return printed && ended && isThePage ? std::optional(ms) : std::nullopt;
}

} // namespace

QList<Row> measureSales(const Bench &bench)
{
    Row page{.id = u"charge_to_page"_s,
        .name = u"Charge to page loaded"_s,
        .unit = u"ms"_s,
        .figure = {},
        .goal = {Goal::AtMost, 150}};
    Row besideChromium{.id = u"charge_to_page_beside_chromium"_s,
        .name = u"Charge to page loaded"_s,
        .unit = u"ms"_s,
        .figure = {},
        .peerName = u"Chromium, start to the same page"_s,
        .goal = {Goal::RatioAtMost, 0.8}};
    Row result{.id = u"return_to_result"_s,
        .name = u"return to result"_s,
        .unit = u"ms"_s,
        .figure = {},
        .peerName = u"one GET by the same client"_s,
        .goal = {Goal::DifferenceAtMost, 50}};

    const QTemporaryDir files;
    Counter counter(bench.sandbox, files.filePath(u"journal"_s));
    const bool withChromium = QFile::exists(chromium);
    if (!withChromium)
        besideChromium.note = u"there is no Chromium on this machine"_s;
    const int warmUps = bench.warmUps(3);
    const int all = counter.open() ? warmUps + bench.runs(20) : 0;
    for (int run = 0; run < all; ++run) {
        const auto sale = counter.sell();
        const auto retrieve = sale ? counter.retrieveMs(sale->paymentId) : std::nullopt;
        const auto browser = withChromium
            ? chromiumMs(bench, counter.newPage(), files.filePath(u"chromium"_s))
            : std::nullopt;
        if (!sale || !retrieve) {
            page.note = u"a sale did not come to its end"_s;
            continue;
        }
        if (run < warmUps)
            continue;
        page.figure.add(sale->chargeToLoadedMs);
        besideChromium.figure.add(sale->chargeToLoadedMs);
        if (browser)
            besideChromium.peer.add(*browser);
        result.figure.add(sale->returnToResultMs);
        result.peer.add(*retrieve);
    }
    return {page, besideChromium, result};
}

} // namespace paydesk::bench
