// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journalcheck.h"

#include "journal/projection.h"
#include "journal/quarantine.h"
#include "journal/replay.h"
#include "journal/salerow.h"
#include "journal/storageerror.h"
#include "journal/transaction.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

struct JournalCheckText
{
    Q_DECLARE_TR_FUNCTIONS(JournalCheck)
};

constexpr int maximumProblems = 100; ///< of one kind; a damaged file could have millions

/// SQLite's own look at pages, rows and indexes.
void checkFile(Database &database, CheckReport &report)
{
    Statement check(database, u"PRAGMA quick_check(%1)"_s.arg(maximumProblems));
    check.run();
    while (check.next()) {
        if (const QString line = check.value(0).toString(); line != "ok"_L1)
            report.problems += JournalCheckText::tr("The file is damaged: %1").arg(line);
    }
}

/// One walk over the events: follows the chain up to its first break, and replays every event.
void checkChain(Database &database, Projection &projection, CheckReport &report)
{
    QByteArray previous;
    bool holds = true;
    replay(database, projection, [&](const EventRow &row) {
        ++report.events;
        if (holds && (row.seq != report.events || row.hash != chainHash(previous, row))) {
            holds = false;
            report.problems
                += JournalCheckText::tr("The chain of events is broken at event %1.").arg(row.seq);
        }
        previous = row.hash;
    });
}

void report(Database &database, const QString &sql, const QString &sentence, CheckReport &report)
{
    Statement different(database, u"%1 LIMIT %2"_s.arg(sql).arg(maximumProblems));
    different.run();
    while (different.next())
        report.problems += sentence.arg(different.value(0).toString(), different.value(1).toString());
}

void compare(Database &database, CheckReport &result)
{
    QStringList differences;
    for (const salerow::Column &column : salerow::columns())
        differences
            += u"CASE WHEN p.%1 IS NOT r.%1 THEN ' %1' ELSE '' END"_s.arg(QLatin1StringView(column.name));
    report(database,
        u"SELECT r.attempt_id, %1 AS difference FROM temp.replayed r JOIN main.payments p ON p.row_id = "
        u"r.row_id "
        "WHERE difference <> ''"_s.arg(differences.join(u" || "_s)),
        JournalCheckText::tr("Sale %1 differs from its events in:%2"), result);
    report(database,
        u"SELECT attempt_id, row_id FROM temp.replayed WHERE row_id NOT IN (SELECT row_id FROM main.payments)"_s,
        JournalCheckText::tr("Sale %1 is missing from the list (row %2)."), result);
    report(database,
        u"SELECT attempt_id, row_id FROM main.payments WHERE row_id NOT IN (SELECT row_id FROM temp.replayed)"_s,
        JournalCheckText::tr("Sale %1 is in the list without an event (row %2)."), result);
    Statement count(database, u"SELECT COUNT(*) FROM main.payments"_s);
    if (count.first())
        result.sales = count.integer(0);
}

/// The search by its trigrams: in how many sales, and how often, each occurs.
void compareSearch(Database &database, CheckReport &result)
{
    database.execute(
        u"CREATE VIRTUAL TABLE temp.replayed_terms USING fts5vocab(temp, replayed_search, row)"_s);
    database.execute(u"CREATE VIRTUAL TABLE temp.found_terms USING fts5vocab(main, search, row)"_s);
    for (const auto &[one, other] :
        {std::pair("replayed_terms", "found_terms"), std::pair("found_terms", "replayed_terms")})
        report(database,
            u"SELECT term, doc FROM (SELECT term, doc, cnt FROM temp.%1 EXCEPT SELECT term, doc, cnt FROM temp.%2)"_s
                .arg(QLatin1StringView(one), QLatin1StringView(other)),
            JournalCheckText::tr("The search differs from the events in \"%1\" (%2)."), result);
}

void checkEvents(Database &database, CheckReport &result)
{
    // One view for all of it: a desk may be appending meanwhile. The temporary table ends with it.
    const Transaction transaction(database, Transaction::Read);
    database.execute(u"CREATE TEMP TABLE replayed AS SELECT * FROM main.payments WHERE 0"_s);
    database.execute(u"CREATE UNIQUE INDEX temp.replayed_row ON replayed(row_id)"_s);
    database.execute(u"CREATE UNIQUE INDEX temp.replayed_attempt ON replayed(attempt_id)"_s);
    database.execute(u"CREATE INDEX temp.replayed_payment ON replayed(payment_id)"_s);
    SearchIndex::create(database, u"temp.replayed_search"_s);
    {
        Projection replayed(database, u"temp.replayed"_s, u"replayed_search"_s);
        checkChain(database, replayed, result);
    }
    compare(database, result);
    compareSearch(database, result);
}

} // namespace

bool hasJournal(const QString &directory)
{
    return QFile::exists(Database({.directory = directory}).path());
}

QStringList damagedJournals(const QString &directory)
{
    return Quarantine(directory).files();
}

Result<CheckReport> checkJournal(const QString &directory)
{
    return guarded<CheckReport>([&directory] {
        Database database({.directory = directory, .mayCreate = false});
        database.open();
        CheckReport result;
        try {
            checkFile(database, result);
            checkEvents(database, result);
        } catch (const StorageFailure &failure) {
            result.problems += u"%1 (%2)"_s.arg(failure.error.text, failure.error.detail);
        }
        return result;
    });
}

Result<CheckReport> rebuildJournal(const QString &directory)
{
    const auto rebuilt = guarded<Done>([&directory] {
        Database database({.directory = directory, .mayCreate = false});
        database.open();
        Transaction transaction(database, Transaction::Write);
        rebuildProjection(database);
        transaction.commit();
        return Done();
    });
    return rebuilt ? checkJournal(directory) : Result<CheckReport>(rebuilt.error());
}

} // namespace paydesk::journal
