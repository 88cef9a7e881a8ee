// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/history.h"
#include "waiter.h"

#include <QElapsedTimer>

namespace paydesk::bench {

/// Asks the history as the desk does, from a thread that runs events, and takes the time until the answer.
class HistoryBench
{
public:
    explicit HistoryBench(const QString &directory)
        : m_history(directory)
    {
    }

    journal::History &history() { return m_history; }

    /// `ask` gets the context and the callback of its question.
    template <typename T, typename Ask> std::optional<double> ms(Ask ask)
    {
        std::optional<double> answered;
        Waiter waiter;
        QElapsedTimer clock;
        clock.start();
        const Callback<T> callback = [&](const Result<T> &answer) {
            if (answer)
                answered = sinceMs(clock);
            waiter.done();
        };
        ask(&m_context, callback);
        waiter.wait(longestMs);
        return answered;
    }

    journal::Survey survey(const journal::SaleQuery &query);
    std::optional<double> surveyMs(const journal::SaleQuery &query);
    /// Both asked at once: until the first rows, and until the totals.
    std::pair<std::optional<double>, std::optional<double>> firstAndSurveyMs(int limit);
    /// Every sale into a CSV file.
    std::optional<double> exportMs(const QString &fileName);

private:
    static constexpr int longestMs = 600'000;
    static double sinceMs(const QElapsedTimer &clock) { return double(clock.nsecsElapsed()) / 1e6; }

    QObject m_context;
    journal::History m_history;
};

/// Prints the MiB that this process occupies (proportional) once it holds all sales of a journal.
int holdSurvey(const QString &directory);

} // namespace paydesk::bench
