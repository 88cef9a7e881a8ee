// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/historydialogs.h"

#include "desk/dayclosedialog.h"
#include "desk/exportdialog.h"
#include "desk/historypage.h"
#include "desk/totalsdialog.h"
#include "journal/journal.h"

namespace paydesk::desk {

HistoryDialogs::HistoryDialogs(journal::History &history, const BusinessDay &day, const QString &settingsFile,
    const ReportHead &head, QWidget *window)
    : QObject(window)
    , m_history(history)
    , m_day(day)
    , m_settingsFile(settingsFile)
    , m_head(head)
    , m_window(window)
{
}

void HistoryDialogs::serve(const HistoryPage &page, const journal::Journal &journal)
{
    connect(&page, &HistoryPage::totalsRequested, this, &HistoryDialogs::showTotals);
    connect(&page, &HistoryPage::exportRequested, this, &HistoryDialogs::showExport);
    connect(&page, &HistoryPage::dayCloseRequested, this, [this, &journal] {
        m_head.till = journal.tillId().toString(QUuid::WithoutBraces);
        showDayClose();
    });
}

void HistoryDialogs::showTotals(const journal::SaleQuery &query)
{
    open(new TotalsDialog(m_history, query, m_day, m_head, m_window));
}

void HistoryDialogs::showDayClose()
{
    auto *dialog = new DayCloseDialog(m_history, m_day, m_settingsFile, m_head, m_window);
    connect(dialog, &DayCloseDialog::businessDayChanged, this, [this](const BusinessDay &day) {
        m_day = day;
        emit businessDayChanged(day);
    });
    open(dialog);
}

void HistoryDialogs::showExport(const journal::SaleQuery &query)
{
    open(new ExportDialog(m_history, query, m_day.zone, m_window));
}

void HistoryDialogs::open(QDialog *dialog)
{
    delete m_dialog; // it blocks the window, so that there is none; but a key may be pressed twice
    m_dialog = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace paydesk::desk
