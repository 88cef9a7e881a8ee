// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "core/uuidv7.h"
#include "journal/facts.h"
#include "journal/journalcheck.h"
#include "journal/samples.h"
#include "payments/counter.h"
#include "payments/sync.h"
#include "sandbox/sandboxfixture.h"
#include "support/filesizelimit.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::payments;
using namespace paydesk::test;
using namespace Qt::StringLiterals;
using sandbox::test::Sandbox;

/// What the journal learns from the service's list: all of it, once, whatever comes between.
class TestSync : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void isTheServicesLedger();
    void takesEveryPaymentIn();
    void isAnyLedger_data();
    void isAnyLedger();
    void keepsWhatWasSalvaged();
    void goesOnAfterAFault_data();
    void goesOnAfterAFault();
    void stopsWhereTheKeyIsRefused();
    void beginsAnewAfterAnUnknownCursor();
    void goesOnAfterARestart();
    void goesOnAfterACancel();
    void doesWhatItShouldByItself();
    void findsWhatWasNotListedYet();
    void seesWhatChangedLater();
    void followsWhatIsOpen();
    void leavesOpenSalesToTheirTills();
    void twoPaymentsOfOneSale();
    void refundsWhatOthersSold();
    void anotherAmountIsAnAlarm_data();
    void anotherAmountIsAnAlarm();
    void comesBehindASale();
    void usesTheRateLimit();
    void storageThatFails();
    void tellsOfABatchAtOnce();

private:
    QString newPayment(const QUuid &attemptId, const QString &status = {}, const QUuid &till = {}) const;
    void settle(const QString &paymentId, const QString &status) const;
    /// The first four come to an end, each to another; the rest stay open.
    QList<QUuid> newPayments(int count) const;
    void seed(const QJsonObject &order) const;
    void damage() const;
    std::unique_ptr<Counter> openCounter() const;
    void compareLedger(const Counter &counter) const;
    QJsonObject ledger() const { return m_service->get("/sandbox/ledger").json(); }
    qint64 requests(const QString &endpoint) const;
    qint64 listings() const { return requests(u"GET /v1/payments"_s); }

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Sandbox> m_service;
};

namespace {

constexpr int patience = 30'000;

QString text(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

/// Has it started, runs it to its end, and tells what it has read; empty where it did not come to an end.
std::optional<SyncProgress> finish(Sync &sync)
{
    std::optional<SyncProgress> progress;
    const auto connection = QObject::connect(
        &sync, &Sync::finished, &sync, [&progress](const SyncProgress &p) { progress = p; });
    if (!sync.isRunning())
        sync.start();
    if (!QTest::qWaitFor([&] { return progress.has_value(); }, patience))
        qWarning("the sync does not come to its end");
    QObject::disconnect(connection);
    return progress;
}

std::optional<SyncProgress> run(Counter &counter)
{
    Sync sync(counter.services);
    return finish(sync);
}

QList<journal::SaleRecord> sales(const Counter &counter)
{
    std::optional<QList<journal::SaleRecord>> answer;
    QObject context;
    const_cast<journal::Journal &>(counter.journal)
        .newestFirst(
            {.limit = 100'000}, &context, [&answer](const Result<QList<journal::SaleRecord>> &result) {
                answer = result.ok() ? *result : QList<journal::SaleRecord>();
            });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }))
        qFatal("the journal does not answer");
    return *answer;
}

std::optional<journal::SaleRecord> saleOf(const Counter &counter, const QString &paymentId)
{
    const auto all = sales(counter);
    const auto found = std::find_if(all.begin(), all.end(),
        [&](const journal::SaleRecord &sale) { return journal::findPayment(sale, paymentId) != nullptr; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

void append(Counter &counter, const journal::Event &event)
{
    std::optional<bool> appended;
    QObject context;
    counter.journal.append(
        event, &context, [&appended](const Result<journal::SaleRecord> &result) { appended = result.ok(); });
    QTRY_VERIFY(appended);
    QVERIFY(*appended);
}

} // namespace

void TestSync::init()
{
    m_home = std::make_unique<Home>();
    m_service = std::make_unique<Sandbox>();
    QVERIFY(m_service->url.isValid());
    m_service->now = QDateTime::currentMSecsSinceEpoch();
}

void TestSync::cleanup()
{
    if (journal::hasJournal(m_home->journal())) {
        const auto report = journal::checkJournal(m_home->journal());
        QVERIFY(report.ok());
        QCOMPARE(report->problems, QStringList());
    }
    m_service.reset();
    m_home.reset();
}

QString TestSync::newPayment(const QUuid &attemptId, const QString &status, const QUuid &till) const
{
    QJsonObject metadata{{metadatakey::attemptId, text(attemptId)}, {u"order"_s, u"4711"_s}};
    if (!till.isNull())
        metadata.insert(metadatakey::till, text(till));
    QString id = m_service->newPayment(metadata);
    if (!status.isEmpty())
        settle(id, status);
    return id;
}

void TestSync::settle(const QString &paymentId, const QString &status) const
{
    m_service->post("/sandbox/payments/" + paymentId.toLatin1() + "/settle",
        sandbox::test::json({{u"status"_s, status}}));
}

QList<QUuid> TestSync::newPayments(int count) const
{
    QList<QUuid> ids;
    for (int i = 0; i < count; ++i) {
        ids += makeUuidV7();
        newPayment(
            ids.last(), QStringList{u"succeeded"_s, u"failed"_s, u"canceled"_s, u"expired"_s}.value(i));
    }
    return ids;
}

void TestSync::seed(const QJsonObject &order) const
{
    QCOMPARE(m_service->post("/sandbox/seed", sandbox::test::json(order)).status(), 201);
}

void TestSync::damage() const
{
    QDir().mkpath(m_home->journal());
    QFile file(m_home->journalFile());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("This is no journal.");
}

std::unique_ptr<Counter> TestSync::openCounter() const
{
    auto counter = std::make_unique<Counter>(*m_home, m_service->url, sandbox::test::testKey);
    if (!counter->open())
        qFatal("no journal");
    counter->services.pace = 0.02;
    return counter;
}

/// Each payment of the service is in the journal, in one sale, and nothing else is.
void TestSync::compareLedger(const Counter &counter) const
{
    QMap<QString, QStringList> held;
    for (const journal::SaleRecord &sale : sales(counter)) {
        QVERIFY(sale.payment);
        QVERIFY(!sale.needsReview);
        const Payment &payment = *sale.payment;
        held.insert(payment.id,
            {payment.status.toWire(), QString::number(payment.amount.minorUnits()),
                currencyWireCode(payment.amount.currency()),
                QString::number(payment.refundedAmount.minorUnits()), QString::number(payment.refunds.size()),
                payment.customer ? payment.customer->email : QString(),
                payment.metadata.value(metadatakey::till), payment.metadata.value(metadatakey::channel)});
        QCOMPARE(sale.outcome, outcomeOf(payment.status));
        QCOMPARE(sale.amount, payment.amount);
        QCOMPARE(sale.attemptId, journal::attemptIdOf(payment));
        QCOMPARE(sale.metadata.value(u"order"_s), payment.metadata.value(u"order"_s));
    }
    QMap<QString, QStringList> truth;
    const QJsonArray payments = ledger()[u"payments"].toArray();
    for (const auto &payment : payments)
        truth.insert(payment[u"id"].toString(),
            {payment[u"status"].toString(), QString::number(payment[u"amount"].toInteger()),
                payment[u"currency"].toString(), QString::number(payment[u"refunded_amount"].toInteger()),
                QString::number(payment[u"refunds"].toArray().size()),
                payment[u"customer"][u"email"].toString(), payment[u"metadata"][metadatakey::till].toString(),
                payment[u"metadata"][metadatakey::channel].toString()});
    QCOMPARE(held, truth);
}

qint64 TestSync::requests(const QString &endpoint) const
{
    return m_service->get("/sandbox/requests").json()[u"requests"][endpoint].toInteger();
}

void TestSync::isTheServicesLedger()
{
    newPayments(210);
    damage();
    {
        const auto counter = openCounter();
        QVERIFY(counter->journal.replacement());
        const auto progress = run(*counter);
        QVERIFY(progress);
        QCOMPARE(progress->state, SyncProgress::Idle);
        QVERIFY(progress->full);
        QCOMPARE(progress->read, 210);
        QCOMPARE(progress->imported, 210);
        QCOMPARE(progress->updated, 0);
        QVERIFY2(!counter->journal.replacement(), "it is complete");
        compareLedger(*counter);
        QVERIFY(!sales(*counter).constFirst().requestIds.isEmpty());
    }
    QCOMPARE(listings(), 3);
    const auto counter = openCounter();
    QVERIFY(!counter->journal.replacement());
    QVERIFY(counter->journal.syncState().completeUntil.isValid());
    compareLedger(*counter);
    const QJsonObject requests = ledger()[u"requests"].toObject();
    for (auto it = requests.begin(); it != requests.end(); ++it)
        QVERIFY2(it.key() == "GET /v1/payments"_L1 || it.key().contains("/sandbox/"_L1)
                || it.key() == "POST /v1/payments/hpp"_L1, // the test's own
            qPrintable(it.key()));
}

void TestSync::takesEveryPaymentIn()
{
    newPayments(2);
    QVERIFY(!m_service->newPayment({{u"order"_s, u"of another program"_s}}).isEmpty());
    QVERIFY(!m_service->newPayment({{u"paydesk_attempt"_s, u"order 4711"_s}}).isEmpty());
    QVERIFY(!m_service->newPayment({{u"paydesk_attempt"_s, text(QUuid::createUuid())}}).isEmpty());
    QList<QUuid> ids[2];
    for (int i = 0; i < 2; ++i) {
        const Home home; // a till each
        Counter counter(home, m_service->url, sandbox::test::testKey);
        QVERIFY(counter.open());
        QCOMPARE(run(counter)->imported, 5);
        compareLedger(counter);
        QCOMPARE(run(counter)->imported, 0);
        for (const journal::SaleRecord &sale : sales(counter))
            ids[i] += sale.attemptId;
    }
    QCOMPARE(ids[0], ids[1]);
}

void TestSync::isAnyLedger_data()
{
    QTest::addColumn<QJsonObject>("order");
    QTest::newRow("none") << QJsonObject();
    QTest::newRow("one") << QJsonObject{{u"count"_s, 1}};
    QTest::newRow("a page") << QJsonObject{{u"count"_s, 100}};
    QTest::newRow("a page and one") << QJsonObject{{u"count"_s, 101}};
    QTest::newRow("years") << QJsonObject{{u"count"_s, 730}, {u"span_seconds"_s, 100'000'000}};
    QTest::newRow("just now") << QJsonObject{{u"count"_s, 350}, {u"span_seconds"_s, 300}};
    QTest::newRow("all at once") << QJsonObject{{u"count"_s, 250}, {u"span_seconds"_s, 0}};
}

void TestSync::isAnyLedger()
{
    QFETCH(QJsonObject, order);
    const quint32 chance = QRandomGenerator::global()->generate() >> 1;
    qInfo("seed %u", chance);
    order.insert(u"seed"_s, qint64(chance));
    const int count = order[u"count"].toInt();
    if (count > 0)
        seed(order);
    const auto counter = openCounter();
    const auto progress = run(*counter);
    QCOMPARE(progress->imported, count);
    compareLedger(*counter);
    QVERIFY(counter->journal.syncState().completeUntil.isValid());
    const auto again = run(*counter);
    QVERIFY(!again->full);
    QCOMPARE(again->imported + again->updated, 0);
}

void TestSync::keepsWhatWasSalvaged()
{
    const QList<QUuid> listed = newPayments(4);
    const QUuid own = makeUuidV7();
    const Money amount(2500, Currency::Eur);
    {
        const auto counter = openCounter();
        append(*counter, samples::intent(listed.first(), amount)); // its answer was lost
        append(*counter, samples::intent(own, amount));
        append(*counter, journal::notCreatedEvent(own, {.kind = ErrorKind::Refused, .text = u"No."_s}));
    }
    QFile mark(m_home->journal() + u"/journal.damaged"_s);
    QVERIFY(mark.open(QIODevice::WriteOnly));
    mark.close();
    const auto counter = openCounter();
    QCOMPARE(counter->journal.replacement()->eventsTaken, 3);
    QCOMPARE(run(*counter)->imported, 3);
    QCOMPARE(sales(*counter).size(), 5);
    counter->till.recover(); // finds the payment of the first one by itself
    const auto known = [&counter] {
        const auto all = sales(*counter);
        return std::count_if(
            all.begin(), all.end(), [](const journal::SaleRecord &sale) { return sale.payment.has_value(); });
    };
    QTRY_COMPARE_WITH_TIMEOUT(known(), 4, patience);
}

void TestSync::goesOnAfterAFault_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<int>("payments");
    QTest::newRow("gone") << QJsonObject{{u"fault"_s, u"drop_before"_s}} << 9;
    QTest::newRow("broken") << QJsonObject{{u"fault"_s, u"status"_s}, {u"value"_s, 500}} << 9;
    QTest::newRow("too often") << QJsonObject{{u"fault"_s, u"status"_s}, {u"value"_s, 429},
        {u"retry_after"_s, 1}} << 9;
    QTest::newRow("cut off") << QJsonObject{{u"fault"_s, u"truncated_chunkless"_s}} << 9;
    QTest::newRow("no list") << QJsonObject{{u"fault"_s, u"garbage"_s}} << 9;
    QTest::newRow("short pages") << QJsonObject{{u"fault"_s, u"short_page"_s}} << 9;
    QTest::newRow("an empty page that is not the last") << QJsonObject{{u"fault"_s, u"short_page"_s}} << 1;
}

void TestSync::goesOnAfterAFault()
{
    QFETCH(QJsonObject, fault);
    QFETCH(int, payments);
    newPayments(payments);
    fault.insert(u"method"_s, u"GET"_s);
    fault.insert(u"path"_s, u"/v1/payments?"_s);
    fault.insert(u"times"_s, 2);
    m_service->addFault(fault);
    const auto counter = openCounter();
    Sync sync(counter->services);
    const QSignalSpy waiting(&sync, &Sync::waiting);
    QCOMPARE(finish(sync)->imported, payments);
    compareLedger(*counter);
    const bool isUsable = payments > 1 && fault[u"fault"] == "short_page"_L1;
    QCOMPARE(waiting.isEmpty(), isUsable);
    for (const auto &error : waiting)
        QVERIFY(!error.constFirst().value<Error>().text.isEmpty());
}

void TestSync::stopsWhereTheKeyIsRefused()
{
    newPayments(9);
    m_service->addFault({{u"method"_s, u"GET"_s}, {u"path"_s, u"/v1/payments?"_s}, {u"times"_s, 1},
        {u"fault"_s, u"status"_s}, {u"value"_s, 401}});
    const auto counter = openCounter();
    Sync sync(counter->services);
    const QSignalSpy failed(&sync, &Sync::failed);
    sync.start();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
    QCOMPARE(failed.constFirst().constFirst().value<Error>().kind, ErrorKind::Unauthorized);
    QVERIFY(!sync.isRunning());
    sync.goOn();
    QVERIFY2(sync.isRunning(), "it was not staff that ended it");
    QCOMPARE(finish(sync)->imported, 9);
    compareLedger(*counter);
}

void TestSync::beginsAnewAfterAnUnknownCursor()
{
    newPayments(105);
    const auto counter = openCounter();
    journal::SyncState state{
        .pass = journal::SyncPass{.lastPaymentId = u"pay_"_s + text(QUuid::createUuid()), .read = 7}};
    QObject context;
    std::optional<bool> saved;
    counter->journal.record({.sync = state}, &context,
        [&saved](const Result<journal::RecordedBatch> &result) { saved = result.ok(); });
    QTRY_VERIFY(saved);
    Sync sync(counter->services);
    sync.goOn();
    QCOMPARE(finish(sync)->imported, 105);
    compareLedger(*counter);
}

void TestSync::goesOnAfterARestart()
{
    newPayments(410);
    damage();
    {
        const auto counter = openCounter();
        Sync sync(counter->services);
        connect(&sync, &Sync::progressed, &sync, [&] {
            if (sync.progress().read >= 200)
                QTestEventLoop::instance().exitLoop();
        });
        sync.goOn();
        QTestEventLoop::instance().enterLoop(patience / 1000);
        QVERIFY(sync.isRunning());
    }
    const qint64 before = listings();
    const auto counter = openCounter();
    QVERIFY(counter->journal.replacement());
    const auto pass = counter->journal.syncState().pass;
    QVERIFY(pass);
    QVERIFY2(!pass->lastPaymentId.isEmpty(), "it goes on where it was");
    QVERIFY(pass->imported >= 200);
    QCOMPARE(pass->imported, pass->read);
    QCOMPARE(sales(*counter).size(), pass->imported);
    Sync sync(counter->services);
    sync.goOn();
    const auto progress = finish(sync);
    QCOMPARE(progress->imported, 410);
    QCOMPARE(progress->read, 410);
    QVERIFY(listings() - before <= 3);
    compareLedger(*counter);
    QVERIFY(!counter->journal.replacement());
}

void TestSync::goesOnAfterACancel()
{
    newPayments(310);
    {
        const auto counter = openCounter();
        Sync sync(counter->services);
        const QSignalSpy canceled(&sync, &Sync::canceled);
        const QSignalSpy finished(&sync, &Sync::finished);
        connect(&sync, &Sync::progressed, &sync, [&sync] {
            if (sync.progress().read >= 100)
                sync.cancel();
        });
        sync.start();
        QTRY_COMPARE_WITH_TIMEOUT(canceled.size(), 1, patience);
        QVERIFY(!sync.isRunning());
        sync.cancel(); // nothing to cancel
        sync.goOn();
        QVERIFY2(!sync.isRunning(), "staff does not want it");
        QVERIFY(finished.isEmpty());
    }
    const auto counter = openCounter();
    QVERIFY(sales(*counter).size() >= 100 && sales(*counter).size() < 310);
    Sync sync(counter->services);
    sync.goOn();
    QVERIFY2(!sync.isRunning(), "not after a restart either");
    const qint64 before = listings();
    QCOMPARE(finish(sync)->imported, 310);
    QVERIFY2(listings() - before <= 3, "it went on where it was");
    compareLedger(*counter);
}

void TestSync::doesWhatItShouldByItself()
{
    newPayments(3);
    const auto counter = openCounter();
    Sync sync(counter->services);
    sync.goOn();
    QVERIFY2(!sync.isRunning(), "nobody has asked for the first one");
    QVERIFY(finish(sync)->full);
    sync.goOn();
    QVERIFY(sync.isRunning());
    QVERIFY(!finish(sync)->full);
    sync.startFull();
    sync.start(); // one is enough
    const auto full = finish(sync);
    QVERIFY(full->full);
    QCOMPARE(full->read, 3);
    QCOMPARE(full->imported, 0);
    // A full one that staff canceled does not keep the next from what is new.
    sync.startFull();
    sync.cancel();
    QTRY_VERIFY(!sync.isRunning());
    sync.goOn();
    QVERIFY(!finish(sync)->full);
}

void TestSync::findsWhatWasNotListedYet()
{
    newPayments(3);
    m_service->addFault({{u"method"_s, u"GET"_s}, {u"path"_s, u"/v1/payments?"_s},
        {u"fault"_s, u"hide_newest"_s}, {u"times"_s, 1}});
    const auto counter = openCounter();
    QVERIFY(run(*counter)->imported < 3);
    run(*counter);
    compareLedger(*counter);
}

/// An incremental sync reads a week more than what is new: what happened to those payments since is seen.
void TestSync::seesWhatChangedLater()
{
    constexpr qint64 day = 24LL * 60 * 60 * 1000;
    const qint64 today = m_service->now;
    m_service->now = today - 30 * day;
    newPayments(120);
    m_service->now = today - 2 * day;
    const QString refunded = newPayment(makeUuidV7(), u"succeeded"_s, QUuid::createUuid());
    const QString paid = newPayment(makeUuidV7(), {}, QUuid::createUuid());
    m_service->now = today - 2 * day + 1000;
    const auto counter = openCounter();
    QCOMPARE(run(*counter)->imported, 122);
    QCOMPARE(saleOf(*counter, paid)->outcome, Outcome::NotKnownYet);
    settle(paid, u"succeeded"_s);
    m_service->now = today;
    m_service->post("/v1/payments/" + refunded.toLatin1() + "/refund", R"({"reason":"r","amount":1000})");
    const QString added = newPayment(makeUuidV7(), u"failed"_s);
    m_service->now = today + 10'000; // the refund is final

    const qint64 before = listings();
    QSignalSpy changed(&counter->journal, &journal::Journal::saleChanged);
    const auto progress = run(*counter);
    QVERIFY(!progress->full);
    QCOMPARE(progress->read, 3);
    QCOMPARE(progress->imported, 1);
    QCOMPARE(progress->updated, 2);
    QCOMPARE(listings() - before, 1);
    QTRY_COMPARE(changed.size(), 2);
    QCOMPARE(saleOf(*counter, paid)->outcome, Outcome::Paid);
    QCOMPARE(saleOf(*counter, added)->outcome, Outcome::Declined);
    QCOMPARE(saleOf(*counter, refunded)->payment->refundedAmount.minorUnits(), 1000);
    QCOMPARE(run(*counter)->updated, 0);
    QCOMPARE(counter->journal.syncState().completeUntil.toSecsSinceEpoch(), today / 1000);
}

void TestSync::followsWhatIsOpen()
{
    newPayments(2);
    const auto counter = openCounter();
    const QUuid open = makeUuidV7();
    const QString id = newPayment(open, {}, counter->journal.tillId()); // the journal was lost since
    Sync sync(counter->services);
    const QSignalSpy found(&sync, &Sync::unsettledFound);
    connect(&sync, &Sync::unsettledFound, &counter->till, &Till::takeUp);
    QVERIFY(finish(sync));
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.constFirst().constFirst().value<journal::SaleRecord>().attemptId, open);
    settle(id, u"succeeded"_s);
    QTRY_COMPARE_WITH_TIMEOUT(saleOf(*counter, id)->outcome, Outcome::Paid, patience);
    QCOMPARE(ledger()[u"payments"].toArray().size(), 3);
}

/// They are asked about there. Here nobody waits for them, and no search, question or warning comes of them.
void TestSync::leavesOpenSalesToTheirTills()
{
    const QString others = newPayment(makeUuidV7(), {}, QUuid::createUuid());
    const QString dashboards = m_service->newPayment();
    const auto counter = openCounter();
    Sync sync(counter->services);
    connect(&sync, &Sync::unsettledFound, &counter->till, &Till::takeUp);
    QVERIFY(finish(sync));
    QSignalSpy recovered(&counter->till, &Till::recovered);
    counter->till.recover();
    QTRY_COMPARE(recovered.size(), 1);
    QVERIFY(!counter->till.unresolved(saleOf(*counter, others)->amount));
    QVERIFY(!counter->till.makeCurrent(saleOf(*counter, dashboards)->attemptId));
    settle(others, u"succeeded"_s);
    settle(dashboards, u"failed"_s);
    QCOMPARE(finish(sync)->updated, 2);
    compareLedger(*counter);
    QCOMPARE(requests(u"GET /v1/payments/{id}"_s), 0);
}

void TestSync::twoPaymentsOfOneSale()
{
    const QUuid attemptId = makeUuidV7();
    const QStringList ids{newPayment(attemptId, u"succeeded"_s), newPayment(attemptId, u"succeeded"_s)};
    const auto counter = openCounter();
    QCOMPARE(run(*counter)->imported, 1);
    const auto all = sales(*counter);
    QCOMPARE(all.size(), 1);
    QVERIFY(journal::isPaidTwice(all.constFirst()));
    for (const QString &id : ids)
        QVERIFY(journal::findPayment(all.constFirst(), id));
}

void TestSync::refundsWhatOthersSold()
{
    const QString id = m_service->newPayment({{u"order"_s, u"of another program"_s}});
    settle(id, u"succeeded"_s);
    const auto counter = openCounter();
    QVERIFY(run(*counter));
    const QSignalSpy settled(&counter->till, &Till::refundSettled);
    const auto sale = saleOf(*counter, id);
    const auto refunding = counter->till.refund(
        *sale, {.paymentId = id, .amount = Money(700, Currency::Eur), .reason = u"Returned"_s});
    QVERIFY(refunding.ok());
    QTRY_COMPARE_WITH_TIMEOUT(ledger()[u"refunds"].toArray().size(), 1, patience);
    m_service->now += 5000;
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, patience);
    const auto refunded = saleOf(*counter, id);
    QVERIFY(!refunded->needsReview);
    QCOMPARE(refunded->refunds.constFirst().state, journal::RefundState::Refunded);
    QCOMPARE(run(*counter)->updated, 0);
}

void TestSync::anotherAmountIsAnAlarm_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::newRow("amount") << QJsonObject{{u"fault"_s, u"other_amount"_s}, {u"value"_s, 100}};
    QTest::newRow("currency") << QJsonObject{{u"fault"_s, u"other_currency"_s}};
}

void TestSync::anotherAmountIsAnAlarm()
{
    QFETCH(QJsonObject, fault);
    const auto counter = openCounter();
    const QUuid attemptId = makeUuidV7();
    append(*counter, samples::intent(attemptId, Money(2500, Currency::Eur)));
    const QString id = newPayment(attemptId, u"succeeded"_s, counter->journal.tillId());
    fault.insert(u"method"_s, u"GET"_s);
    fault.insert(u"path"_s, u"/v1/payments?"_s);
    fault.insert(u"times"_s, 2);
    m_service->addFault(fault);
    Sync sync(counter->services);
    const QSignalSpy review(&counter->till, &Till::reviewNeeded);
    connect(&sync, &Sync::unsettledFound, &counter->till, &Till::takeUp);
    QCOMPARE(finish(sync)->updated, 1);
    QCOMPARE(review.size(), 1);
    const auto alarmed = sales(*counter).constFirst();
    QCOMPARE(alarmed.attemptId, attemptId);
    QVERIFY(alarmed.needsReview);
    QVERIFY(!alarmed.payment);
    QCOMPARE(alarmed.amount, Money(2500, Currency::Eur));
    QVERIFY2(
        alarmed.problem.contains(id) && alarmed.problem.contains(u"25.00"_s), qPrintable(alarmed.problem));
    QCOMPARE(finish(sync)->updated, 0); // the same again is no second alarm
}

/// What is left of the budget is spread over the minute for the sync; for a sale it is there at once.
void TestSync::comesBehindASale()
{
    m_service = std::make_unique<Sandbox>(40);
    m_service->now = QDateTime::currentMSecsSinceEpoch();
    seed({{u"count"_s, 3000}});
    const auto counter = openCounter();
    Sync sync(counter->services);
    sync.start();
    QTRY_VERIFY_WITH_TIMEOUT(sync.progress().read >= 200, patience);
    const auto charge = counter->till.charge(saleOf(2500));
    QVERIFY(charge.ok());
    QTRY_COMPARE_WITH_TIMEOUT(requests(u"POST /v1/payments/hpp"_s), 1, patience);
    QVERIFY(sync.isRunning());
    QVERIFY2(listings() < 20, "it has not used the window up first");
    QCOMPARE(sync.progress().state, SyncProgress::Running);
}

/// As the service counts the requests of its windows. Its clock is turned on to the last second of each, so
/// that none has to be waited for.
void TestSync::usesTheRateLimit()
{
    constexpr int limit = 40;
    m_service = std::make_unique<Sandbox>(limit);
    m_service->now = QDateTime::currentMSecsSinceEpoch() / 1000 * 1000;
    seed({{u"count"_s, 12'500}});
    const auto counter = openCounter();
    Sync sync(counter->services);
    const QSignalSpy waiting(&sync, &Sync::waiting);
    sync.start();
    qint64 before = 0;
    for (int window = 0; window < 3; ++window) {
        QTRY_VERIFY_WITH_TIMEOUT(listings() > before, patience);
        m_service->now += 59'000;
        QTRY_VERIFY_WITH_TIMEOUT((listings() - before) * 100 >= limit * 95, patience);
        QVERIFY(listings() - before <= limit);
        before = listings();
        m_service->now += 1'000;
    }
    QVERIFY2(waiting.isEmpty(), "no request was refused");
}

void TestSync::storageThatFails()
{
    newPayments(30);
    const auto counter = openCounter();
    Sync sync(counter->services);
    const QSignalSpy waiting(&sync, &Sync::waiting);
    {
        const FileSizeLimit limit(QFileInfo(m_home->journalFile() + u"-wal"_s).size() + 20'000);
        sync.start();
        QTRY_VERIFY_WITH_TIMEOUT(waiting.size() >= 2, patience);
        QCOMPARE(sync.progress().state, SyncProgress::Waiting);
        QCOMPARE(waiting.constFirst().constFirst().value<Error>().kind, ErrorKind::Storage);
    }
    QVERIFY2(sales(*counter).isEmpty(), "a page is there whole or not at all");
    QCOMPARE(finish(sync)->imported, 30);
    compareLedger(*counter);
}

/// The views hear of a page at once; of a sale that was there they hear as ever.
void TestSync::tellsOfABatchAtOnce()
{
    newPayments(150);
    const auto counter = openCounter();
    const QSignalSpy imported(&counter->journal, &journal::Journal::salesImported);
    const QSignalSpy changed(&counter->journal, &journal::Journal::saleChanged);
    QVERIFY(run(*counter));
    QTRY_COMPARE(imported.size(), 2);
    QCOMPARE(imported[0].constFirst().toLongLong() + imported[1].constFirst().toLongLong(), 150);
    QVERIFY(changed.isEmpty());
}

QTEST_GUILESS_MAIN(TestSync)
#include "tst_sync.moc"
