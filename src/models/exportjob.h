// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/history.h"
#include "models/exportfile.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace paydesk::models {

/// One export on the history's thread, which visits every sale and then lets go of it: what is visited last
/// commits the file, and its end is reported when it goes, also where the history stopped before. Its
/// signals go to other threads, queued.
class ExportJob : public QObject
{
    Q_OBJECT
public:
    /// `stop` is set by a failure too.
    ExportJob(const QString &fileName, ExportFormat format, const QTimeZone &zone, journal::Stop stop);
    ~ExportJob() override;

    void visit(const journal::SaleLine &sale, qint64 of);

signals:
    void progressed(qint64 done, qint64 of);
    /// `written`: the file is there.
    void ended(qint64 rows, const std::optional<paydesk::Error> &error, bool written);

private:
    void fail(const Error &error);

    SaleExport m_format;
    QString m_fileName;
    journal::Stop m_stop;
    std::unique_ptr<ExportFile> m_file; ///< made and ended on the thread that writes it
    QElapsedTimer m_sinceProgress;
    qint64 m_rows = 0;
    bool m_written = false;
    std::optional<Error> m_error;
};

} // namespace paydesk::models
