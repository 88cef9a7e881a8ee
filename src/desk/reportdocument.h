// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "desk/receipt.h"

#include <QImage>
#include <QTextDocument>

#include <memory>

class QAbstractItemModel;
namespace paydesk::models {
struct DayReport;
}

namespace paydesk::desk {

/// What every report begins with.
struct ReportHead
{
    ReceiptHead shop;
    QString till; ///< its id; empty where it is not to be named
};

/// The day close on paper. What is not known is named, with what to do about it; a day that is not over, and
/// one without real money, says so first.
std::unique_ptr<QTextDocument> dayReportDocument(const models::DayReport &report, const ReportHead &head);

/// The totals of what the history shows.
struct TotalsPaper
{
    QString range; ///< of which time, in words
    const QAbstractItemModel &totals;
    const QAbstractItemModel &takings;
    QString takingsTitle;
    QImage chart; ///< null for none
    BusinessDay day;
};
std::unique_ptr<QTextDocument> totalsDocument(const TotalsPaper &paper, const ReportHead &head);

} // namespace paydesk::desk
