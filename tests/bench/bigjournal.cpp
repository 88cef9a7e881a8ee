// SPDX-License-Identifier: GPL-3.0-or-later
#include "bigjournal.h"

#include "journal/eventlog.h"
#include "journal/facts.h"
#include "journal/projection.h"
#include "journal/storageerror.h"
#include "journal/store.h"
#include "journal/transaction.h"
#include "salemaker.h"

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr qint64 salesATransaction = 20'000;

void fill(journal::Database &database, qint64 count, const QDateTime &until,
    const std::function<void(qint64 made)> &progress)
{
    journal::EventLog log(database);
    journal::Projection projection(database);
    SaleMaker maker(count, until);
    for (qint64 made = 0; made < count;) {
        journal::Transaction transaction(database, journal::Transaction::Write);
        for (qint64 end = std::min(count, made + salesATransaction); made < end; ++made) {
            const SaleMaker::Sale sale = maker.next();
            journal::Event event = journal::importedEvent(sale.attemptId, sale.payment, sale.requestId);
            event.at = sale.payment.created;
            log.append(journal::toRow(event));
            projection.begin(event);
        }
        transaction.commit();
        if (progress)
            progress(made);
    }
}

} // namespace

Result<Done> makeBigJournal(const QString &directory, qint64 count, const QDateTime &until,
    const std::function<void(qint64 made)> &progress)
{
    if (const auto made = journal::Store::open({.directory = directory}); !made)
        return made.error();
    return journal::guarded<Done>([&] {
        journal::Database database({.directory = directory});
        database.open();
        // Whoever is interrupted here begins anew.
        for (const char *pragma : {"journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"})
            database.execute(u"PRAGMA "_s + QLatin1StringView(pragma));
        fill(database, count, until, progress);
        database.execute(u"PRAGMA journal_mode = WAL"_s);
        return Done();
    });
}

} // namespace paydesk::bench
