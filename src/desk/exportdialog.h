// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salequery.h"
#include "models/saleexport.h"

#include <QDialog>

#include <memory>

namespace Ui {
class ExportDialog;
}
namespace paydesk::journal {
class History;
}
namespace paydesk::models {
class Exporter;
}

namespace paydesk::desk {

/// Writes what the history shows into a file. Esc cancels an export first, and closes then.
class ExportDialog : public QDialog
{
    Q_OBJECT
public:
    /// `history` must outlive the dialog. Times are written as `zone`'s clock shows them.
    ExportDialog(journal::History &history, const journal::SaleQuery &query, const QTimeZone &zone,
        QWidget *parent = nullptr);
    ~ExportDialog() override;

    void reject() override;

private:
    models::ExportFormat format() const;
    void choose();
    void start();
    void showFormat();
    void showRunning(bool runs);
    void showNews(const QString &text, bool isBad);

    std::unique_ptr<Ui::ExportDialog> m_ui;
    models::Exporter *m_exporter;
    journal::SaleQuery m_query;
    QTimeZone m_zone;
};

} // namespace paydesk::desk
