// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace paydesk::bench {

/// What several runs gave, in the unit of their row.
class Samples
{
public:
    void add(double value) { m_values.append(value); }
    bool isEmpty() const { return m_values.isEmpty(); }
    qsizetype count() const { return m_values.size(); }
    double median() const;
    double minimum() const;
    double maximum() const;

private:
    QList<double> m_values;
};

/// How a figure and the one beside it are held together. A goal is what the project wants, not what fails.
struct Goal
{
    enum Kind {
        None,
        AtMost, ///< the figure itself
        RatioAtMost, ///< figure / peer
        DifferenceAtMost, ///< figure - peer
    };
    Kind kind = None;
    double limit = 0;
    double allowance = 0; ///< in the row's unit: taken off the figure before the ratio
};

/// One figure and what was measured beside it in the same run.
struct Row
{
    QString id; ///< for the JSON, never changes
    QString name;
    QString unit;
    Samples figure;
    QString peerName = {}; ///< empty where there is none
    Samples peer = {};
    Goal goal = {};
    QString note = {}; ///< why a peer is missing, or a figure
    qint64 size = 0; ///< how many sales there were, where the same is measured with several numbers of them

    bool wasMeasured() const { return !figure.isEmpty(); }
    /// The figure as its goal sees it; empty where something is missing.
    std::optional<double> compared() const;
};

/// One line a row, in columns.
QString tableOf(const QList<Row> &rows);
/// How the figures grow with the size: a line for what was measured with several, and the exponent of the
/// power that fits best. Empty where there is none.
QString growthTableOf(const QList<Row> &rows);
QJsonObject jsonOf(const QList<Row> &rows);

} // namespace paydesk::bench
