// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/facts.h"
#include "journal/journalcheck.h"
#include "payments/counter.h"
#include "payments/refunding.h"
#include "support/uuidat.h"

#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::payments;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The sales of a till: one at the counter, and what a start finds unsettled.
class TestTill : public QObject
{
    Q_OBJECT
private slots:
    void secondChargeIsRefused();
    void refusesWhatCannotBeSent_data();
    void refusesWhatCannotBeSent();
    void addsItsOwnMetadata();
    void leftSaleIsWatchedOn();
    void takesASaleBack();
    void looksBeforeItResends();
    void resendsTheSameUnderTheSameKey();
    void onlyListsUnderAnotherKey();
    void onlyListsWhenTooOld_data();
    void onlyListsWhenTooOld();
    void recoversOnce();
    void asksBeforeChargingTwice();
    void tellsOfALatePayment();
    void stopsWaiting();
    void refunds();
    void resendsARefund();
    void takesUpOnceWhatIsUnderWay();
    void refusesARefund_data();
    void refusesARefund();
    void recoversARefund();
};

namespace {

/// A sale whose create request left, and whose till was gone before the answer came.
void crashAfterSending(const Home &home, Service &service)
{
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    QTRY_COMPARE(service.creates().size(), 1);
}

} // namespace

void TestTill::secondChargeIsRefused()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const auto first = counter.till.charge(saleOf(2500));
    QVERIFY(first.ok());
    const auto second = counter.till.charge(saleOf(2500));
    QVERIFY(!second.ok());
    QCOMPARE(second.error().kind, ErrorKind::InvalidInput);
    QCOMPARE(counter.till.current(), *first);
    QTRY_COMPARE(counter.phase(), Phase::Open);
    QVERIFY(!counter.till.charge(saleOf(2500)).ok());
    service.setStatus(u"succeeded"_s);
    QTRY_COMPARE_WITH_TIMEOUT(counter.outcome(), Outcome::Paid, 20'000);
    QCOMPARE(service.creates().size(), 1);
    QVERIFY2(counter.till.charge(saleOf(2500)).ok(), "a settled sale is in nobody's way");
}

void TestTill::refusesWhatCannotBeSent_data()
{
    QTest::addColumn<qint64>("amount");
    QTest::addColumn<QString>("description");

    QTest::newRow("nothing") << qint64(0) << QString();
    QTest::newRow("too much") << Money::maximumCharge + 1 << QString();
    QTest::newRow("too long") << qint64(100) << QString(501, u'x');
}

void TestTill::refusesWhatCannotBeSent()
{
    QFETCH(qint64, amount);
    QFETCH(QString, description);
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const auto refused = counter.till.charge(saleOf(amount, description));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
    QVERIFY(!counter.till.current());
    QVERIFY(service.requests().isEmpty());
}

void TestTill::addsItsOwnMetadata()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    ChargeRequest request = saleOf(2500);
    request.metadata = {{u"order"_s, u"4711"_s}};
    QVERIFY(counter.till.charge(request).ok());
    QTRY_COMPARE(counter.phase(), Phase::Open);
    const Metadata metadata = counter.till.current()->state().sale.payment->metadata;
    QCOMPARE(metadata.value(u"order"_s), u"4711"_s);
    QCOMPARE(metadata.value(u"paydesk_attempt"_s),
        counter.till.current()->attemptId().toString(QUuid::WithoutBraces));
    QCOMPARE(metadata.value(u"paydesk_till"_s), counter.journal.tillId().toString(QUuid::WithoutBraces));
    QCOMPARE(metadata.size(), 4);
}

void TestTill::leftSaleIsWatchedOn()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    QTRY_VERIFY(counter.till.current()->state().pageOpen);
    const QSignalSpy changes(&counter.journal, &journal::Journal::saleChanged);
    counter.till.clearCurrent();
    QVERIFY(!counter.till.current());
    service.setStatus(u"succeeded"_s);
    const auto isPaid = [&changes] {
        return !changes.isEmpty()
            && changes.last().first().value<journal::SaleRecord>().outcome == Outcome::Paid;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isPaid(), 20'000);
}

void TestTill::takesASaleBack()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const auto first = counter.till.charge(saleOf(2500));
    QVERIFY(first.ok());
    QTRY_VERIFY(counter.till.current()->state().pageOpen);
    counter.till.clearCurrent();
    const QSignalSpy changed(&counter.till, &Till::currentChanged);
    QVERIFY(counter.till.makeCurrent((*first)->attemptId()));
    QCOMPARE(counter.till.current(), *first);
    QCOMPARE(changed.size(), 1);
    QVERIFY(!counter.till.makeCurrent(QUuid::createUuid()));
}

void TestTill::looksBeforeItResends()
{
    const Home home;
    Service service;
    service.loseAnswers(true);
    crashAfterSending(home, service);
    service.loseAnswers(false);
    service.setStatus(u"succeeded"_s);
    const qsizetype before = service.creates().size();

    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const QSignalSpy changes(&counter.journal, &journal::Journal::saleChanged);
    counter.till.recover();
    const auto isPaid = [&changes] {
        return !changes.isEmpty()
            && changes.last().first().value<journal::SaleRecord>().outcome == Outcome::Paid;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isPaid(), 20'000);
    QVERIFY2(service.creates().size() == before, "the list had it already");
    QVERIFY(changes.last().first().value<journal::SaleRecord>().searched);
}

void TestTill::resendsTheSameUnderTheSameKey()
{
    const Home home;
    Service service;
    service.dropCreates(true);
    crashAfterSending(home, service);
    service.dropCreates(false);
    service.setStatus(u"succeeded"_s);
    const qsizetype before = service.creates().size();

    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const QSignalSpy changes(&counter.journal, &journal::Journal::saleChanged);
    counter.till.recover();
    const auto isPaid = [&changes] {
        return !changes.isEmpty()
            && changes.last().first().value<journal::SaleRecord>().outcome == Outcome::Paid;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isPaid(), 20'000);
    const QList<RawServer::Request> creates = service.creates();
    QCOMPARE(creates.size(), before + 1);
    QCOMPARE(creates.last().body, creates.first().body);
    QCOMPARE(creates.last().header("Idempotency-Key"), creates.first().header("Idempotency-Key"));
    QCOMPARE(service.payments(), 1);
    QVERIFY2(home.notes().isEmpty(), "no page comes up by itself for a sale of before");
}

void TestTill::onlyListsUnderAnotherKey()
{
    const Home home;
    Service service;
    service.loseAnswers(true);
    crashAfterSending(home, service);
    service.loseAnswers(false);
    service.setStatus(u"succeeded"_s);
    const qsizetype creates = service.creates().size();
    const qsizetype before = service.requests().size();

    Counter counter(home, service.url(), "fl_test_sk_anotherkey0123");
    QVERIFY(counter.open());
    const QSignalSpy changes(&counter.journal, &journal::Journal::saleChanged);
    counter.till.recover();
    const auto isPaid = [&changes] {
        return !changes.isEmpty()
            && changes.last().first().value<journal::SaleRecord>().outcome == Outcome::Paid;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isPaid(), 20'000);
    QCOMPARE(service.creates().size(), creates);
    QVERIFY(service.requests().at(before).line.startsWith("GET /v1/payments?"));
}

void TestTill::onlyListsWhenTooOld_data()
{
    QTest::addColumn<qint64>("wall"); // seconds ago, by each clock
    QTest::addColumn<qint64>("boot");
    QTest::addColumn<qint64>("service");
    QTest::addColumn<bool>("sameBoot");
    QTest::addColumn<bool>("resends");

    constexpr qint64 hour = 3600;
    constexpr qint64 unknown = -1;
    const auto row = [](const char *name, qint64 wall, qint64 boot, qint64 byService, bool resends) {
        QTest::newRow(name) << wall << boot << byService << (boot != unknown) << resends;
    };
    row("a minute", 60, 60, 60, true);
    row("almost 23 hours", 23 * hour - 60, 23 * hour - 60, 23 * hour - 60, true);
    row("23 hours", 23 * hour + 60, 23 * hour + 60, 23 * hour + 60, false);
    row("a week", 168 * hour, 168 * hour, 168 * hour, false);
    row("clock set back beyond the sale", -hour, 60, 60, false);
    row("clock set back by a day", 60, 24 * hour, 24 * hour, false);
    row("clock set forward by a day", 24 * hour, 60, 60, false);
    row("the service says a day", 60, 60, 24 * hour, false);
    row("started anew, by the service's clock", hour, unknown, hour, true);
    row("started anew, a day by the service's clock", hour, unknown, 24 * hour, false);
    row("started anew, and nothing to go by", 60, unknown, unknown, false);
}

void TestTill::onlyListsWhenTooOld()
{
    QFETCH(qint64, wall);
    QFETCH(qint64, boot);
    QFETCH(qint64, service);
    QFETCH(bool, sameBoot);
    QFETCH(bool, resends);
    const Home home;
    Service flowlix;
    Counter counter(home, flowlix.url());
    QVERIFY(counter.open());
    Moment moment = Moment::now({});
    const QUuid attempt = uuidAt(moment.wall.addSecs(-wall));
    if (service >= 0)
        moment.service = moment.wall.addSecs(-service);
    moment.wall = moment.wall.addSecs(-wall);
    moment.sinceBoot -= std::chrono::seconds(boot);
    if (!sameBoot)
        moment.bootId = "another";
    const journal::IntentFacts facts{.request = saleOf(2500),
        .idempotencyKey = "a-key-of-before",
        .keyFingerprint = SecretKey::parse(counterKey)->fingerprint(counter.journal.fingerprintSalt()),
        .requestBody = R"({"amount":2500,"currency":"eur"})",
        .moment = moment};
    bool appended = false;
    counter.journal.append(journal::intentEvent(attempt, facts), this,
        [&appended](const Result<journal::SaleRecord> &result) { appended = result.ok(); });
    QTRY_VERIFY(appended);

    counter.till.recover();
    QTRY_VERIFY(flowlix.requests().size() >= 2);
    QVERIFY2(flowlix.requests().first().line.startsWith("GET /v1/payments?"), "it looks first");
    const QByteArray line = flowlix.requests().at(1).line;
    QVERIFY2(line.startsWith(resends ? "POST /v1/payments/hpp " : "GET /v1/payments?"), line.constData());
    QCOMPARE(flowlix.creates().size(), resends ? 1 : 0);
}

void TestTill::recoversOnce()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    counter.till.recover(); // must not take up the sale that is at the counter
    QTRY_COMPARE(counter.phase(), Phase::Open);
    service.setStatus(u"succeeded"_s);
    QTRY_COMPARE_WITH_TIMEOUT(counter.outcome(), Outcome::Paid, 20'000);
    QCOMPARE(service.creates().size(), 1);
}

void TestTill::asksBeforeChargingTwice()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    QTRY_VERIFY(counter.till.current()->state().pageOpen);
    Charge *first = counter.till.current();
    counter.till.clearCurrent();

    QCOMPARE(counter.till.unresolved(Money(2500, Currency::Eur)), first);
    QVERIFY(!counter.till.unresolved(Money(2500, Currency::Usd)));
    const auto refused = counter.till.charge(saleOf(2500));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
    QVERIFY2(counter.till.charge(saleOf(2600)).ok(), "a different sale is never in its way");
    counter.till.clearCurrent();
    QVERIFY(counter.till.charge(saleOf(2500), Repeat::Intended).ok());
    QTRY_COMPARE(service.payments(), 3);
    counter.till.clearCurrent();

    service.setStatus(u"canceled"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!counter.till.unresolved(Money(2500, Currency::Eur)), 20'000);
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
}

void TestTill::tellsOfALatePayment()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const QSignalSpy late(&counter.till, &Till::paidLate);
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    QTRY_VERIFY(counter.till.current()->state().pageOpen);
    const QUuid left = counter.till.current()->attemptId();
    counter.till.clearCurrent();
    service.setStatus(u"succeeded"_s);
    QTRY_COMPARE_WITH_TIMEOUT(late.size(), 1, 20'000);
    QCOMPARE(late.first().first().value<journal::SaleRecord>().attemptId, left);

    // One that staff waits for is not late.
    QVERIFY(counter.till.charge(saleOf(2600)).ok());
    QTRY_COMPARE_WITH_TIMEOUT(counter.outcome(), Outcome::Paid, 20'000);
    counter.till.clearCurrent();
    QCOMPARE(late.size(), 1);
}

void TestTill::stopsWaiting()
{
    const Home home;
    Service service;
    service.dropCreates(true);
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    QVERIFY(counter.till.charge(saleOf(2500)).ok());
    QTRY_VERIFY(counter.till.current()->state().problem);
    QVERIFY(counter.till.current()->state().pageWanted);
    counter.till.current()->stopWaiting();
    QVERIFY(!counter.till.current()->state().pageWanted);
    QCOMPARE(counter.outcome(), Outcome::NotKnownYet);
    service.dropCreates(false);
    QTRY_COMPARE_WITH_TIMEOUT(counter.phase(), Phase::Open, 20'000);
    QVERIFY2(home.notes().filter(u"show"_s).isEmpty(), "nobody waits for the page any more");
}

namespace {

/// A sale that was paid, as the journal has it.
journal::SaleRecord paidSale(Counter &counter, Service &service)
{
    service.setStatus(u"succeeded"_s);
    if (!counter.till.charge(saleOf(2500)).ok()
        || !QTest::qWaitFor([&counter] { return counter.outcome() == Outcome::Paid; }, 20'000))
        return {};
    return counter.till.current()->state().sale;
}

} // namespace

void TestTill::refunds()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const journal::SaleRecord sale = paidSale(counter, service);
    QVERIFY(sale.payment);
    QSignalSpy settled(&counter.till, &Till::refundSettled);
    service.loseAnswers(true);
    const auto refunding
        = counter.till.refund(sale, {sale.payment->id, Money(1000, Currency::Eur), u"  Returned  "_s});
    QVERIFY(refunding.ok());
    QTRY_VERIFY((*refunding)->state().problem);
    QVERIFY2(!counter.till.refund(sale, {sale.payment->id, Money(500, Currency::Eur), u"Again"_s}).ok(),
        "one at a time, while it is not known");
    service.loseAnswers(false);
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 20'000);
    const auto after = settled.first().first().value<journal::SaleRecord>();
    QCOMPARE(after.refunds.size(), 1);
    QCOMPARE(after.refunds.first().state, journal::RefundState::Refunded);
    QCOMPARE(after.payment->refundedAmount, Money(1000, Currency::Eur));
    QCOMPARE(service.refunds(), 1);
    QVERIFY2(service.creates().size() == 2, "the payment showed that the refund was made");
    QCOMPARE(journal::checkJournal(home.journal())->problems, QStringList());

    QVERIFY(!counter.till.refund(after, {sale.payment->id, Money(1501, Currency::Eur), u"Rest"_s}).ok());
    QVERIFY(counter.till.refund(after, {sale.payment->id, Money(1500, Currency::Eur), u"Rest"_s}).ok());
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 2, 20'000);
    QCOMPARE(service.refunds(), 2);
}

void TestTill::resendsARefund()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const journal::SaleRecord sale = paidSale(counter, service);
    QVERIFY(sale.payment);
    QSignalSpy settled(&counter.till, &Till::refundSettled);
    service.dropCreates(true);
    QVERIFY(counter.till.refund(sale, {sale.payment->id, Money(1000, Currency::Eur), u"Returned"_s}).ok());
    QTRY_COMPARE(service.creates().size(), 2);
    service.dropCreates(false);
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 20'000);
    QCOMPARE(service.refunds(), 1);
    const QList<RawServer::Request> posts = service.creates();
    QCOMPARE(posts.size(), 3);
    QCOMPARE(posts.last().body, posts.at(1).body);
    QCOMPARE(posts.last().header("Idempotency-Key"), posts.at(1).header("Idempotency-Key"));
}

void TestTill::takesUpOnceWhatIsUnderWay()
{
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const journal::SaleRecord sale = paidSale(counter, service);
    QVERIFY(sale.payment);
    service.dropCreates(true);
    const auto refunding
        = counter.till.refund(sale, {sale.payment->id, Money(1000, Currency::Eur), u"Returned"_s});
    QVERIFY(refunding.ok());
    QTRY_COMPARE(service.creates().size(), 2);
    counter.till.takeUp((*refunding)->state().sale);
    QCOMPARE(counter.till.findChildren<Refunding *>(), QList<Refunding *>{*refunding});
}

void TestTill::refusesARefund_data()
{
    QTest::addColumn<Money>("amount");
    QTest::addColumn<QString>("reason");
    const Money fine(1000, Currency::Eur);
    QTest::newRow("nothing") << Money(0, Currency::Eur) << u"Returned"_s;
    QTest::newRow("too much") << Money(2501, Currency::Eur) << u"Returned"_s;
    QTest::newRow("another currency") << Money(1000, Currency::Usd) << u"Returned"_s;
    QTest::newRow("no reason") << fine << u"  "_s;
    QTest::newRow("a long reason") << fine << QString(51, u'x');
}

void TestTill::refusesARefund()
{
    QFETCH(Money, amount);
    QFETCH(QString, reason);
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const journal::SaleRecord sale = paidSale(counter, service);
    QVERIFY(sale.payment);
    const auto refused = counter.till.refund(sale, {sale.payment->id, amount, reason});
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
    QCOMPARE(service.creates().size(), 1);
}

void TestTill::recoversARefund()
{
    const Home home;
    Service service;
    {
        Counter counter(home, service.url());
        QVERIFY(counter.open());
        const journal::SaleRecord sale = paidSale(counter, service);
        service.loseAnswers(true);
        QVERIFY(counter.till.refund(sale, {sale.payment->id, sale.amount, u"Returned"_s}).ok());
        QTRY_COMPARE(service.refunds(), 1);
    }
    service.loseAnswers(false);
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const QSignalSpy settled(&counter.till, &Till::refundSettled);
    counter.till.recover();
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, 20'000);
    const auto after = settled.first().first().value<journal::SaleRecord>();
    QCOMPARE(after.refunds.first().state, journal::RefundState::Refunded);
    QCOMPARE(service.refunds(), 1);
    QCOMPARE(after.outcome, Outcome::Paid);
}

QTEST_GUILESS_MAIN(TestTill)
#include "tst_till.moc"
