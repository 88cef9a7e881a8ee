// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/exportjob.h"

namespace paydesk::models {

namespace {

constexpr qint64 progressIntervalMs = 100;
constexpr qint64 rowsBetweenLooks = 256; ///< at the clock

} // namespace

ExportJob::ExportJob(const QString &fileName, ExportFormat format, const QTimeZone &zone, journal::Stop stop)
    : m_format(format, zone)
    , m_fileName(fileName)
    , m_stop(std::move(stop))
{
    m_sinceProgress.start();
}

ExportJob::~ExportJob()
{
    m_file.reset(); // Before anybody hears that it is gone.
    emit ended(m_rows, m_error, m_written);
}

void ExportJob::visit(const journal::SaleLine &sale, qint64 of)
{
    if (*m_stop)
        return;
    if (!m_file) {
        m_file = std::make_unique<ExportFile>(m_fileName, m_format);
        emit progressed(0, of);
    }
    if (const auto appended = m_file->append(sale); !appended) {
        fail(appended.error());
        return;
    }
    ++m_rows;
    if (m_rows == of) {
        const auto committed = m_file->commit();
        m_written = committed.ok();
        if (!committed)
            fail(committed.error());
    } else if (m_rows % rowsBetweenLooks == 0 && m_sinceProgress.hasExpired(progressIntervalMs)) {
        m_sinceProgress.restart();
        emit progressed(m_rows, of);
    }
}

void ExportJob::fail(const Error &error)
{
    m_error = error;
    *m_stop = true;
}

} // namespace paydesk::models
