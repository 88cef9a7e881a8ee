// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journalcheck.h"
#include "journal/samples.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace samples;

/// What the check finds, and what the rebuild mends: the projection is the sum of the events, always.
class TestJournalCheck : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void soundJournal();
    void missingJournal();
    void worksBesideAnOpenStore();
    void anyOrderOfEventsRebuildsTheSame_data();
    void anyOrderOfEventsRebuildsTheSame();
    void tamperedEventIsFound_data();
    void tamperedEventIsFound();
    void removedEventIsFound_data();
    void removedEventIsFound();
    void tamperedProjectionIsFoundAndMended_data();
    void tamperedProjectionIsFoundAndMended();
    void eventOfANewerProgramIsKept();

private:
    QString directory() const { return m_home->filePath(u"journal"_s); }
    void fill();
    QList<QUuid> m_sales;
    std::unique_ptr<QTemporaryDir> m_home;
};

namespace {

constexpr int randomSequences = 10;
constexpr int eventsASequence = 120;

/// Any event for any of few sales: also in orders that no program would write.
Event randomEvent(std::mt19937 &random, const QList<QUuid> &sales)
{
    const auto below = [&random](int limit) { return int(random() % uint(limit)); };
    const QUuid sale = sales.at(below(int(sales.size())));
    const PaymentStatus statuses[] = {PaymentStatus::Pending, PaymentStatus::RequiresAction,
        PaymentStatus::Succeeded, PaymentStatus::Failed, PaymentStatus::Expired, PaymentStatus::Canceled,
        PaymentStatus::fromWire(u"odd"_s)};
    // Mostly its own id and amount; sometimes another sale's, or another amount.
    const QUuid owner = below(8) == 0 ? sales.at(below(int(sales.size()))) : sale;
    Payment payment = answer(owner, statuses[below(7)], {}, Money(below(12) == 0 ? 1 : 2500, Currency::Eur));
    if (below(3) == 0)
        payment.raw += QByteArray::number(below(3));
    payment.refundedAmount = Money(qint64(below(3)) * 100, Currency::Eur);
    const Error error = failure(ErrorKind::Network, u"Error %1."_s.arg(below(3)));
    switch (below(12)) {
    case 0:
        return intent(sale);
    case 1:
        return sessionEvent(sale, payment, u"req_%1"_s.arg(below(9)));
    case 2:
        return createUnknownEvent(sale, error);
    case 3:
        return notCreatedEvent(sale, error);
    case 4:
    case 5:
        return snapshotEvent(sale, payment, u"req_%1"_s.arg(below(9)));
    case 6:
        return pageShownEvent(sale);
    case 7:
        return pageReturnedEvent(sale, payment.id, u"succeeded"_s, owner == sale);
    case 8:
        return pageClosedEvent(sale, u"leave"_s);
    case 9:
        return pageCrashedEvent(sale);
    case 10:
        return recoveredEvent(sale);
    default:
        return below(3) == 0 ? contradictionEvent(sale, payment, {}) : pageBlockedEvent(sale, u"file"_s);
    }
}

QStringList dump(const QString &directory)
{
    return RawDatabase(directory).run(
        u"SELECT row_id, attempt_id, ifnull(payment_id, '-'), started_ms, amount, currency, outcome, "
        u"settled, "
        "needs_review, create_ambiguous, ifnull(status, '-'), ifnull(card_brand, '-'), ifnull(card_last4, "
        "'-'), "
        "ifnull(provider_reference, '-'), request_id, problem, description, metadata, return_url, "
        "idempotency_key, "
        "key_fingerprint, hex(request_body), ifnull(payment, '-'), ifnull(hex(payment_raw), '-') "
        "FROM payments ORDER BY row_id"_s);
}

} // namespace

void TestJournalCheck::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QVERIFY(m_home->isValid());
    m_sales.clear();
}

/// Three sales of three events each.
void TestJournalCheck::fill()
{
    const auto store = openStore(directory());
    for (int i = 0; i < 3; ++i) {
        m_sales += makeUuidV7();
        QVERIFY(store->append(intent(m_sales.last())).ok());
        QVERIFY(
            store->append(sessionEvent(m_sales.last(), answer(m_sales.last(), PaymentStatus::Pending), {}))
                .ok());
        QVERIFY(
            store->append(snapshotEvent(m_sales.last(), answer(m_sales.last(), PaymentStatus::Succeeded), {}))
                .ok());
    }
}

void TestJournalCheck::soundJournal()
{
    fill();
    const QStringList before = dump(directory());
    for (const auto &report :
        {checkJournal(directory()), rebuildJournal(directory()), checkJournal(directory())}) {
        QVERIFY(report.ok());
        QCOMPARE(report->events, 9);
        QCOMPARE(report->sales, 3);
        QCOMPARE(report->problems, QStringList());
    }
    QCOMPARE(dump(directory()), before);
}

void TestJournalCheck::missingJournal()
{
    for (const auto &report : {checkJournal(directory()), rebuildJournal(directory())}) {
        QVERIFY(!report.ok());
        QCOMPARE(report.error().kind, ErrorKind::Storage);
        QVERIFY(report.error().text.contains(directory()));
    }
    QVERIFY(!QFileInfo::exists(directory()));
}

void TestJournalCheck::worksBesideAnOpenStore()
{
    const auto store = openStore(directory());
    const QUuid id = makeUuidV7();
    QVERIFY(store->append(intent(id)).ok());
    QCOMPARE(checkJournal(directory())->problems, QStringList());
    QCOMPARE(rebuildJournal(directory())->problems, QStringList());
    QVERIFY(store->append(pageShownEvent(id)).ok());
    QCOMPARE(checkJournal(directory())->events, 2);
}

void TestJournalCheck::anyOrderOfEventsRebuildsTheSame_data()
{
    QTest::addColumn<uint>("seed");
    for (uint seed = 1; seed <= randomSequences; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestJournalCheck::anyOrderOfEventsRebuildsTheSame()
{
    QFETCH(uint, seed);
    std::mt19937 random(seed);
    QList<QUuid> sales;
    for (int i = 0; i < 6; ++i)
        sales += makeUuidV7();
    sales += sales.last(); // two sales that want the same row
    sales.last().data4[3] ^= 1;
    QHash<QUuid, Outcome> settled;
    qint64 kept = 0;
    {
        const auto store = openStore(directory());
        for (int i = 0; i < eventsASequence; ++i) {
            // Half of the sales begin as they should, the others wherever chance puts their intent.
            Event event = i < 3 ? intent(sales.at(i)) : randomEvent(random, sales);
            event.at = event.at.addMSecs(i); // the same event at the same time is recorded once
            const auto sale = store->append(event);
            QVERIFY(sale.ok() || event.kind == EventKind::Intent);
            if (!sale.ok())
                continue;
            ++kept;
            if (settled.contains(event.attemptId))
                QCOMPARE(sale->outcome, settled.value(event.attemptId));
            if (sale->rowId != 0 && isSettled(sale->outcome) && sale->outcome != Outcome::NotCreated)
                settled.insert(event.attemptId, sale->outcome);
            QVERIFY(!sale->payment || sale->payment->amount == sale->amount);
        }
    }
    const auto check = checkJournal(directory());
    QVERIFY(check.ok());
    QCOMPARE(check->problems, QStringList());
    QCOMPARE(check->events, kept);
    QVERIFY(!settled.isEmpty());

    const QStringList live = dump(directory());
    QVERIFY(!live.isEmpty());
    RawDatabase(directory()).run(u"DELETE FROM payments"_s);
    QCOMPARE(rebuildJournal(directory())->problems, QStringList());
    QCOMPARE(dump(directory()), live);
}

void TestJournalCheck::tamperedEventIsFound_data()
{
    QTest::addColumn<QString>("change");
    // One byte each, where that can be said in SQL.
    QTest::newRow("facts") << u"facts = replace(facts, '2500', '2501')"_s;
    QTest::newRow("payload") << u"payload = CAST(replace(CAST(payload AS TEXT), '2500', '2501') AS BLOB)"_s;
    QTest::newRow("actor") << u"actor = 'Staff:' || substr(actor, 7)"_s;
    QTest::newRow("time") << u"at_ms = at_ms + 1"_s;
    QTest::newRow("kind") << u"kind = 'Intent'"_s;
    QTest::newRow("sale") << u"attempt_id = replace(attempt_id, '-7', '-6')"_s;
    QTest::newRow("hash") << u"hash = zeroblob(32)"_s;
    QTest::newRow("facts no longer JSON") << u"facts = '{' || facts"_s;
}

void TestJournalCheck::tamperedEventIsFound()
{
    QFETCH(QString, change);
    fill();
    RawDatabase raw(directory());
    raw.run(u"DROP TRIGGER events_stay"_s);
    QCOMPARE(raw.run(u"UPDATE events SET %1 WHERE seq = 4"_s.arg(change)), QStringList());
    QCOMPARE(raw.run(u"SELECT changes()"_s), QStringList(u"1"_s));
    const auto report = checkJournal(directory());
    QVERIFY(report.ok());
    QVERIFY(!report->problems.isEmpty());
    QVERIFY2(report->problems.constFirst().contains(u"event 4"_s), qPrintable(report->problems.constFirst()));
    QVERIFY2(!rebuildJournal(directory())->problems.isEmpty(), "a rebuild does not mend the chain");
}

void TestJournalCheck::removedEventIsFound_data()
{
    QTest::addColumn<int>("seq");
    QTest::newRow("first") << 1;
    QTest::newRow("middle") << 5;
    QTest::newRow("last") << 9;
}

void TestJournalCheck::removedEventIsFound()
{
    QFETCH(int, seq);
    fill();
    RawDatabase raw(directory());
    raw.run(u"DROP TRIGGER events_remain"_s);
    QCOMPARE(raw.run(u"DELETE FROM events WHERE seq = %1"_s.arg(seq)), QStringList());
    QVERIFY(!checkJournal(directory())->problems.isEmpty());
}

void TestJournalCheck::tamperedProjectionIsFoundAndMended_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("named");
    const QString where = u" WHERE row_id = (SELECT min(row_id) FROM payments)"_s;
    QTest::newRow("outcome") << u"UPDATE payments SET outcome = 'declined'"_s + where << u"outcome"_s;
    QTest::newRow("amount") << u"UPDATE payments SET amount = 1"_s + where << u"amount"_s;
    QTest::newRow("request") << u"UPDATE payments SET request_body = x'00'"_s + where << u"request_body"_s;
    QTest::newRow("card") << u"UPDATE payments SET card_last4 = NULL"_s + where << u"card_last4"_s;
    QTest::newRow("answer") << u"UPDATE payments SET payment_raw = x'7b7d'"_s + where << u"payment_raw"_s;
    QTest::newRow("removed") << u"DELETE FROM payments"_s + where << u"missing"_s;
    QTest::newRow("moved") << u"UPDATE payments SET row_id = row_id - 1"_s + where << u"without an event"_s;
}

void TestJournalCheck::tamperedProjectionIsFoundAndMended()
{
    QFETCH(QString, sql);
    QFETCH(QString, named);
    fill();
    const QStringList before = dump(directory());
    QCOMPARE(RawDatabase(directory()).run(sql), QStringList());
    const QString found = checkJournal(directory())->problems.join(u'\n');
    QVERIFY2(found.contains(named), qPrintable(found));
    QVERIFY2(found.contains(m_sales.constFirst().toString(QUuid::WithoutBraces)), qPrintable(found));
    QCOMPARE(rebuildJournal(directory())->problems, QStringList());
    QCOMPARE(dump(directory()), before);
}

void TestJournalCheck::eventOfANewerProgramIsKept()
{
    fill();
    const QStringList before = dump(directory());
    {
        Database database({.directory = directory()});
        database.open();
        EventRow row = toRow(pageShownEvent(m_sales.constFirst()));
        row.kind = "refund_intent";
        EventLog(database).append(row);
    }
    const auto report = checkJournal(directory());
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(report->events, 10);
    QVERIFY(openStore(directory())->append(recoveredEvent(m_sales.constFirst())).ok());
    QCOMPARE(rebuildJournal(directory())->events, 11);
    QCOMPARE(checkJournal(directory())->problems, QStringList());
    QCOMPARE(dump(directory()), before);
}

QTEST_GUILESS_MAIN(TestJournalCheck)
#include "tst_journalcheck.moc"
