// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/migrations.h"

#include "journal/database.h"
#include "journal/replay.h"
#include "journal/searchindex.h"
#include "journal/statement.h"
#include "journal/storageerror.h"
#include "journal/transaction.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QUuid>

#include <array>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

struct MigrationText
{
    Q_DECLARE_TR_FUNCTIONS(Journal)
};

/// 16 bytes.
QByteArray makeSalt()
{
    std::array<quint32, 4> words = {};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words);
}

/// The journal proper. The triggers are a second lock: no statement of this program changes an event.
void makeEvents(Database &database)
{
    database.execute(
        u"CREATE TABLE events ("
        "seq INTEGER PRIMARY KEY, attempt_id TEXT NOT NULL, kind TEXT NOT NULL, at_ms INTEGER NOT NULL, "
        "actor TEXT NOT NULL, facts TEXT NOT NULL, payload BLOB NOT NULL, hash BLOB NOT NULL) STRICT"_s);
    database.execute(u"CREATE TRIGGER events_stay BEFORE UPDATE ON events "
                     "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"_s);
    database.execute(u"CREATE TRIGGER events_remain BEFORE DELETE ON events "
                     "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"_s);
}

/// The projection. The wide columns come last, so that a scan for lists and totals does not read them.
void makePayments(Database &database)
{
    database.execute(
        u"CREATE TABLE payments ("
        "row_id INTEGER PRIMARY KEY, attempt_id TEXT NOT NULL UNIQUE, payment_id TEXT, started_ms INTEGER "
        "NOT NULL, "
        "amount INTEGER NOT NULL, currency TEXT NOT NULL, outcome TEXT NOT NULL, settled INTEGER NOT NULL, "
        "needs_review INTEGER NOT NULL, create_ambiguous INTEGER NOT NULL, status TEXT, card_brand TEXT, "
        "card_last4 TEXT, provider_reference TEXT, request_id TEXT NOT NULL, problem TEXT NOT NULL, "
        "description TEXT NOT NULL, metadata TEXT NOT NULL, return_url TEXT NOT NULL, "
        "idempotency_key TEXT NOT NULL, key_fingerprint TEXT NOT NULL, request_body BLOB NOT NULL, "
        "payment TEXT, payment_raw BLOB) STRICT"_s);
    database.execute(
        u"CREATE UNIQUE INDEX payments_by_payment ON payments(payment_id) WHERE payment_id IS NOT NULL"_s);
    database.execute(u"CREATE INDEX payments_unsettled ON payments(row_id) WHERE settled = 0"_s);
}

void makeMeta(Database &database)
{
    database.execute(u"CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID"_s);
    Statement insert(database, u"INSERT INTO meta (key, value) VALUES (?, ?)"_s);
    insert.run({u"till_id"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)});
    insert.run({u"fingerprint_salt"_s, makeSalt()});
}

void firstSchema(Database &database)
{
    makeEvents(database);
    makePayments(database);
    makeMeta(database);
}

/// What refunds, second payments and the age of a request need; and the timeline of one sale.
void secondSchema(Database &database)
{
    for (const char *column : {"sent_at TEXT NOT NULL DEFAULT '{}'", "others TEXT NOT NULL DEFAULT '[]'",
             "refunds TEXT NOT NULL DEFAULT '[]'", "searched INTEGER NOT NULL DEFAULT 0",
             "reviewed INTEGER NOT NULL DEFAULT 0"})
        database.execute(u"ALTER TABLE payments ADD COLUMN "_s + QLatin1StringView(column));
    database.execute(u"CREATE INDEX events_by_attempt ON events(attempt_id, seq)"_s);
}

/// What managers look for: narrow columns, an index that answers filters and totals by itself, and the
/// search. The rows are made anew from the events.
void thirdSchema(Database &database)
{
    database.execute(u"DROP TABLE payments"_s);
    // The wide columns come last, so that what reads the others can leave them.
    database.execute(
        u"CREATE TABLE payments ("
        "row_id INTEGER PRIMARY KEY, attempt_id TEXT NOT NULL UNIQUE, started_ms INTEGER NOT NULL, "
        "amount INTEGER NOT NULL, currency TEXT NOT NULL, outcome TEXT NOT NULL, settled INTEGER NOT NULL, "
        "needs_review INTEGER NOT NULL, reviewed INTEGER NOT NULL, channel TEXT NOT NULL, till TEXT NOT "
        "NULL, "
        "paid INTEGER NOT NULL, refunded INTEGER NOT NULL, card_brand TEXT, card_last4 TEXT, "
        "succeeded_ms INTEGER, refund_ms INTEGER, payment_id TEXT, provider_reference TEXT, status TEXT, "
        "customer_email TEXT, customer_name TEXT, decline_code TEXT, description TEXT NOT NULL, "
        "metadata TEXT NOT NULL, request_ids TEXT NOT NULL, problem TEXT NOT NULL, "
        "create_ambiguous INTEGER NOT NULL, searched INTEGER NOT NULL, sent_at TEXT NOT NULL, "
        "return_url TEXT NOT NULL, idempotency_key TEXT NOT NULL, key_fingerprint TEXT NOT NULL, "
        "request_body BLOB NOT NULL, others TEXT NOT NULL, refunds TEXT NOT NULL, payment TEXT, "
        "payment_raw BLOB) STRICT"_s);
    const auto index = [&database](const QString &what) { database.execute(u"CREATE "_s + what); };
    index(u"UNIQUE INDEX payments_by_payment ON payments(payment_id) WHERE payment_id IS NOT NULL"_s);
    index(u"INDEX payments_unsettled ON payments(row_id) WHERE settled = 0"_s);
    index(u"INDEX payments_by_refund ON payments(refund_ms) WHERE refund_ms IS NOT NULL"_s);
    index(u"INDEX payments_by_description ON payments(description COLLATE NOCASE)"_s);
    index(
        u"INDEX payments_facets ON payments(row_id, amount, currency, outcome, needs_review, channel, till, "
        "paid, refunded, card_brand, card_last4)"_s);
    index(u"INDEX events_refunds ON events(seq) WHERE kind = 'refund_intent'"_s);
    SearchIndex::create(database);
    SearchIndex::createTerms(database);
}

/// Step n leads from schema n to n + 1. A step that was released never changes; what must change later is
/// a new step.
constexpr std::array steps = {&firstSchema, &secondSchema, &thirdSchema};

int schemaOf(Database &database)
{
    Statement version(database, u"PRAGMA user_version"_s);
    const int schema = version.first() ? int(version.integer(0)) : 0;
    version.finish();
    return schema;
}

} // namespace

int newestSchema()
{
    return int(steps.size());
}

void migrate(Database &database)
{
    Transaction transaction(database, Transaction::Write);
    const int schema = schemaOf(database);
    if (schema < 0)
        throw StorageFailure{damagedError(database.path(), u"schema %1"_s.arg(schema))};
    if (schema > newestSchema())
        throw StorageFailure{storageError(
            MigrationText::tr(
                "A newer version of Paydesk has written this journal. Install that version again."),
            u"schema %1, this program knows %2: %3"_s.arg(schema).arg(newestSchema()).arg(database.path()))};
    for (size_t step = size_t(schema); step < steps.size(); ++step)
        steps[step](database);
    // The projection is derived: what a newer schema makes of the old events is found by replaying them.
    if (schema > 0 && schema < newestSchema())
        rebuildProjection(database);
    // Done even when it says nothing new: a journal that cannot be written is then found at the start and
    // not at the first sale. What was not committed never reaches the disk.
    database.execute(u"PRAGMA user_version = %1"_s.arg(newestSchema()));
    if (schema < newestSchema())
        transaction.commit();
}

} // namespace paydesk::journal
