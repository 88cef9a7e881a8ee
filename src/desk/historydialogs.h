// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "desk/reportdocument.h"
#include "journal/salequery.h"

#include <QObject>
#include <QPointer>

class QDialog;
class QWidget;

namespace paydesk::journal {
class History;
class Journal;
} // namespace paydesk::journal

namespace paydesk::desk {

class HistoryPage;

/// The windows in which managers add up, close a day and export. One at a time.
class HistoryDialogs : public QObject
{
    Q_OBJECT
public:
    /// `history` must outlive this. `window` is what the dialogs belong to; `settingsFile` is where a change
    /// of the business day is kept.
    HistoryDialogs(journal::History &history, const BusinessDay &day, const QString &settingsFile,
        const ReportHead &head, QWidget *window);

    /// Opens what the page asks for. Both must outlive this.
    void serve(const HistoryPage &page, const journal::Journal &journal);

signals:
    void businessDayChanged(const paydesk::BusinessDay &day);

private:
    void showTotals(const journal::SaleQuery &query);
    void showDayClose();
    void showExport(const journal::SaleQuery &query);
    void open(QDialog *dialog);

    journal::History &m_history;
    BusinessDay m_day;
    QString m_settingsFile;
    ReportHead m_head;
    QWidget *m_window;
    QPointer<QDialog> m_dialog;
};

} // namespace paydesk::desk
