// SPDX-License-Identifier: GPL-3.0-or-later
// The half of Store that records what the service's list tells, a page in one transaction.
#include "journal/storageerror.h"
#include "journal/store.h"
#include "journal/transaction.h"

#include <vector>

namespace paydesk::journal {

Result<RecordedBatch> Store::record(const AnswerBatch &batch)
{
    return guarded<RecordedBatch>([this, &batch] {
        RecordedBatch recorded{.sync = batch.sync};
        std::vector<EventRow> rows;
        Transaction transaction(*m_database, Transaction::Write);
        for (const Payment &payment : batch.payments) {
            std::optional<SaleRecord> held = m_projection.sale(attemptIdOf(payment));
            if (!held)
                held = m_projection.saleOfPayment(payment.id);
            const auto event = batch.decide(payment, held);
            if (!event)
                continue;
            rows.push_back(toRow(*event));
            // As in append(): the event as a replay will read it.
            const auto kept = toEvent(rows.back());
            const auto sale = !kept ? std::nullopt
                : held              ? m_projection.apply(*kept)
                                    : m_projection.begin(*kept);
            if (!sale)
                continue;
            ++(held ? recorded.updated : recorded.imported);
            if (held)
                recorded.changed += *sale;
            if (needsAttention(*sale))
                recorded.unsettled += *sale;
        }
        m_log.appendAll(rows);
        if (auto &pass = recorded.sync.pass) {
            pass->imported += recorded.imported;
            pass->updated += recorded.updated;
        }
        writeSync(recorded.sync);
        const bool isComplete = recorded.sync.completeUntil.isValid() && !recorded.sync.pass;
        if (m_replacement && isComplete)
            dropReplacement();
        transaction.commit();
        m_sync = recorded.sync;
        if (isComplete)
            m_replacement.reset();
        return recorded;
    });
}

} // namespace paydesk::journal
