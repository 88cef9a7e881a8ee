// SPDX-License-Identifier: GPL-3.0-or-later
#include "historybench.h"

#include "models/exporter.h"

#include <QFile>
#include <QTextStream>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace paydesk::journal;

namespace paydesk::bench {

Survey HistoryBench::survey(const SaleQuery &query)
{
    Survey survey;
    ms<Survey>([&](QObject *context, const Callback<Survey> &callback) {
        m_history.survey(query, {}, context, [&survey, callback](const Result<Survey> &answer) {
            if (answer)
                survey = *answer;
            callback(answer);
        });
    });
    return survey;
}

std::optional<double> HistoryBench::surveyMs(const SaleQuery &query)
{
    return ms<Survey>([&](QObject *context, const Callback<Survey> &callback) {
        m_history.survey(query, {}, context, callback);
    });
}

std::pair<std::optional<double>, std::optional<double>> HistoryBench::firstAndSurveyMs(int limit)
{
    std::optional<double> first;
    QElapsedTimer clock;
    clock.start();
    const auto surveyed = ms<Survey>([&](QObject *context, const Callback<Survey> &callback) {
        m_history.first({}, limit, {}, context, [&](const Result<QList<SaleRecord>> &rows) {
            if (rows)
                first = sinceMs(clock);
        });
        m_history.survey({}, {}, context, callback);
    });
    // Of a small journal the totals may come first.
    Waiter rest;
    if (!first)
        rest.wait(100);
    return {first, surveyed};
}

std::optional<double> HistoryBench::exportMs(const QString &fileName)
{
    models::Exporter exporter(m_history);
    return ms<qint64>([&](QObject *context, const Callback<qint64> &callback) {
        QObject::connect(&exporter, &models::Exporter::finished, context,
            [callback](const QString &, qint64 rows) { callback(rows); });
        QObject::connect(&exporter, &models::Exporter::failed, context,
            [callback](const Error &error) { callback(error); });
        exporter.start({}, models::ExportFormat::Csv, QTimeZone::utc(), fileName);
    });
}

int holdSurvey(const QString &directory)
{
    HistoryBench history(directory);
    const Survey survey = history.survey({});
    QFile file(u"/proc/self/smaps_rollup"_s);
    if (survey.rows.isEmpty() || !file.open(QFile::ReadOnly))
        return 1;
    const QByteArrayList lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("Pss:"))
            QTextStream(stdout) << line.simplified().split(' ').value(1).toDouble() / 1024 << '\n';
    }
    return 0;
}

} // namespace paydesk::bench
