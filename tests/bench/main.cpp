// SPDX-License-Identifier: GPL-3.0-or-later
// Measures Paydesk beside its limits and peers; see README.md here. Ends with 1 when a row could not be
// measured, and never because of a time.
#include "e2e/sandboxcontrol.h"
#include "historybench.h"
#include "measurements.h"
#include "support/session.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QSysInfo>
#include <QTextStream>
#include <QThread>

#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace paydesk;

namespace {

struct Measurement
{
    QString name;
    QList<bench::Row> (*measure)(const bench::Bench &bench);
};

QList<Measurement> measurements()
{
    return {{u"start"_s, &bench::measureStart}, {u"sales"_s, &bench::measureSales},
        {u"intent"_s, &bench::measureIntent}, {u"client"_s, &bench::measureClient},
        {u"sync"_s, &bench::measureSync}, {u"history"_s, &bench::measureHistory},
        {u"memory"_s, &bench::measureMemory}};
}

/// Over one minute: on a machine that does something else, the figures say little.
double systemLoad()
{
    double load = 0;
    return ::getloadavg(&load, 1) == 1 ? load : -1;
}

/// The programs that the measurements start take their surroundings from here.
void adopt(const QProcessEnvironment &environment)
{
    const QStringList names = environment.keys();
    for (const QString &name : names)
        qputenv(name.toLocal8Bit().constData(), environment.value(name).toLocal8Bit());
    qunsetenv("WAYLAND_DISPLAY");
    qunsetenv("XAUTHORITY");
    qunsetenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON"); // a screen reader is the exception, and costs time
}

QList<qint64> sizesIn(const QString &text, bool quick)
{
    QList<qint64> sizes;
    const QStringList numbers = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &number : numbers)
        sizes += number.toLongLong();
    if (!sizes.isEmpty())
        return sizes;
    return quick ? QList<qint64>{1'000, 20'000} : QList<qint64>{1'000, 100'000, 1'000'000};
}

bool writeJson(const QString &path, const QList<bench::Row> &rows, double load)
{
    QJsonObject json = bench::jsonOf(rows);
    json[u"version"_s] = QStringLiteral(PAYDESK_VERSION);
    json[u"at"_s] = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    json[u"system"_s] = QSysInfo::prettyProductName();
    json[u"processors"_s] = QThread::idealThreadCount();
    json[u"load_before"_s] = load;
    QFile file(path);
    const QByteArray text = QJsonDocument(json).toJson();
    return file.open(QFile::WriteOnly | QFile::Truncate) && file.write(text) == text.size();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"paydesk-bench"_s);
    const QCommandLineOption quick(u"quick"_s, u"A few runs only: shows that everything can be measured."_s);
    const QCommandLineOption json(u"json"_s, u"Write the figures to this file, too."_s, u"file"_s);
    const QCommandLineOption only(u"only"_s,
        u"Measure this only: start, sales, intent, client, sync, history or memory. May be given several "
        "times."_s,
        u"name"_s);
    const QCommandLineOption sizes(u"sizes"_s,
        u"Measure the history with so many sales: numbers between commas. 5000000 need 25 GB."_s,
        u"numbers"_s);
    const QCommandLineOption keep(
        u"keep"_s, u"Take those journals from this folder, or leave them there."_s, u"folder"_s);
    QCommandLineOption hold(u"hold"_s, {}, u"journal"_s);
    hold.setFlags(QCommandLineOption::HiddenFromHelp);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures Paydesk beside its limits and peers."_s);
    parser.addHelpOption();
    parser.addOptions({quick, json, only, sizes, keep, hold});
    parser.process(application);
    if (parser.isSet(hold))
        return bench::holdSurvey(parser.value(hold));

    const double load = systemLoad();
    QTextStream out(stdout);
    out << u"%1, %2 processors, load %3\n"_s.arg(QSysInfo::prettyProductName())
               .arg(QThread::idealThreadCount())
               .arg(load, 0, 'f', 2);
    out.flush();

    const test::Session session;
    test::SandboxControl sandbox;
    if (!session.isReady() || !sandbox.start({u"--rate-limit"_s, u"1000000"_s})) {
        out << "The display or the sandbox did not start: nothing was measured.\n";
        return 1;
    }
    adopt(session.environment());

    const bench::Bench bench{.session = session,
        .sandbox = sandbox.url(),
        .quick = parser.isSet(quick),
        .sizes = sizesIn(parser.value(sizes), parser.isSet(quick)),
        .keep = parser.value(keep)};
    const QStringList chosen = parser.values(only);
    QList<bench::Row> rows;
    for (const Measurement &measurement : measurements()) {
        if (chosen.isEmpty() || chosen.contains(measurement.name))
            rows += measurement.measure(bench);
    }
    out << bench::tableOf(rows) << '\n' << bench::growthTableOf(rows);
    if (parser.isSet(json) && !writeJson(parser.value(json), rows, load)) {
        out << "The file could not be written: " << parser.value(json) << '\n';
        return 1;
    }
    const bool all = std::all_of(rows.begin(), rows.end(), std::mem_fn(&bench::Row::wasMeasured));
    return all && !rows.isEmpty() ? 0 : 1;
}
