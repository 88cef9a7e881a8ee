// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/exporter.h"

#include "models/exportjob.h"

namespace paydesk::models {

Exporter::Exporter(journal::History &history, QObject *parent)
    : QObject(parent)
    , m_history(history)
{
}

Exporter::~Exporter()
{
    cancel();
}

void Exporter::start(
    const journal::SaleQuery &query, ExportFormat format, const QTimeZone &zone, const QString &fileName)
{
    Q_ASSERT(!isRunning());
    m_stop = std::make_shared<std::atomic_bool>(false);
    m_walked.reset();
    m_fileName = fileName;
    auto job = std::make_shared<ExportJob>(fileName, format, zone, m_stop);
    connect(job.get(), &ExportJob::progressed, this, &Exporter::progressed, Qt::QueuedConnection);
    connect(
        job.get(), &ExportJob::ended, this,
        [this, format, zone](qint64 rows, const std::optional<Error> &error, bool written) {
            if (m_walked && m_walked->ok() && rows == 0) {
                // Nothing was visited: a file with no sales is still what was asked for.
                const SaleExport empty(format, zone);
                const auto committed = ExportFile(m_fileName, empty).commit();
                end(0, committed ? std::nullopt : std::optional(committed.error()), committed.ok());
            } else {
                end(rows, error, written);
            }
        },
        Qt::QueuedConnection);
    // The history's task holds the only reference, and drops it when it is done or stopped.
    m_history.walk(
        query, [job = std::move(job)](const journal::SaleLine &sale, qint64 of) { job->visit(sale, of); },
        m_stop, this, [this](const Result<Done> &walked) { m_walked = walked; });
}

void Exporter::cancel()
{
    if (m_stop)
        *m_stop = true;
}

void Exporter::end(qint64 rows, const std::optional<Error> &error, bool written)
{
    m_stop.reset();
    const auto walked = std::exchange(m_walked, std::nullopt);
    // A cancel that came after the last sale came too late.
    if (written)
        emit finished(m_fileName, rows);
    else if (error)
        emit failed(*error);
    else if (walked && !walked->ok())
        emit failed(walked->error());
    else
        emit canceled();
}

} // namespace paydesk::models
