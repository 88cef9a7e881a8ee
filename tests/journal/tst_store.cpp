// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "journal/journalcheck.h"
#include "journal/samples.h"
#include "journal/storageerror.h"
#include "journal/store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace samples;

/// What is appended, and what can be read of it.
class TestStore : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void whatWasAppendedIsThereAfterwards();
    void exactBytesComeBack_data();
    void exactBytesComeBack();
    void everyCharacterComesBack();
    void rowIdsAscendWithTime();
    void collidingRowsTakeTheNextFreeOne();
    void pagesNewestFirst();
    void unsettledOldestFirst();
    void queriesUseTheirIndexes_data();
    void queriesUseTheirIndexes();
    void sameEventAgainIsThereOnce();
    void secondIntentIsRefused();
    void unusableIntentIsRefused_data();
    void unusableIntentIsRefused();
    void refundOfMoreThanIsLeftIsRefused();
    void refundWithoutASaleIsRefused();
    void eventWithoutASaleIsKept();
    void oneServicePaymentForTwoSales();
    void unknownSaleIsAnError();
    void recordsABatch();
    void aBatchThatFailsIsNotThere();
    void keepsHowFarItWasSynced();

private:
    QString directory() const { return m_home->filePath(u"journal"_s); }
    QStringList raw(const QString &sql) { return RawDatabase(directory()).run(sql); }
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Store> m_store;
};

namespace {

/// A version 7 id of a chosen moment; `order` is its place in the millisecond.
QUuid idAt(qint64 ms, quint16 order = 0, quint8 chance = 0)
{
    QUuid id = makeUuidV7();
    id.data1 = uint(ms >> 16);
    id.data2 = ushort(ms & 0xffff);
    id.data3 = ushort(0x7000 | order);
    id.data4[7] = chance;
    return id;
}

QDateTime at(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

constexpr qint64 noon = 1'790'000'000'000;

} // namespace

void TestStore::init()
{
    m_store.reset();
    m_home = std::make_unique<QTemporaryDir>();
    m_store = openStore(directory());
}

void TestStore::whatWasAppendedIsThereAfterwards()
{
    const QUuid id = makeUuidV7();
    QVERIFY(m_store->append(intent(id)).ok());
    QVERIFY(m_store->append(createUnknownEvent(id, failure(ErrorKind::Network, u"No answer."_s))).ok());
    QVERIFY(m_store->append(sessionEvent(id, answer(id, PaymentStatus::Pending), u"req_1"_s)).ok());
    const auto last = m_store->append(snapshotEvent(id, answer(id, PaymentStatus::Succeeded), u"req_2"_s));
    QVERIFY(last.ok());

    m_store = openStore(directory());
    const auto sale = m_store->sale(id);
    QVERIFY(sale.ok());
    for (const SaleRecord &record : {*last, *sale}) {
        QCOMPARE(record.attemptId, id);
        QVERIFY(record.rowId > 0);
        QCOMPARE(record.rowId, last->rowId);
        QCOMPARE(record.startedAt, at(uuidV7Milliseconds(id)));
        QCOMPARE(record.startedAt.timeSpec(), Qt::UTC);
        QCOMPARE(record.amount, Money(2500, Currency::Eur));
        QCOMPARE(record.description, charge(id).request.description);
        QCOMPARE(record.metadata, charge(id).request.metadata);
        QCOMPARE(record.returnUrl, u"https://paydesk.invalid/return"_s);
        QCOMPARE(record.idempotencyKey, charge(id).idempotencyKey);
        QCOMPARE(record.keyFingerprint, charge(id).keyFingerprint);
        QCOMPARE(record.requestBody, charge(id).requestBody);
        QCOMPARE(record.outcome, Outcome::Paid);
        QVERIFY(record.payment);
        QCOMPARE(record.payment->card, answer(id, PaymentStatus::Succeeded).card);
        QCOMPARE(record.payment->raw, answer(id, PaymentStatus::Succeeded).raw);
        QCOMPARE(record.requestIds.constLast(), u"req_2"_s);
        QCOMPARE(record.problem, QString());
        QVERIFY(record.createAmbiguous);
        QVERIFY(!record.needsReview);
    }
    QCOMPARE(raw(u"SELECT kind FROM events ORDER BY seq"_s),
        (QStringList{u"intent"_s, u"create_unknown"_s, u"session"_s, u"snapshot"_s}));
    QCOMPARE(
        raw(u"SELECT payment_id, status, outcome, card_brand, card_last4, provider_reference FROM payments"_s),
        (QStringList{sale->payment->id, u"succeeded"_s, u"paid"_s, u"visa"_s, u"1111"_s, u"1402758057"_s}));
}

void TestStore::exactBytesComeBack_data()
{
    QTest::addColumn<QByteArray>("body");
    QByteArray every;
    for (int i = 0; i < 256; ++i)
        every += char(i);
    QTest::newRow("emoji") << QByteArray("{\"description\":\"\xf0\x9f\x8e\xbb\"}");
    QTest::newRow("every byte") << every;
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("larger than a page") << every.repeated(1000);
}

void TestStore::exactBytesComeBack()
{
    QFETCH(QByteArray, body);
    const QUuid id = makeUuidV7();
    IntentFacts facts = charge(id);
    facts.requestBody = body;
    QVERIFY(m_store->append(intentEvent(id, facts)).ok());
    m_store = openStore(directory());
    QCOMPARE(m_store->sale(id)->requestBody, body);
    m_store.reset();
    QVERIFY(checkJournal(directory())->problems.isEmpty());
}

void TestStore::everyCharacterComesBack()
{
    const QUuid id = makeUuidV7();
    IntentFacts facts = charge(id);
    facts.request.description
        = u"\ufeffquote ' \" \\ % * \u0000 \u200f\u05e9 \ufffe \uffff \U0001F600 \r\n\t"_s;
    facts.request.metadata.insert(u"\ufffe"_s, facts.request.description);
    facts.request.metadata.insert(u"\ufefforder"_s, u"not the order"_s);
    QVERIFY(m_store->append(intentEvent(id, facts)).ok());
    QCOMPARE(m_store->sale(id)->description, facts.request.description);
    QCOMPARE(m_store->sale(id)->metadata, facts.request.metadata);
    m_store.reset();
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStore::rowIdsAscendWithTime()
{
    qint64 last = 0;
    for (int i = 0; i < 200; ++i) {
        const auto sale = m_store->append(intent(makeUuidV7()));
        QVERIFY(sale.ok());
        QVERIFY(sale->rowId > last);
        last = sale->rowId;
    }
}

void TestStore::collidingRowsTakeTheNextFreeOne()
{
    QList<qint64> rows;
    for (int i = 0; i < 3; ++i)
        rows += m_store->append(intent(idAt(noon, 5, 9)))->rowId;
    QCOMPARE(rows.at(0), Projection::firstRowAt(noon) + (5 << 8) + 9);
    QCOMPARE(rows.at(1), rows.at(0) + 1);
    QCOMPARE(rows.at(2), rows.at(0) + 2);
    m_store.reset();
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStore::pagesNewestFirst()
{
    QList<QUuid> newest;
    for (int i = 0; i < 25; ++i) {
        newest.prepend(makeUuidV7());
        QVERIFY(m_store->append(intent(newest.first())).ok());
    }
    QList<QUuid> read;
    PageQuery query{.limit = 10};
    for (const int expected : {10, 10, 5, 0}) {
        const auto page = m_store->newestFirst(query);
        QVERIFY(page.ok());
        QCOMPARE(page->size(), expected);
        for (const SaleRecord &sale : *page)
            read += sale.attemptId;
        if (!page->isEmpty())
            query.beforeRow = page->last().rowId;
    }
    QCOMPARE(read, newest);
    QCOMPARE(m_store->newestFirst({.limit = 0})->size(), 0);
    QCOMPARE(m_store->newestFirst({.limit = -1})->size(), 0);
}

void TestStore::unsettledOldestFirst()
{
    QList<QUuid> open;
    for (int i = 0; i < 9; ++i) {
        const QUuid id = makeUuidV7();
        QVERIFY(m_store->append(intent(id)).ok());
        if (i % 3 == 0)
            QVERIFY(m_store->append(snapshotEvent(id, answer(id, PaymentStatus::Succeeded), {})).ok());
        else if (i % 3 == 1)
            QVERIFY(m_store->append(pageClosedEvent(id, u"leave"_s)).ok());
        if (i % 3 != 0)
            open += id;
    }
    const auto found = m_store->needingAttention();
    QVERIFY(found.ok());
    QList<QUuid> ids;
    for (const SaleRecord &sale : *found)
        ids += sale.attemptId;
    QCOMPARE(ids, open);
}

void TestStore::queriesUseTheirIndexes_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("plan");
    const QString table = u"payments"_s;
    QTest::newRow("newest first") << Projection::newestFirstSql(table)
                                  << u"SEARCH payments USING INTEGER PRIMARY KEY (rowid<?)"_s;
    QTest::newRow("unsettled") << Projection::needingAttentionSql(table)
                               << u"SCAN payments USING INDEX payments_unsettled"_s;
}

void TestStore::queriesUseTheirIndexes()
{
    QFETCH(QString, sql);
    QFETCH(QString, plan);
    const QStringList cells = raw(u"EXPLAIN QUERY PLAN "_s + sql.replace(u'?', u'1'));
    QVERIFY2(cells.contains(plan), qPrintable(cells.join(u" | "_s)));
    // No list may sort its rows.
    QVERIFY(!cells.join(u' ').contains(u"TEMP B-TREE"_s));
}

/// An append may have failed after the event was in the file.
void TestStore::sameEventAgainIsThereOnce()
{
    const QUuid id = makeUuidV7();
    const QList<Event> events = {
        intent(id), pageShownEvent(id), snapshotEvent(id, answer(id, PaymentStatus::Succeeded), u"req_1"_s)};
    for (const Event &event : events) {
        const auto first = m_store->append(event);
        QVERIFY(first.ok());
        m_store.reset();
        m_store = openStore(directory());
        const auto again = m_store->append(event);
        QVERIFY2(again.ok(), again ? "" : qPrintable(again.error().detail));
        QCOMPARE(again->rowId, first->rowId);
        QCOMPARE(again->outcome, first->outcome);
    }
    QCOMPARE(raw(u"SELECT kind FROM events ORDER BY seq"_s),
        (QStringList{u"intent"_s, u"page_shown"_s, u"snapshot"_s}));
    Event later = events.last();
    later.at = later.at.addMSecs(1);
    QVERIFY(m_store->append(later).ok());
    QCOMPARE(raw(u"SELECT COUNT(*) FROM events"_s), QStringList(u"4"_s));
    m_store.reset();
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStore::secondIntentIsRefused()
{
    const QUuid id = makeUuidV7();
    QVERIFY(m_store->append(intent(id)).ok());
    const auto second = m_store->append(intent(id, Money(1, Currency::Usd)));
    QVERIFY(!second.ok());
    QCOMPARE(second.error().kind, ErrorKind::Storage);
    QCOMPARE(raw(u"SELECT COUNT(*) FROM events"_s), QStringList(u"1"_s));
    QCOMPARE(m_store->sale(id)->amount, Money(2500, Currency::Eur));
    QVERIFY(m_store->append(pageShownEvent(id)).ok());
}

void TestStore::unusableIntentIsRefused_data()
{
    QTest::addColumn<Event>("event");
    QTest::newRow("not version 7") << intent(QUuid::createUuid());
    QTest::newRow("null id") << intent(QUuid());
    Event broken = intent(makeUuidV7());
    broken.facts.remove(u"amount"_s);
    QTest::newRow("no amount") << broken;
}

void TestStore::unusableIntentIsRefused()
{
    QFETCH(Event, event);
    const auto refused = m_store->append(event);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, ErrorKind::Storage);
    QCOMPARE(raw(u"SELECT COUNT(*) FROM events"_s), QStringList(u"0"_s));
    QVERIFY(m_store->append(intent(makeUuidV7())).ok());
}

/// Two managers have the same sale before them.
void TestStore::refundOfMoreThanIsLeftIsRefused()
{
    const QUuid id = makeUuidV7();
    QVERIFY(m_store->append(intent(id)).ok());
    QVERIFY(m_store->append(snapshotEvent(id, answer(id, PaymentStatus::Succeeded), {})).ok());
    const auto refund = [&id](qint64 minorUnits) {
        return refundIntentEvent(id,
            {.refundId = makeUuidV7(),
                .paymentId = answer(id, PaymentStatus::Succeeded).id,
                .amount = Money(minorUnits, Currency::Eur),
                .reason = u"Returned"_s});
    };
    const Event first = refund(1500);
    QVERIFY(m_store->append(first).ok());
    QVERIFY2(m_store->append(first).ok(), "the same once more is no second one");
    const auto whileOpen = m_store->append(refund(1000));
    QVERIFY(!whileOpen.ok());
    QVERIFY(whileOpen.error().text.contains(u"not known yet"_s));

    Payment payment = answer(id, PaymentStatus::Succeeded);
    payment.refunds = {{.id = u"re_1"_s,
        .amount = Money(1500, Currency::Eur),
        .reason = u"Returned"_s,
        .status = u"pending"_s}};
    payment.raw = "pending refund";
    QVERIFY(m_store->append(snapshotEvent(id, payment, {})).ok());
    const auto tooMuch = m_store->append(refund(1001));
    QVERIFY(!tooMuch.ok());
    QCOMPARE(tooMuch.error().kind, ErrorKind::Storage);
    QVERIFY(tooMuch.error().text.contains(u"10.00"_s));
    QCOMPARE(raw(u"SELECT COUNT(*) FROM events WHERE kind = 'refund_intent'"_s), QStringList(u"1"_s));
    QCOMPARE(m_store->sale(id)->refunds.size(), 1);
    QVERIFY2(m_store->append(refund(1000)).ok(), "a refusal leaves nothing behind");
    m_store.reset();
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStore::refundWithoutASaleIsRefused()
{
    const auto refused = m_store->append(refundIntentEvent(makeUuidV7(),
        {.refundId = makeUuidV7(), .paymentId = u"pay_1"_s, .amount = Money(1, Currency::Eur)}));
    QVERIFY(!refused.ok());
    QCOMPARE(raw(u"SELECT COUNT(*) FROM events"_s), QStringList(u"0"_s));
}

void TestStore::eventWithoutASaleIsKept()
{
    const QUuid id = makeUuidV7();
    const auto kept = m_store->append(snapshotEvent(id, answer(id, PaymentStatus::Succeeded), {}));
    QVERIFY(kept.ok());
    QCOMPARE(kept->rowId, 0);
    QCOMPARE(raw(u"SELECT COUNT(*) FROM events"_s), QStringList(u"1"_s));
    QCOMPARE(raw(u"SELECT COUNT(*) FROM payments"_s), QStringList(u"0"_s));
    m_store.reset();
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStore::oneServicePaymentForTwoSales()
{
    const QUuid first = makeUuidV7();
    const QUuid second = makeUuidV7();
    for (const QUuid &id : {first, second})
        QVERIFY(m_store->append(intent(id)).ok());
    const Payment same = answer(first, PaymentStatus::Pending);
    QVERIFY(m_store->append(sessionEvent(first, same, {})).ok());
    const auto doubled = m_store->append(sessionEvent(second, same, u"req_twice"_s));
    QVERIFY2(doubled.ok(), "the fact must be recorded, whatever it says");
    QVERIFY(doubled->needsReview);
    QVERIFY(!doubled->payment);
    QCOMPARE(doubled->requestIds.constLast(), u"req_twice"_s);
    QVERIFY(!m_store->sale(first)->needsReview);
    QCOMPARE(raw(u"SELECT COUNT(*) FROM events"_s), QStringList(u"4"_s));
    m_store.reset();
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStore::unknownSaleIsAnError()
{
    const auto sale = m_store->sale(makeUuidV7());
    QVERIFY(!sale.ok());
    QCOMPARE(sale.error().kind, ErrorKind::Storage);
}

/// Sees what came before it in the same batch, and adds to the chain as single events do.
void TestStore::recordsABatch()
{
    const QUuid own = makeUuidV7();
    QVERIFY(m_store->append(samples::intent(own)).ok());
    QList<Payment> page = {samples::answer(makeUuidV7(), PaymentStatus::Pending),
        samples::answer(own, PaymentStatus::Succeeded), samples::answer(makeUuidV7(), PaymentStatus::Failed)};
    page[1].metadata.insert(metadatakey::attemptId, own.toString(QUuid::WithoutBraces));
    QList<bool> held;
    const auto decide
        = [&](const Payment &payment, const std::optional<SaleRecord> &sale) -> std::optional<Event> {
        held += sale.has_value();
        if (payment.id == page[1].id)
            return snapshotEvent(own, payment, u"req_1"_s);
        return sale ? std::nullopt : std::optional(importedEvent(attemptIdOf(payment), payment, u"req_1"_s));
    };
    const AnswerBatch batch{.payments = {page[0], page[1], page[0], page[2]},
        .decide = decide,
        .sync = {.pass = SyncPass{.read = 4, .imported = 10}}};
    const auto recorded = m_store->record(batch);
    QVERIFY(recorded.ok());
    QCOMPARE(held, (QList<bool>{false, true, true, false}));
    QCOMPARE(recorded->imported, 2);
    QCOMPARE(recorded->sync.pass->imported, 12);
    QCOMPARE(recorded->unsettled.size(), 1);
    QCOMPARE(m_store->sale(attemptIdOf(page[0]))->outcome, Outcome::NotKnownYet);
    QCOMPARE(m_store->sale(attemptIdOf(page[2]))->outcome, Outcome::Declined);
    QCOMPARE(m_store->sale(own)->outcome, Outcome::Paid);
    const auto report = checkJournal(directory());
    QCOMPARE(report->problems, QStringList());
    QCOMPARE(report->events, 4);
}

void TestStore::aBatchThatFailsIsNotThere()
{
    const Payment payment = samples::answer(makeUuidV7(), PaymentStatus::Succeeded);
    const AnswerBatch batch{.payments = {payment, payment},
        .decide = [](const Payment &answer, const std::optional<SaleRecord> &) -> std::optional<Event> {
            return importedEvent(attemptIdOf(answer), answer, {});
        },
        .sync = {.pass = SyncPass{.lastPaymentId = payment.id}}};
    QVERIFY2(!m_store->record({.payments = {payment},
                 .decide = [](const Payment &, const std::optional<SaleRecord> &) -> std::optional<Event> {
                     throw StorageFailure{storageError(u"The disk is full."_s)};
                 },
                 .sync = batch.sync}),
        "as the disk would");
    QVERIFY(!m_store->syncState().pass);
    QVERIFY(!*m_store->find(attemptIdOf(payment)));
    QVERIFY(m_store->record(batch).ok());
    QVERIFY(*m_store->find(attemptIdOf(payment)));
    QCOMPARE(checkJournal(directory())->problems, QStringList());
}

void TestStore::keepsHowFarItWasSynced()
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(1'790'000'000'123, Qt::UTC);
    const SyncPass pass{.createdFrom = time,
        .lastPaymentId = u"pay_1"_s,
        .newest = time.addSecs(2),
        .oldest = time.addSecs(1),
        .read = 3,
        .imported = 2,
        .updated = 1};
    QVERIFY(m_store->record({.sync = {.completeUntil = time, .pass = pass, .canceled = true}}).ok());
    m_store.reset();
    m_store = openStore(directory());
    const SyncState state = m_store->syncState();
    QCOMPARE(state.completeUntil, time);
    QVERIFY(state.canceled);
    QCOMPARE(state.pass->createdFrom, pass.createdFrom);
    QCOMPARE(state.pass->lastPaymentId, pass.lastPaymentId);
    QCOMPARE(state.pass->newest, pass.newest);
    QCOMPARE(state.pass->oldest, pass.oldest);
    QCOMPARE(state.pass->read, pass.read);
    QCOMPARE(state.pass->imported, pass.imported);
    QCOMPARE(state.pass->updated, pass.updated);
    QVERIFY(!state.pass->isFull());
    QVERIFY(m_store->record({.sync = {.completeUntil = time}}).ok());
    m_store.reset();
    m_store = openStore(directory());
    QVERIFY(!m_store->syncState().pass);
    QCOMPARE(m_store->syncState().completeUntil, time);
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
