// SPDX-License-Identifier: GPL-3.0-or-later
#include "bigjournal.h"
#include "historybench.h"
#include "journal/journalcheck.h"
#include "journal/salerow.h"
#include "measurements.h"
#include "rawreader.h"
#include "salemaker.h"
#include "shellpeer.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace paydesk::journal;

namespace paydesk::bench {

namespace {

constexpr double frameMs = 16.7;
constexpr int page = 100; ///< rows that a window asks for at once
constexpr qint64 large = 200'000; ///< from here on, what reads everything is measured a few times only

const QString facets = u" FROM payments INDEXED BY payments_facets "_s;
const QString sums = u"currency, outcome, COUNT(*), SUM(paid), SUM(refunded)"_s;

/// The columns of a SaleLine.
const QString lineColumns
    = u"started_ms, amount, paid, refunded, currency, outcome, needs_review, succeeded_ms, attempt_id, "
      u"payment_id, "
      "provider_reference, status, channel, till, card_brand, card_last4, customer_email, customer_name, "
      "decline_code, description, metadata"_s;

QString searchSql(const QString &columns, const QString &match)
{
    return u"SELECT %1 FROM search CROSS JOIN payments ON payments.row_id = search.rowid WHERE search MATCH "
           u"%2 "
           "ORDER BY search.rowid DESC"_s.arg(columns, match);
}

/// The rows of one size.
class Rows
{
public:
    Rows(const Bench &bench, qint64 size, const QString &directory)
        : m_bench(bench)
        , m_size(size)
        , m_directory(directory)
        , m_history(directory)
    {
    }

    QList<Row> measure()
    {
        measureFirst();
        measurePositions();
        for (const auto &[id, name, text] :
            {std::tuple(u"search_rare"_s, u"search, rare"_s, SaleMaker::rareTerm()),
                std::tuple(u"search_common"_s, u"search, common"_s, SaleMaker::commonTerm())})
            measureSearch(id, name, text);
        measureShortSearch(u"search_1"_s, u"search, 1 character"_s, u"e"_s);
        measureShortSearch(u"search_2"_s, u"search, 2 characters"_s, u"co"_s);
        measureSurvey();
        measureTotals();
        measureMemory();
        measureExport();
        measureView();
        return m_rows;
    }

private:
    Row row(const QString &id, const QString &name, const QString &unit = u"ms"_s) const
    {
        Row row{.id = u"%1_%2"_s.arg(id).arg(m_size), .name = name, .unit = unit, .figure = {}};
        row.size = m_size;
        return row;
    }

    /// In turns with the peer, where there is one.
    template <typename Ask, typename Peer> void measureInto(Row row, int runs, Ask ask, Peer peer)
    {
        const int warmUps = m_bench.warmUps(2);
        for (int run = 0; run < warmUps + runs; ++run) {
            const std::optional<double> ours = ask();
            const std::optional<double> theirs = peer();
            if (!ours || (!row.peerName.isEmpty() && !theirs)) {
                row.note = u"a question was not answered"_s;
                continue;
            }
            if (run < warmUps)
                continue;
            row.figure.add(*ours);
            if (theirs)
                row.peer.add(*theirs);
        }
        m_rows += row;
    }

    int runsOverAll() const { return m_bench.runs(m_size >= large ? 5 : 20); }

    void measureFirst()
    {
        Row visible = row(u"history_visible"_s, u"history visible"_s);
        visible.peerName = u"prepared keyset page, C API"_s;
        visible.goal = {.kind = Goal::RatioAtMost, .limit = 2, .allowance = frameMs};
        RawReader raw(m_directory,
            u"SELECT %1 FROM payments WHERE row_id < 9e18 ORDER BY row_id DESC LIMIT %2"_s
                .arg(salerow::selectList())
                .arg(page));
        measureInto(
            visible, m_bench.runs(100), [&] { return firstMs({}); }, [&] { return raw.ms(); });
    }

    std::optional<double> firstMs(const SaleQuery &query)
    {
        return m_history.ms<QList<SaleRecord>>([&](auto *context, auto callback) {
            m_history.history().first(query, page, {}, context, callback);
        });
    }

    void measurePositions()
    {
        Row anywhere = row(u"any_position"_s, u"100 rows anywhere"_s);
        anywhere.goal = {.kind = Goal::AtMost, .limit = 30};
        const QList<qint64> rows = m_history.survey({}).rows;
        std::mt19937 random(1);
        measureInto(
            anywhere, m_bench.runs(200),
            [&] {
                const qsizetype at = qsizetype(random() % size_t(std::max<qsizetype>(1, rows.size() - page)));
                return m_history.ms<QList<SaleRecord>>([&](auto *context, auto callback) {
                    m_history.history().rows(rows.mid(at, page), context, callback);
                });
            },
            [] { return std::optional<double>(); });
    }

    void measureSearch(const QString &id, const QString &name, const QString &text)
    {
        const SaleQuery query{.filter = {.text = text}, .order = {}};
        const QString match = u"'\"%1\"'"_s.arg(text);
        Row first = row(id, name);
        first.peerName = u"the same FTS5 query, sqlite3 shell"_s;
        first.goal = {.kind = Goal::RatioAtMost, .limit = 1.5};
        ShellPeer shell(m_directory);
        const QString page100 = searchSql(salerow::selectList(), match) + u" LIMIT %1"_s.arg(page);
        measureInto(
            first, m_bench.runs(50), [&] { return firstMs(query); }, [&] { return shell.ms(page100); });

        Row all = row(id + u"_all"_s, name + u", all and totals"_s);
        all.peerName = u"the same FTS5 query, C API"_s;
        all.goal = first.goal;
        RawReader raw(m_directory,
            searchSql(u"payments.row_id, currency, outcome, paid, refunded"_s, match)
                .replace(u"JOIN payments"_s, u"JOIN payments INDEXED BY payments_facets"_s));
        measureInto(
            all, runsOverAll(), [&] { return m_history.surveyMs(query); }, [&] { return raw.ms(); });
    }

    void measureShortSearch(const QString &id, const QString &name, const QString &text)
    {
        Row first = row(id, name);
        first.goal = {.kind = Goal::AtMost, .limit = 100};
        measureInto(
            first, m_bench.runs(20), [&] { return firstMs({.filter = {.text = text}, .order = {}}); },
            [] { return std::optional<double>(); });
    }

    void measureSurvey()
    {
        Row all = row(u"survey"_s, u"all rows and totals"_s);
        all.peerName = u"the same SQL, C API"_s;
        all.goal = {.kind = Goal::RatioAtMost, .limit = 1.5};
        RawReader rows(m_directory,
            u"SELECT row_id, currency, outcome, paid, refunded"_s + facets + u"ORDER BY row_id DESC"_s);
        measureInto(
            all, runsOverAll(), [&] { return m_history.surveyMs({}); }, [&] { return rows.ms(); });

        Row before = row(u"first_before_totals"_s, u"first rows, asked with the totals"_s);
        before.peerName = u"until the totals"_s;
        // There is nothing to be before of with a few sales: the rows take longer than their totals.
        if (m_size >= large)
            before.goal = {.kind = Goal::RatioAtMost, .limit = 1};
        std::optional<double> surveyed;
        measureInto(
            before, runsOverAll(),
            [&] {
                const auto [first, totals] = m_history.firstAndSurveyMs(page);
                surveyed = totals;
                return first;
            },
            [&] { return surveyed; });
    }

    void measureTotals()
    {
        const SaleFilter filter{
            .outcomes = {Outcome::Paid}, .channels = {u"counter"_s}, .leastAmount = 1'000};
        Row totals = row(u"filtered_totals"_s, u"totals of a filter"_s);
        totals.peerName = u"the same SQL, C API"_s;
        totals.goal = {.kind = Goal::RatioAtMost, .limit = 1.5};
        RawReader raw(m_directory,
            u"SELECT "_s + sums + facets
                + u"WHERE outcome = 'paid' AND channel = 'counter' AND amount >= 1000 GROUP BY currency, outcome"_s);
        measureInto(
            totals, runsOverAll(),
            [&] {
                return m_history.ms<QList<SaleTotal>>([&](auto *context, auto callback) {
                    m_history.history().totals(filter, context, callback);
                });
            },
            [&] { return raw.ms(); });
    }

    /// Of a process of its own, which holds all row ids and nothing else.
    void measureMemory()
    {
        Row memory = row(u"survey_memory"_s, u"memory of a process that holds them"_s, u"MiB"_s);
        measureInto(
            memory, m_bench.runs(3),
            [&]() -> std::optional<double> {
                QProcess holder;
                holder.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, m_directory});
                holder.waitForFinished(-1);
                const double mib = holder.readAllStandardOutput().trimmed().toDouble();
                return mib > 0 ? std::optional(mib) : std::nullopt;
            },
            [] { return std::optional<double>(); });
    }

    void measureExport()
    {
        Row all = row(u"export"_s, u"export to CSV"_s);
        all.peerName = u"sqlite3 -csv"_s;
        const QTemporaryDir files;
        all.goal = {.kind = Goal::RatioAtMost, .limit = 2};
        measureInto(
            all, m_bench.runs(m_size >= large ? 3 : 10),
            [&] { return m_history.exportMs(files.filePath(u"ours.csv"_s)); },
            [&]() -> std::optional<double> {
                QProcess shell;
                shell.setStandardOutputFile(files.filePath(u"theirs.csv"_s));
                QElapsedTimer clock;
                clock.start();
                shell.start(u"sqlite3"_s,
                    {u"-readonly"_s, u"-csv"_s, m_directory + u"/journal.db"_s,
                        u"SELECT %1 FROM payments ORDER BY row_id DESC"_s.arg(lineColumns)});
                const bool ended = shell.waitForFinished(-1) && shell.exitCode() == 0;
                return ended ? std::optional(double(clock.nsecsElapsed()) / 1e6) : std::nullopt;
            });
    }

    /// The program's own list, in a process with a window.
    void measureView()
    {
        QProcess probe;
        probe.start(QCoreApplication::applicationDirPath() + u"/paydesk-bench-view"_s,
            {m_directory, QString::number(m_bench.runs(100))});
        probe.waitForFinished(-1);
        const QJsonObject figures = QJsonDocument::fromJson(probe.readAllStandardOutput()).object();
        const auto add = [&](const QString &id, const QString &name, double limit) {
            Row view = row(u"view_"_s + id, name);
            view.goal = {.kind = Goal::AtMost, .limit = limit};
            for (const QJsonValue value : figures.value(id).toArray())
                view.figure.add(value.toDouble());
            if (!view.wasMeasured())
                view.note = u"the list did not show its rows"_s;
            m_rows += view;
        };
        add(u"load_busy"_s, u"list: GUI thread busy, loading"_s, frameMs);
        add(u"page_shown"_s, u"list: a page on, until shown"_s, 30);
        add(u"page_busy"_s, u"… GUI thread busy"_s, frameMs);
        add(u"drag_shown"_s, u"list: bar to anywhere, until shown"_s, 30);
        add(u"drag_busy"_s, u"… GUI thread busy"_s, frameMs);
    }

    const Bench &m_bench;
    const qint64 m_size;
    const QString m_directory;
    HistoryBench m_history;
    QList<Row> m_rows;
};

/// A small one is checked as well: the large ones are made alike.
bool isMade(const QString &directory, qint64 size)
{
    if (!makeBigJournal(directory, size, QDateTime::currentDateTimeUtc()))
        return false;
    if (size >= large)
        return true;
    const auto checked = checkJournal(directory);
    return checked && checked->problems.isEmpty() && checked->sales == size;
}

} // namespace

QList<Row> measureHistory(const Bench &bench)
{
    QList<Row> rows;
    for (const qint64 size : bench.sizes) {
        const QTemporaryDir files;
        const QString directory
            = QDir(bench.keep.isEmpty() ? files.path() : bench.keep).filePath(QString::number(size));
        if (hasJournal(directory) || isMade(directory, size)) {
            rows += Rows(bench, size, directory).measure();
            continue;
        }
        rows += Row{.id = u"history_%1"_s.arg(size), .name = u"history"_s, .unit = u"ms"_s, .figure = {}};
        rows.last().note = u"the journal could not be made"_s;
    }
    return rows;
}

} // namespace paydesk::bench
