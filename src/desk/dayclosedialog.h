// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "desk/reportdocument.h"

#include <QDialog>

#include <memory>

namespace Ui {
class DayCloseDialog;
}
namespace paydesk::journal {
class History;
}
namespace paydesk::models {
class DayReportReader;
struct DayReport;
} // namespace paydesk::models

namespace paydesk::desk {

/// The day close of a business day, as it will be printed. When the day begins, and where, is set here as
/// well.
class DayCloseDialog : public QDialog
{
    Q_OBJECT
public:
    /// Begins with the current day. `history` must outlive the dialog; `settingsFile` is where a change of
    /// the business day is kept.
    DayCloseDialog(journal::History &history, const BusinessDay &day, const QString &settingsFile,
        const ReportHead &head, QWidget *parent = nullptr);
    ~DayCloseDialog() override;

    void showDate(const QDate &date);

signals:
    /// It is saved already.
    void businessDayChanged(const paydesk::BusinessDay &day);

private:
    void setUpZones();
    void changeBusinessDay();
    void read();
    void showReport(const models::DayReport &report);
    void showNews(const QString &text, bool isBad);
    QString fileName() const;

    std::unique_ptr<Ui::DayCloseDialog> m_ui;
    BusinessDay m_day;
    QString m_settingsFile;
    ReportHead m_head;
    models::DayReportReader *m_reader;
    std::shared_ptr<QTextDocument> m_document; ///< null until the first report is there
    QTextDocument *m_shown = nullptr; ///< its copy in the preview
};

} // namespace paydesk::desk
