// SPDX-License-Identifier: GPL-3.0-or-later
#include "historybench.h"

#include <QFile>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace paydesk::journal;

namespace paydesk::bench {

namespace {

/// The least that a line of an export is: its fields between commas, where none of them needs quotes.
void appendLine(QByteArray &text, const SaleLine &line)
{
    for (const qint64 number :
        {line.startedMs, line.amount, line.paid, line.refunded, line.succeededMs.value_or(0)})
        text.append(QByteArray::number(number)).append(',');
    text.append(currencyWireCode(line.currency).toLatin1()).append(',');
    text.append(QByteArray::number(int(line.outcome))).append(line.needsReview ? ",1," : ",0,");
    for (const QByteArrayView field : {line.attemptId, line.paymentId, line.providerReference, line.status,
             line.channel, line.till, line.cardBrand, line.cardLast4, line.customerEmail, line.customerName,
             line.declineCode, line.description, line.metadata})
        text.append(field).append(',');
    text.append("\r\n");
}

} // namespace

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

std::optional<double> HistoryBench::exportMs()
{
    QFile sink(u"/dev/null"_s);
    if (!sink.open(QFile::WriteOnly))
        return {};
    return ms<Done>([&](QObject *context, const Callback<Done> &callback) {
        auto text = std::make_shared<QByteArray>();
        m_history.walk(
            {},
            [text, &sink](const SaleLine &line, qint64) {
                appendLine(*text, line);
                if (text->size() < 65'536)
                    return;
                sink.write(*text);
                text->clear();
            },
            {}, context, callback);
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
