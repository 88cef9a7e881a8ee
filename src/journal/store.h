// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "journal/answerbatch.h"
#include "journal/database.h"
#include "journal/eventlog.h"
#include "journal/projection.h"
#include "journal/replacement.h"

#include <memory>

namespace paydesk::journal {

/// The journal as the calling thread sees it: every call returns when the disk has answered. Belongs to
/// the thread that opened it. A call that failed has written nothing, and the next one may succeed.
class Store
{
public:
    /// A damaged journal is moved aside first, and what can be read of it taken over into a fresh one (unless
    /// the options forbid it). It is never moved while another process has it open, nor for another failure.
    static Result<std::unique_ptr<Store>> open(const DatabaseOptions &options);

    /// As open() found it, or made it: empty where nothing has to be refilled.
    const std::optional<Replacement> &replacement() const { return m_replacement; }
    const SyncState &syncState() const { return m_sync; }
    QUuid tillId() const { return m_tillId; }
    QByteArray fingerprintSalt() const { return m_fingerprintSalt; }

    /// See Journal::append(). The same event again, to the last byte, is recorded once. A RefundIntent of
    /// more than is left of the payment at this moment (mayRefund()) is an error.
    Result<SaleRecord> append(const Event &event);
    Result<SaleRecord> sale(const QUuid &attemptId);
    Result<QList<SaleRecord>> newestFirst(const PageQuery &query);
    Result<QList<SaleRecord>> needingAttention();

    /// Like sale(), but that the journal does not hold it is an answer.
    Result<std::optional<SaleRecord>> find(const QUuid &attemptId);
    /// See Journal::record().
    Result<RecordedBatch> record(const AnswerBatch &batch);

private:
    explicit Store(std::unique_ptr<Database> database);
    static std::unique_ptr<Store> openAsItIs(
        const DatabaseOptions &options, const std::shared_ptr<JournalLock> &lock);
    static std::unique_ptr<Store> replace(
        const DatabaseOptions &options, const std::shared_ptr<JournalLock> &lock);
    void takeOver(const QString &damagedFile);
    void readMeta();
    void writeMeta(const QString &key, const QVariant &value);
    void writeSync(const SyncState &sync);
    void dropReplacement();
    SaleRecord begin(const Event &intent);
    SaleRecord beginRefund(const Event &intent);

    std::unique_ptr<Database> m_database;
    EventLog m_log;
    Projection m_projection;
    QUuid m_tillId;
    QByteArray m_fingerprintSalt;
    std::optional<Replacement> m_replacement;
    SyncState m_sync;
};

} // namespace paydesk::journal
