// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/uuidv7.h"
#include "journal/facts.h"
#include "journal/journalcheck.h"
#include "journal/samples.h"
#include "payments/counter.h"
#include "payments/refill.h"
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

/// What a journal that took the place of a damaged one learns from the service's list: all of it, once.
class TestRefill : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void whatTheJournalMustLearn_data();
    void whatTheJournalMustLearn();
    void isTheServicesLedger();
    void leavesOthersAlone();
    void keepsWhatWasSalvaged();
    void goesOnAfterAFault_data();
    void goesOnAfterAFault();
    void goesOnAfterAnUnknownCursor();
    void goesOnAfterARestart();
    void findsWhatWasNotListedYet();
    void followsWhatIsOpen();
    void twoPaymentsOfOneSale();
    void storageThatFails();

private:
    QString newPayment(const QUuid &attemptId, const QString &status = {}) const;
    /// The first four come to an end, each to another; the rest stay open.
    QList<QUuid> newPayments(int count) const;
    void damage() const;
    std::unique_ptr<Counter> openCounter() const;
    /// Runs it to its end; the number of sales that it says to have imported, -1 where there was none.
    qint64 run(Counter &counter) const;
    void compareLedger(const Counter &counter) const;
    QJsonObject ledger() const { return m_service->get("/sandbox/ledger").json(); }
    qint64 listings() const;

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Sandbox> m_service;
};

namespace {

constexpr int patience = 30'000;

QJsonObject attemptMetadata(const QUuid &attemptId)
{
    return {{u"paydesk_attempt"_s, attemptId.toString(QUuid::WithoutBraces)}, {u"order"_s, u"4711"_s}};
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

void TestRefill::init()
{
    m_home = std::make_unique<Home>();
    m_service = std::make_unique<Sandbox>();
    QVERIFY(m_service->url.isValid());
    m_service->now = QDateTime::currentMSecsSinceEpoch();
}

void TestRefill::cleanup()
{
    if (journal::hasJournal(m_home->journal())) {
        const auto report = journal::checkJournal(m_home->journal());
        QVERIFY(report.ok());
        QCOMPARE(report->problems, QStringList());
    }
    m_service.reset();
    m_home.reset();
}

QString TestRefill::newPayment(const QUuid &attemptId, const QString &status) const
{
    QString id = m_service->newPayment(attemptMetadata(attemptId));
    if (!status.isEmpty())
        m_service->post(
            "/sandbox/payments/" + id.toLatin1() + "/settle", sandbox::test::json({{u"status"_s, status}}));
    return id;
}

QList<QUuid> TestRefill::newPayments(int count) const
{
    QList<QUuid> ids;
    for (int i = 0; i < count; ++i) {
        ids += makeUuidV7();
        newPayment(
            ids.last(), QStringList{u"succeeded"_s, u"failed"_s, u"canceled"_s, u"expired"_s}.value(i));
    }
    return ids;
}

void TestRefill::damage() const
{
    QDir().mkpath(m_home->journal());
    QFile file(m_home->journalFile());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("This is no journal.");
}

std::unique_ptr<Counter> TestRefill::openCounter() const
{
    auto counter = std::make_unique<Counter>(*m_home, m_service->url, sandbox::test::testKey);
    if (!counter->open())
        qFatal("no journal");
    counter->services.pace = 0.02;
    return counter;
}

qint64 TestRefill::run(Counter &counter) const
{
    const auto replacement = counter.journal.replacement();
    if (!replacement)
        return -1;
    Refill refill(counter.services, replacement->refill);
    const QSignalSpy finished(&refill, &Refill::finished);
    refill.start();
    if (!QTest::qWaitFor([&finished] { return !finished.isEmpty(); }, patience))
        return -1;
    return finished.constFirst().constFirst().toLongLong();
}

void TestRefill::compareLedger(const Counter &counter) const
{
    QMap<QString, QString> held;
    for (const journal::SaleRecord &sale : sales(counter)) {
        QVERIFY(sale.payment);
        held.insert(sale.payment->id, sale.payment->status.toWire());
        QCOMPARE(sale.outcome, outcomeOf(sale.payment->status));
        QCOMPARE(sale.attemptId.toString(QUuid::WithoutBraces),
            sale.payment->metadata.value(u"paydesk_attempt"_s));
        QCOMPARE(sale.metadata, (Metadata{{u"order"_s, u"4711"_s}}));
    }
    QMap<QString, QString> truth;
    const QJsonArray payments = ledger()[u"payments"].toArray();
    for (const auto &payment : payments)
        truth.insert(payment[u"id"].toString(), payment[u"status"].toString());
    QCOMPARE(held, truth);
}

qint64 TestRefill::listings() const
{
    qint64 count = 0;
    const QJsonObject requests = ledger()[u"requests"].toObject();
    for (auto it = requests.begin(); it != requests.end(); ++it) {
        if (it.key() == "GET /v1/payments"_L1)
            count += it.value().toInteger();
    }
    return count;
}

void TestRefill::whatTheJournalMustLearn_data()
{
    using Held = std::optional<journal::SaleRecord>;
    using Kind = std::optional<journal::EventKind>;
    QTest::addColumn<Held>("held");
    QTest::addColumn<Kind>("kind");

    const auto sale = [](Outcome outcome, const QString &paymentId, const PaymentStatus &status) {
        journal::SaleRecord record;
        record.outcome = outcome;
        if (!paymentId.isEmpty())
            record.payment = samples::answer({}, status, paymentId);
        return record;
    };
    const QString same = u"pay_listed"_s;
    const Kind nothing;
    QTest::newRow("not held") << Held() << Kind(journal::EventKind::Imported);
    QTest::newRow("open, without an answer") << Held(sale(Outcome::InProgress, {}, {})) << nothing;
    QTest::newRow("open") << Held(sale(Outcome::NotKnownYet, same, PaymentStatus::Pending)) << nothing;
    QTest::newRow("the same") << Held(sale(Outcome::Paid, same, PaymentStatus::Succeeded)) << nothing;
    QTest::newRow("said not to exist")
        << Held(sale(Outcome::NotCreated, {}, {})) << Kind(journal::EventKind::Snapshot);
    QTest::newRow("said to have failed")
        << Held(sale(Outcome::Declined, same, PaymentStatus::Failed)) << Kind(journal::EventKind::Snapshot);
    QTest::newRow("another payment") << Held(sale(Outcome::Paid, u"pay_other"_s, PaymentStatus::Succeeded))
                                     << Kind(journal::EventKind::SecondPayment);
    QTest::newRow("another payment that is open")
        << Held(sale(Outcome::NotKnownYet, u"pay_other"_s, PaymentStatus::Pending))
        << Kind(journal::EventKind::SecondPayment);
    QTest::newRow("older than the list")
        << Held(sale(Outcome::Paid, same, PaymentStatus::Pending)) << Kind(journal::EventKind::Snapshot);
    auto setAside = sale(Outcome::NotKnownYet, {}, {});
    setAside.reviewed = true;
    QTest::newRow("set aside by staff") << Held(setAside) << Kind(journal::EventKind::Snapshot);
    auto twice = sale(Outcome::Paid, u"pay_other"_s, PaymentStatus::Succeeded);
    twice.others = {samples::answer({}, PaymentStatus::Succeeded, same)};
    QTest::newRow("a second payment that is known") << Held(twice) << nothing;
}

void TestRefill::whatTheJournalMustLearn()
{
    QFETCH(std::optional<journal::SaleRecord>, held);
    QFETCH(std::optional<journal::EventKind>, kind);
    const QUuid attemptId = makeUuidV7();
    const Payment payment = samples::answer({}, PaymentStatus::Succeeded, u"pay_listed"_s);
    const auto event = eventFor(attemptId, held, payment, u"req_1"_s);
    QCOMPARE(event.has_value(), kind.has_value());
    if (!event)
        return;
    QCOMPARE(event->kind, *kind);
    QCOMPARE(event->attemptId, attemptId);
    QCOMPARE(journal::paymentOf(*event)->id, payment.id);
    QCOMPARE(journal::requestIdOf(*event), u"req_1"_s);
}

void TestRefill::isTheServicesLedger()
{
    newPayments(210);
    damage();
    {
        const auto counter = openCounter();
        QCOMPARE(run(*counter), 210);
        compareLedger(*counter);
        QVERIFY(!sales(*counter).constFirst().requestIds.isEmpty());
    }
    QCOMPARE(listings(), 4); // and the beginning once more
    const auto counter = openCounter();
    QVERIFY2(!counter->journal.replacement(), "it is complete");
    QCOMPARE(run(*counter), -1);
    compareLedger(*counter);
}

void TestRefill::leavesOthersAlone()
{
    newPayments(2);
    QVERIFY(!m_service->newPayment({{u"order"_s, u"of another program"_s}}).isEmpty());
    QVERIFY(!m_service->newPayment({{u"paydesk_attempt"_s, u"order 4711"_s}}).isEmpty());
    QVERIFY(
        !m_service->newPayment({{u"paydesk_attempt"_s, QUuid::createUuid().toString(QUuid::WithoutBraces)}})
             .isEmpty());
    damage();
    const auto counter = openCounter();
    QCOMPARE(run(*counter), 2);
    QCOMPARE(sales(*counter).size(), 2);
}

void TestRefill::keepsWhatWasSalvaged()
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
    QCOMPARE(run(*counter), 3);
    QCOMPARE(sales(*counter).size(), 5);
    counter->till.recover(); // finds the payment of the first one by itself
    const auto known = [&counter] {
        const auto all = sales(*counter);
        return std::count_if(
            all.begin(), all.end(), [](const journal::SaleRecord &sale) { return sale.payment.has_value(); });
    };
    QTRY_COMPARE_WITH_TIMEOUT(known(), 4, patience);
}

void TestRefill::goesOnAfterAFault_data()
{
    QTest::addColumn<QJsonObject>("fault");
    QTest::newRow("gone") << QJsonObject{{u"fault"_s, u"drop_before"_s}};
    QTest::newRow("broken") << QJsonObject{{u"fault"_s, u"status"_s}, {u"value"_s, 500}};
    QTest::newRow("too often") << QJsonObject{
        {u"fault"_s, u"status"_s}, {u"value"_s, 429}, {u"retry_after"_s, 1}};
    QTest::newRow("no longer accepted") << QJsonObject{{u"fault"_s, u"status"_s}, {u"value"_s, 401}};
    QTest::newRow("cut off") << QJsonObject{{u"fault"_s, u"truncated_chunkless"_s}};
    QTest::newRow("no list") << QJsonObject{{u"fault"_s, u"garbage"_s}};
    QTest::newRow("short pages") << QJsonObject{{u"fault"_s, u"short_page"_s}};
}

void TestRefill::goesOnAfterAFault()
{
    QFETCH(QJsonObject, fault);
    newPayments(9);
    fault.insert(u"method"_s, u"GET"_s);
    fault.insert(u"path"_s, u"/v1/payments?"_s);
    fault.insert(u"times"_s, 2);
    m_service->addFault(fault);
    damage();
    const auto counter = openCounter();
    QCOMPARE(run(*counter), 9);
    compareLedger(*counter);
}

void TestRefill::goesOnAfterAnUnknownCursor()
{
    newPayments(5);
    damage();
    const auto counter = openCounter();
    Refill refill(
        counter->services, {.lastPaymentId = u"pay_"_s + QUuid::createUuid().toString(QUuid::WithoutBraces)});
    const QSignalSpy finished(&refill, &Refill::finished);
    refill.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patience);
    compareLedger(*counter);
}

void TestRefill::goesOnAfterARestart()
{
    newPayments(210);
    damage();
    {
        const auto counter = openCounter();
        Refill refill(counter->services, counter->journal.replacement()->refill);
        refill.start();
        QTRY_VERIFY_WITH_TIMEOUT(listings() >= 2, patience);
    }
    const qint64 before = listings();
    const auto counter = openCounter();
    const auto replacement = counter->journal.replacement();
    QVERIFY(replacement);
    QVERIFY2(!replacement->refill.lastPaymentId.isEmpty(), "it goes on where it was");
    QVERIFY(replacement->refill.imported >= 100);
    const qint64 imported = run(*counter);
    QVERIFY(imported >= 110 && imported <= 210); // what was done of the page where it ended counts for nobody
    QVERIFY(listings() - before < 4);
    compareLedger(*counter);
}

void TestRefill::findsWhatWasNotListedYet()
{
    newPayments(3);
    m_service->addFault({{u"method"_s, u"GET"_s}, {u"path"_s, u"/v1/payments?"_s},
        {u"fault"_s, u"hide_newest"_s}, {u"times"_s, 1}});
    damage();
    const auto counter = openCounter();
    QCOMPARE(run(*counter), 3);
    compareLedger(*counter);
}

void TestRefill::followsWhatIsOpen()
{
    newPayments(2);
    const QUuid open = makeUuidV7();
    const QString id = newPayment(open);
    damage();
    const auto counter = openCounter();
    Refill refill(counter->services, counter->journal.replacement()->refill);
    const QSignalSpy found(&refill, &Refill::unsettledFound);
    connect(&refill, &Refill::unsettledFound, &counter->till, &Till::takeUp);
    refill.start();
    QTRY_COMPARE_WITH_TIMEOUT(found.size(), 1, patience);
    QCOMPARE(found.constFirst().constFirst().value<journal::SaleRecord>().attemptId, open);
    m_service->post("/sandbox/payments/" + id.toLatin1() + "/settle",
        sandbox::test::json({{u"status"_s, u"succeeded"_s}}));
    const auto isPaid = [&] {
        const auto all = sales(*counter);
        return std::any_of(all.begin(), all.end(), [&](const journal::SaleRecord &sale) {
            return sale.attemptId == open && sale.outcome == Outcome::Paid;
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(isPaid(), patience);
    QCOMPARE(ledger()[u"payments"].toArray().size(), 3);
}

void TestRefill::twoPaymentsOfOneSale()
{
    const QUuid attemptId = makeUuidV7();
    const QStringList ids{newPayment(attemptId, u"succeeded"_s), newPayment(attemptId, u"succeeded"_s)};
    damage();
    const auto counter = openCounter();
    QCOMPARE(run(*counter), 1);
    const auto all = sales(*counter);
    QCOMPARE(all.size(), 1);
    QVERIFY(journal::isPaidTwice(all.constFirst()));
    for (const QString &id : ids)
        QVERIFY(journal::findPayment(all.constFirst(), id));
}

void TestRefill::storageThatFails()
{
    newPayments(30);
    damage();
    const auto counter = openCounter();
    Refill refill(counter->services, counter->journal.replacement()->refill);
    const QSignalSpy finished(&refill, &Refill::finished);
    {
        const FileSizeLimit limit(QFileInfo(m_home->journalFile() + u"-wal"_s).size() + 20'000);
        refill.start();
        QTRY_VERIFY_WITH_TIMEOUT(listings() >= 2, patience); // the page was asked for again
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patience);
    QCOMPARE(finished.constFirst().constFirst().toLongLong(), 30);
    compareLedger(*counter);
}

QTEST_GUILESS_MAIN(TestRefill)
#include "tst_refill.moc"
