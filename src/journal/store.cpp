// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/store.h"

#include "core/uuidv7.h"
#include "journal/facts.h"
#include "journal/refundrule.h"
#include "journal/storageerror.h"
#include "journal/transaction.h"

#include <QCoreApplication>

#include <limits>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

struct StoreText
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

} // namespace

Store::Store(std::unique_ptr<Database> database)
    : m_database(std::move(database))
    , m_log(*m_database)
    , m_projection(*m_database)
{
    readMeta();
}

Result<SaleRecord> Store::append(const Event &event)
{
    return guarded<SaleRecord>([this, &event] {
        Transaction transaction(*m_database, Transaction::Write);
        const EventRow row = toRow(event);
        // What goes into the projection is the event as a replay will read it, to the last bit.
        const std::optional<Event> kept = toEvent(row);
        std::optional<SaleRecord> sale;
        if (!m_log.append(row))
            sale = m_projection.sale(event.attemptId);
        else if (event.kind == EventKind::Intent)
            sale = begin(kept.value_or(event));
        else if (event.kind == EventKind::RefundIntent)
            sale = beginRefund(kept.value_or(event));
        else if (kept)
            sale = m_projection.apply(*kept);
        transaction.commit();
        return sale.value_or(SaleRecord{.attemptId = event.attemptId});
    });
}

/// An intent that made no sale of its own would be money without a record of it.
SaleRecord Store::begin(const Event &intent)
{
    if (m_projection.contains(intent.attemptId))
        throw StorageFailure{storageError(
            StoreText::tr(
                "This sale is recorded already. Find it in the list of payments, or start a new one."),
            intent.attemptId.toString())};
    if (const auto sale = isUuidV7(intent.attemptId) ? m_projection.begin(intent) : std::nullopt)
        return *sale;
    throw StorageFailure{
        storageError(StoreText::tr("The sale could not be recorded, so nothing was sent. Call support."),
            u"not an intent of the journal's format: %1"_s.arg(intent.attemptId.toString()))};
}

/// Whoever intends a refund has read the sale before, and another may have refunded since. It is the sale as
/// it is in this transaction that decides, so that two can never give back more than was paid.
SaleRecord Store::beginRefund(const Event &intent)
{
    const auto record = refundIntentOf(intent);
    const auto sale = m_projection.sale(intent.attemptId);
    if (!record || !sale)
        throw StorageFailure{storageError(
            StoreText::tr("The refund could not be recorded, so nothing was sent. Call support."),
            u"not a refund of a sale in the journal: %1"_s.arg(intent.attemptId.toString()))};
    if (const auto allowed = mayRefund(*sale, record->paymentId, record->amount, {}); !allowed)
        throw StorageFailure{storageError(allowed.error().text, record->refundId.toString())};
    return *m_projection.apply(intent);
}

Result<SaleRecord> Store::sale(const QUuid &attemptId)
{
    return guarded<SaleRecord>([this, &attemptId]() -> Result<SaleRecord> {
        if (const auto found = m_projection.sale(attemptId))
            return *found;
        return storageError(StoreText::tr("This sale is not in the journal."), attemptId.toString());
    });
}

Result<QList<SaleRecord>> Store::newestFirst(const PageQuery &query)
{
    return guarded<QList<SaleRecord>>([this, &query] { return m_projection.newestFirst(query); });
}

Result<QList<SaleRecord>> Store::needingAttention()
{
    return guarded<QList<SaleRecord>>([this] { return m_projection.needingAttention(); });
}

Result<std::optional<SaleRecord>> Store::find(const QUuid &attemptId)
{
    return guarded<std::optional<SaleRecord>>([this, &attemptId] { return m_projection.sale(attemptId); });
}

} // namespace paydesk::journal
