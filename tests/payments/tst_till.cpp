// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/facts.h"
#include "payments/counter.h"
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
    void resendsTheSameUnderTheSameKey();
    void onlyListsUnderAnotherKey();
    void onlyListsWhenTooOld_data();
    void onlyListsWhenTooOld();
    void recoversOnce();
};

namespace {

/// A sale whose create request left, and whose till was gone before the answer came.
void crashAfterSending(const Home &home, Service &service)
{
    service.loseAnswers(true);
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

void TestTill::resendsTheSameUnderTheSameKey()
{
    const Home home;
    Service service;
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
    QTest::addColumn<qint64>("secondsAgo");
    QTest::addColumn<bool>("resends");

    QTest::newRow("a minute") << qint64(60) << true;
    QTest::newRow("almost 23 hours") << qint64(23 * 3600 - 60) << true;
    QTest::newRow("23 hours") << qint64(23 * 3600 + 60) << false;
    QTest::newRow("a week") << qint64(7 * 24 * 3600) << false;
    QTest::newRow("in the future") << qint64(-3600) << false;
}

void TestTill::onlyListsWhenTooOld()
{
    QFETCH(qint64, secondsAgo);
    QFETCH(bool, resends);
    const Home home;
    Service service;
    Counter counter(home, service.url());
    QVERIFY(counter.open());
    const QUuid attempt = uuidAt(QDateTime::currentDateTimeUtc().addSecs(-secondsAgo));
    const journal::IntentFacts facts{.request = saleOf(2500),
        .idempotencyKey = "a-key-of-before",
        .keyFingerprint = SecretKey::parse(counterKey)->fingerprint(counter.journal.fingerprintSalt()),
        .requestBody = R"({"amount":2500,"currency":"eur"})"};
    bool appended = false;
    counter.journal.append(journal::intentEvent(attempt, facts), this,
        [&appended](const Result<journal::SaleRecord> &result) { appended = result.ok(); });
    QTRY_VERIFY(appended);

    counter.till.recover();
    QTRY_VERIFY(!service.requests().isEmpty());
    const QByteArray line = service.requests().first().line;
    QVERIFY2(line.startsWith(resends ? "POST /v1/payments/hpp " : "GET /v1/payments?"), line.constData());
    QCOMPARE(service.creates().size(), resends ? 1 : 0);
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

QTEST_GUILESS_MAIN(TestTill)
#include "tst_till.moc"
