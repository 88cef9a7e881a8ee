// SPDX-License-Identifier: GPL-3.0-or-later
#include "report.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

QString number(double value)
{
    return QString::number(value, 'f', value < 10 ? 2 : value < 1000 ? 1 : 0);
}

QString figureText(const Samples &samples, const QString &unit)
{
    if (samples.isEmpty())
        return u"not measured"_s;
    return u"%1 %2 (%3 – %4)"_s.arg(
        number(samples.median()), unit, number(samples.minimum()), number(samples.maximum()));
}

QString comparedText(const Row &row)
{
    const auto compared = row.compared();
    if (!compared)
        return {};
    switch (row.goal.kind) {
    case Goal::None:
        return {};
    case Goal::AtMost:
        return number(*compared) + u' ' + row.unit;
    case Goal::RatioAtMost:
        return u"%1 ×"_s.arg(*compared, 0, 'f', 2);
    case Goal::DifferenceAtMost:
        return u"%1%2 %3"_s.arg(*compared < 0 ? u""_s : u"+"_s, number(*compared), row.unit);
    }
    Q_UNREACHABLE();
}

QString goalText(const Row &row)
{
    switch (row.goal.kind) {
    case Goal::None:
        return {};
    case Goal::AtMost:
        return u"≤ %1 %2"_s.arg(row.goal.limit).arg(row.unit);
    case Goal::RatioAtMost:
        return row.goal.allowance > 0
            ? u"≤ %1 × + %2 %3"_s.arg(row.goal.limit).arg(row.goal.allowance).arg(row.unit)
            : u"≤ %1 ×"_s.arg(row.goal.limit);
    case Goal::DifferenceAtMost:
        return u"≤ +%1 %2"_s.arg(row.goal.limit).arg(row.unit);
    }
    Q_UNREACHABLE();
}

QString verdict(const Row &row)
{
    const auto compared = row.compared();
    if (!compared || row.goal.kind == Goal::None)
        return {};
    return *compared <= row.goal.limit ? u"met"_s : u"missed"_s;
}

QJsonObject jsonOf(const Samples &samples)
{
    if (samples.isEmpty())
        return {};
    return {{u"median"_s, samples.median()}, {u"min"_s, samples.minimum()}, {u"max"_s, samples.maximum()},
        {u"runs"_s, samples.count()}};
}

QString goalWord(Goal::Kind kind)
{
    switch (kind) {
    case Goal::None:
        return {};
    case Goal::AtMost:
        return u"figure"_s;
    case Goal::RatioAtMost:
        return u"ratio"_s;
    case Goal::DifferenceAtMost:
        return u"difference"_s;
    }
    Q_UNREACHABLE();
}

QString inColumns(const QList<QStringList> &lines)
{
    QList<qsizetype> widths(lines.first().size());
    for (const QStringList &line : lines) {
        for (qsizetype i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    }
    QString text;
    for (const QStringList &line : lines) {
        QString padded;
        for (qsizetype i = 0; i < line.size(); ++i)
            padded += line[i].leftJustified(widths[i] + 2);
        text += padded.trimmed() + u'\n';
    }
    return text;
}

QString nameOf(const Row &row)
{
    return row.size == 0 ? row.name : u"%1, %L2"_s.arg(row.name).arg(row.size);
}

/// The slope of the line that fits best through the logarithms.
double exponentOf(const std::map<qint64, double> &figures)
{
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const auto &[size, figure] : figures) {
        const double logSize = std::log(double(size));
        const double logFigure = std::log(figure);
        n += 1;
        x += logSize;
        y += logFigure;
        xx += logSize * logSize;
        xy += logSize * logFigure;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

} // namespace

double Samples::median() const
{
    QList<double> sorted = m_values;
    std::sort(sorted.begin(), sorted.end());
    const qsizetype middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.at(middle) : (sorted.at(middle - 1) + sorted.at(middle)) / 2;
}

double Samples::minimum() const
{
    return *std::min_element(m_values.begin(), m_values.end());
}

double Samples::maximum() const
{
    return *std::max_element(m_values.begin(), m_values.end());
}

std::optional<double> Row::compared() const
{
    if (figure.isEmpty())
        return {};
    if (goal.kind == Goal::AtMost)
        return figure.median();
    if (goal.kind == Goal::None || peer.isEmpty())
        return {};
    if (goal.kind == Goal::DifferenceAtMost)
        return figure.median() - peer.median();
    return std::max(0.0, figure.median() - goal.allowance) / peer.median();
}

QString tableOf(const QList<Row> &rows)
{
    QList<QStringList> lines = {{u"figure"_s, u"median (min – max)"_s, u"beside"_s, u"median (min – max)"_s,
        u"compared"_s, u"goal"_s, u""_s}};
    for (const Row &row : rows) {
        const QString peer = row.peerName.isEmpty() ? QString() : figureText(row.peer, row.unit);
        lines.append({nameOf(row), figureText(row.figure, row.unit), row.peerName, peer, comparedText(row),
            goalText(row), verdict(row)});
    }

    QString text = inColumns(lines);
    for (const Row &row : rows) {
        if (!row.note.isEmpty())
            text += u"%1: %2\n"_s.arg(nameOf(row), row.note);
    }
    return text;
}

QString growthTableOf(const QList<Row> &rows)
{
    std::map<qint64, QString> sizes;
    QStringList names;
    std::map<QString, std::map<qint64, double>> figures;
    for (const Row &row : rows) {
        if (row.size == 0 || !row.wasMeasured())
            continue;
        const QString name = u"%1 (%2)"_s.arg(row.name, row.unit);
        if (!names.contains(name))
            names += name;
        sizes[row.size] = u"%L1"_s.arg(row.size);
        figures[name][row.size] = row.figure.median();
    }
    if (sizes.size() < 2)
        return {};
    QList<QStringList> lines = {{u"growth"_s}};
    for (const auto &[size, text] : sizes)
        lines.first() += text;
    lines.first() += u"exponent"_s;
    for (const QString &name : names) {
        const std::map<qint64, double> &bySize = figures[name];
        QStringList line = {name};
        for (const auto &[size, text] : sizes)
            line += bySize.contains(size) ? number(bySize.at(size)) : u"–"_s;
        lines += line << (bySize.size() > 1 ? number(exponentOf(bySize)) : QString());
    }
    return inColumns(lines);
}

QJsonObject jsonOf(const QList<Row> &rows)
{
    QJsonArray list;
    for (const Row &row : rows) {
        QJsonObject json{{u"id"_s, row.id}, {u"name"_s, row.name}, {u"unit"_s, row.unit},
            {u"figure"_s, jsonOf(row.figure)}};
        if (!row.peerName.isEmpty()) {
            json[u"peer_name"_s] = row.peerName;
            json[u"peer"_s] = jsonOf(row.peer);
        }
        if (row.goal.kind != Goal::None) {
            json[u"goal_on"_s] = goalWord(row.goal.kind);
            json[u"goal_at_most"_s] = row.goal.limit;
            json[u"goal_allowance"_s] = row.goal.allowance;
            if (const auto compared = row.compared())
                json[u"compared"_s] = *compared;
        }
        if (row.size != 0)
            json[u"size"_s] = row.size;
        if (!row.note.isEmpty())
            json[u"note"_s] = row.note;
        list.append(json);
    }
    return {{u"rows"_s, list}};
}

} // namespace paydesk::bench
