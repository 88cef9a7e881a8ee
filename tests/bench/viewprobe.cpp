// SPDX-License-Identifier: GPL-3.0-or-later
// paydesk-bench-view <directory> <runs>: shows a journal in the program's own list and prints, as one JSON
// object, how long its GUI thread was busy at one go, and how long the list took to show the rows of a place.
#include "desk/paymentstable.h"
#include "journal/history.h"
#include "journal/journal.h"
#include "models/paymentsmodel.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QTest>
#include <QTextStream>

#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;
using namespace paydesk;

namespace {

/// Knows how long the longest event took: that long nothing is painted.
class Application : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        ++m_depth;
        QElapsedTimer clock;
        clock.start();
        const bool accepted = QApplication::notify(receiver, event);
        m_longestNs = std::max(m_longestNs, clock.nsecsElapsed());
        --m_depth;
        return accepted;
    }
    /// Milliseconds, since it was asked last.
    double longestMs() { return double(std::exchange(m_longestNs, 0)) / 1e6; }

private:
    int m_depth = 0;
    qint64 m_longestNs = 0;
};

class Probe
{
public:
    Probe(Application &application, const QString &directory)
        : m_application(application)
        , m_journal(directory)
        , m_history(directory)
        , m_model(m_journal, m_history)
    {
        m_table.showPayments(m_model);
        m_table.resize(1280, 700);
        m_table.show();
    }

    QJsonObject measure(int runs)
    {
        bool isOpen = false;
        m_journal.open(&m_table, [&isOpen](const Result<Done> &opened) { isOpen = opened.ok(); });
        if (!QTest::qWaitFor([&isOpen] { return isOpen; }))
            return {};
        m_application.longestMs();
        m_model.load();
        if (!QTest::qWaitFor([this] { return m_model.isComplete() && isShown(); }, 60'000))
            return {};
        QJsonObject figures{{u"load_busy"_s, QJsonArray{m_application.longestMs()}}};
        QScrollBar *bar = m_table.verticalScrollBar();
        move(figures, u"page"_s, runs, [bar] { bar->triggerAction(QScrollBar::SliderPageStepAdd); });
        std::mt19937 random(1);
        move(figures, u"drag"_s, runs,
            [&] { bar->setValue(int(random() % unsigned(std::max(1, bar->maximum())))); });
        return figures;
    }

private:
    template <typename Move> void move(QJsonObject &figures, const QString &name, int runs, Move step)
    {
        QJsonArray shown;
        QJsonArray busy;
        for (int run = 0; run < runs; ++run) {
            m_application.longestMs();
            QElapsedTimer clock;
            clock.start();
            step();
            while (!isShown() && clock.elapsed() < 10'000)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            m_table.viewport()->repaint();
            shown += double(clock.nsecsElapsed()) / 1e6;
            QCoreApplication::processEvents();
            busy += m_application.longestMs();
        }
        figures.insert(name + u"_shown"_s, shown);
        figures.insert(name + u"_busy"_s, busy);
    }

    /// Every row that can be seen has been read.
    bool isShown() const
    {
        const int last = m_table.rowAt(m_table.viewport()->height() - 1);
        const int end = last < 0 ? m_model.rowCount() - 1 : last;
        for (int row = std::max(0, m_table.rowAt(0)); row <= end; ++row) {
            if (!m_model.sale(m_model.index(row, 0)))
                return false;
        }
        return true;
    }

    Application &m_application;
    journal::Journal m_journal;
    journal::History m_history;
    models::PaymentsModel m_model;
    desk::PaymentsTable m_table;
};

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    Application application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 3)
        return 1;
    Probe probe(application, arguments.at(1));
    const QJsonObject figures = probe.measure(arguments.at(2).toInt());
    QTextStream(stdout) << QJsonDocument(figures).toJson(QJsonDocument::Compact) << '\n';
    return figures.isEmpty() ? 1 : 0;
}
