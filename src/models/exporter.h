// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/history.h"
#include "models/saleexport.h"

#include <QObject>

namespace paydesk::models {

/// Writes the sales of a query into a file, in their order and all as of one moment, on the history's
/// thread for exports and in little memory however many there are. Until the last one is on the disk the
/// file has another name: nobody finds half of it, and what stood there stays. It is its owner's only.
///
/// A start ends with exactly one of finished, failed and canceled; no file is left by the latter two.
class Exporter : public QObject
{
    Q_OBJECT
public:
    /// `history` must outlive this.
    explicit Exporter(journal::History &history, QObject *parent = nullptr);
    /// Cancels.
    ~Exporter() override;

    /// Times are written as `zone`'s clock shows them. Nothing may be running.
    void start(
        const journal::SaleQuery &query, ExportFormat format, const QTimeZone &zone, const QString &fileName);
    void cancel();
    bool isRunning() const { return m_stop != nullptr; }

signals:
    /// About ten times a second.
    void progressed(qint64 done, qint64 of);
    void finished(const QString &fileName, qint64 rows);
    /// ErrorKind::Storage.
    void failed(const paydesk::Error &error);
    void canceled();

private:
    void end(qint64 rows, const std::optional<Error> &error, bool written);

    journal::History &m_history;
    journal::Stop m_stop; ///< null while nothing runs
    std::optional<Result<Done>> m_walked;
    QString m_fileName;
};

} // namespace paydesk::models
