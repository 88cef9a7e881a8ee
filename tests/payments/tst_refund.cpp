// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/facts.h"
#include "journal/journalcheck.h"
#include "payments/counter.h"
#include "payments/refunding.h"
#include "sandbox/sandboxfixture.h"

#include <QJsonArray>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::payments;
using namespace paydesk::test;
using namespace Qt::StringLiterals;
using journal::RefundState;
using sandbox::test::Sandbox;
using sandbox::test::testKey;

/// Refunds, and asking about a settled sale, against a whole sandbox.
class TestRefund : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void pendingThenDone_data();
    void pendingThenDone();
    void checkFindsWhatTheDashboardDid();
    void checkSaysWhatCameOut_data();
    void checkSaysWhatCameOut();
    void checkOfAContradiction();
    void checkOfASaleUnderWay();
    void notAfter180Days();
    void twoManagersAtOneTill();
    void twoTills();
    void refusalInWords_data();
    void refusalInWords();

private:
    /// A sale of EUR 25.00 that was paid, as the journal of the first till has it.
    journal::SaleRecord paidSale(const QJsonObject &metadata = {}) const;
    Result<CheckResult> check(const journal::SaleRecord &sale) const;
    /// As the journal has it now.
    journal::SaleRecord saleNow(const QUuid &id) const;
    /// A refund past this till: in the dashboard, or by another one.
    void refundElsewhere(const journal::SaleRecord &sale, qint64 minorUnits) const;
    void settleRefunds() const { m_service->now += 2000; }

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Sandbox> m_service;
    std::unique_ptr<Counter> m_counter;
};

namespace {

constexpr int patience = 20'000;
constexpr qint64 dayMs = 24LL * 3600 * 1000;

RefundRequest refundOf(const journal::SaleRecord &sale, qint64 minorUnits)
{
    return {sale.payment->id, Money(minorUnits, Currency::Eur), u"Goods returned"_s};
}

} // namespace

void TestRefund::init()
{
    m_home = std::make_unique<Home>();
    m_service = std::make_unique<Sandbox>();
    QVERIFY(m_service->url.isValid());
    m_service->now = QDateTime::currentMSecsSinceEpoch();
    m_counter = std::make_unique<Counter>(*m_home, m_service->url, testKey);
    QVERIFY(m_counter->open());
    m_counter->services.pace = 0.05;
}

void TestRefund::cleanup()
{
    m_counter.reset();
    const auto report = journal::checkJournal(m_home->journal());
    QVERIFY(report.ok());
    QCOMPARE(report->problems, QStringList());
    m_service.reset();
    m_home.reset();
}

journal::SaleRecord TestRefund::paidSale(const QJsonObject &metadata) const
{
    ChargeRequest request = saleOf(2500, u"Two tickets"_s);
    for (auto pair = metadata.begin(); pair != metadata.end(); ++pair)
        request.metadata.insert(pair.key(), pair.value().toString());
    const auto charge = m_counter->till.charge(request);
    if (!charge || !QTest::qWaitFor([&] { return m_counter->phase() == Phase::Open; }, patience))
        return {};
    m_service->post("/sandbox/payments/" + (*charge)->state().sale.payment->id.toLatin1() + "/settle",
        sandbox::test::json({{u"status"_s, u"succeeded"_s}}));
    (*charge)->checkAgain();
    if (!QTest::qWaitFor([&] { return (*charge)->isFinished(); }, patience))
        return {};
    journal::SaleRecord sale = (*charge)->state().sale;
    m_counter->till.clearCurrent();
    return sale;
}

Result<CheckResult> TestRefund::check(const journal::SaleRecord &sale) const
{
    std::optional<Result<CheckResult>> answer;
    QObject context;
    m_counter->till.check(
        sale, &context, [&answer](const Result<CheckResult> &result) { answer.emplace(result); });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, patience))
        return invalidInput(u"no answer"_s);
    return *answer;
}

journal::SaleRecord TestRefund::saleNow(const QUuid &id) const
{
    std::optional<journal::SaleRecord> sale;
    QObject context;
    m_counter->journal.sale(
        id, &context, [&sale](const Result<journal::SaleRecord> &result) { sale = result.value(); });
    if (!QTest::qWaitFor([&sale] { return sale.has_value(); }))
        qFatal("the journal does not answer");
    return *sale;
}

void TestRefund::refundElsewhere(const journal::SaleRecord &sale, qint64 minorUnits) const
{
    QCOMPARE(m_service
                 ->post("/v1/payments/" + sale.payment->id.toLatin1() + "/refund",
                     sandbox::test::json({{u"amount"_s, minorUnits}, {u"reason"_s, u"Dashboard"_s}}))
                 .status(),
        200);
}

void TestRefund::pendingThenDone_data()
{
    QTest::addColumn<QJsonObject>("metadata");
    QTest::addColumn<RefundState>("end");
    QTest::addColumn<qint64>("left");
    QTest::newRow("succeeded") << QJsonObject() << RefundState::Refunded << qint64(1500);
    QTest::newRow("failed") << QJsonObject{{u"sandbox_refund"_s, u"fail"_s}} << RefundState::Failed
                            << qint64(2500);
}

void TestRefund::pendingThenDone()
{
    QFETCH(QJsonObject, metadata);
    QFETCH(RefundState, end);
    QFETCH(qint64, left);
    const journal::SaleRecord sale = paidSale(metadata);
    QVERIFY(sale.payment);
    const QSignalSpy settled(&m_counter->till, &Till::refundSettled);
    const auto refunding = m_counter->till.refund(sale, refundOf(sale, 1000));
    QVERIFY(refunding.ok());
    const auto record = [&] { return saleNow(sale.attemptId).refunds.value(0); };
    QTRY_COMPARE_WITH_TIMEOUT(record().state, RefundState::Pending, patience);
    QVERIFY(settled.isEmpty());
    const journal::SaleRecord pending = saleNow(sale.attemptId);
    QCOMPARE(journal::refundable(pending, *pending.payment), Money(1500, Currency::Eur));
    QVERIFY(!m_counter->till.mayRefund(pending, sale.payment->id, Money(1501, Currency::Eur)).ok());

    settleRefunds();
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, patience);
    const journal::SaleRecord after = saleNow(sale.attemptId);
    QCOMPARE(after.refunds.first().state, end);
    QCOMPARE(after.outcome, Outcome::Paid);
    QCOMPARE(journal::refundable(after, *after.payment), Money(left, Currency::Eur));
    QCOMPARE(after.payment->refunds.size(), 1);
    QCOMPARE(after.refunds.first().problem.isEmpty(), end == RefundState::Refunded);
}

void TestRefund::checkFindsWhatTheDashboardDid()
{
    const journal::SaleRecord sale = paidSale();
    QVERIFY(sale.payment);
    QCOMPARE(check(sale).value(), CheckResult::NothingNew);
    refundElsewhere(sale, 700);
    QCOMPARE(check(sale).value(), CheckResult::Updated);
    QCOMPARE(saleNow(sale.attemptId).payment->refunds.size(), 1);
    // Still with what was known at first: the journal knows better by now.
    QCOMPARE(check(sale).value(), CheckResult::NothingNew);
    settleRefunds();
    QCOMPARE(check(sale).value(), CheckResult::Updated);
    QCOMPARE(saleNow(sale.attemptId).payment->refundedAmount, Money(700, Currency::Eur));
}

void TestRefund::checkSaysWhatCameOut_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("review");
    QTest::newRow("no answer") << u"drop_before"_s << ErrorKind::Network << false;
    QTest::newRow("another amount") << u"other_amount"_s << ErrorKind::Mismatch << true;
}

void TestRefund::checkSaysWhatCameOut()
{
    QFETCH(QString, fault);
    QFETCH(ErrorKind, kind);
    QFETCH(bool, review);
    const journal::SaleRecord sale = paidSale();
    QVERIFY(sale.payment);
    m_service->addFault({{u"fault"_s, fault}, {u"times"_s, -1}, {u"value"_s, 100}, {u"method"_s, u"GET"_s}});
    const auto result = check(sale);
    QVERIFY(!result.ok());
    QCOMPARE(result.error().kind, kind);
    QVERIFY(!result.error().text.isEmpty());
    QCOMPARE(saleNow(sale.attemptId).needsReview, review);
    QCOMPARE(saleNow(sale.attemptId).outcome, Outcome::Paid);
}

void TestRefund::checkOfAContradiction()
{
    const journal::SaleRecord sale = paidSale();
    QVERIFY(sale.payment);
    const QSignalSpy alarm(&m_counter->till, &Till::reviewNeeded);
    m_service->addFault({{u"fault"_s, u"other_attempt"_s}, {u"times"_s, -1}, {u"method"_s, u"GET"_s}});
    QCOMPARE(check(sale).value(), CheckResult::Contradiction);
    QVERIFY(saleNow(sale.attemptId).needsReview);
    QCOMPARE(saleNow(sale.attemptId).outcome, Outcome::Paid);
    QCOMPARE(alarm.size(), 1);
}

void TestRefund::checkOfASaleUnderWay()
{
    QVERIFY(m_counter->till.charge(saleOf(2500)).ok());
    QTRY_COMPARE_WITH_TIMEOUT(m_counter->phase(), Phase::Open, patience);
    const journal::SaleRecord sale = m_counter->till.current()->state().sale;
    QVERIFY(m_counter->till.canReopenPage(sale.attemptId));
    m_service->post("/sandbox/payments/" + sale.payment->id.toLatin1() + "/settle",
        sandbox::test::json({{u"status"_s, u"canceled"_s}}));
    QCOMPARE(check(sale).value(), CheckResult::UnderWay);
    QTRY_COMPARE_WITH_TIMEOUT(m_counter->outcome(), Outcome::Canceled, patience);
    QVERIFY(!m_counter->till.canReopenPage(sale.attemptId));

    journal::SaleRecord notCreated;
    notCreated.outcome = Outcome::NotCreated;
    QCOMPARE(check(notCreated).value(), CheckResult::NoPayment);
}

/// By the service's clock: this computer's has not moved.
void TestRefund::notAfter180Days()
{
    const journal::SaleRecord sale = paidSale();
    QVERIFY(sale.payment);
    const QString id = sale.payment->id;
    m_service->now = sale.payment->created.addDays(180).addSecs(-60).toMSecsSinceEpoch();
    QVERIFY(check(sale).ok()); // its answer tells the time
    QVERIFY(m_counter->till.mayRefund(sale, id).ok());
    m_service->now += 120'000;
    QVERIFY(check(sale).ok());
    QVERIFY(!m_counter->till.mayRefund(sale, id).ok());
    const auto refused = m_counter->till.refund(sale, refundOf(sale, 1000));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
    QVERIFY(refused.error().text.contains(u"180"_s));
    QVERIFY(saleNow(sale.attemptId).refunds.isEmpty());
    QVERIFY(m_service->payment(id)[u"refunds"].toArray().isEmpty());
}

/// Both had the whole sale before them when they began.
void TestRefund::twoManagersAtOneTill()
{
    const journal::SaleRecord sale = paidSale();
    QVERIFY(sale.payment);
    const QSignalSpy settled(&m_counter->till, &Till::refundSettled);
    QVERIFY(m_counter->till.refund(sale, refundOf(sale, 2000)).ok());
    QVERIFY2(!m_counter->till.refund(sale, refundOf(sale, 2000)).ok(), "before the first is known");
    QTRY_COMPARE_WITH_TIMEOUT(saleNow(sale.attemptId).refunds.value(0).state, RefundState::Pending, patience);
    QVERIFY2(!m_counter->till.refund(sale, refundOf(sale, 2000)).ok(), "while it is pending");
    settleRefunds();
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, patience);

    // Nothing is under way any more, and the second still has the sale of the beginning: the journal refuses.
    const auto late = m_counter->till.refund(sale, refundOf(sale, 2000));
    QVERIFY(late.ok());
    const QPointer<Refunding> refunding = *late;
    QSignalSpy changed(refunding, &Refunding::changed);
    QVERIFY(changed.wait());
    QVERIFY(refunding);
    QCOMPARE(refunding->state().phase, RefundPhase::NotStarted);
    QVERIFY(refunding->state().problem->text.contains(u"5.00"_s));
    QCOMPARE(saleNow(sale.attemptId).refunds.size(), 1);
    QCOMPARE(m_service->payment(sale.payment->id)[u"refunds"].toArray().size(), 1);
}

/// The other till has a journal of its own: only the service knows of both.
void TestRefund::twoTills()
{
    const journal::SaleRecord sale = paidSale();
    QVERIFY(sale.payment);
    refundElsewhere(sale, 2000);
    const QSignalSpy settled(&m_counter->till, &Till::refundSettled);
    QVERIFY(m_counter->till.refund(sale, refundOf(sale, 1000)).ok());
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, patience);
    const auto record = settled.first().first().value<journal::SaleRecord>().refunds.first();
    QCOMPARE(record.state, RefundState::NotMade);
    QVERIFY2(record.problem.contains(u"refunded elsewhere"_s), qPrintable(record.problem));

    // The sale was asked about again by itself: now what is left is right.
    const auto left = [&] {
        const journal::SaleRecord now = saleNow(sale.attemptId);
        return journal::refundable(now, *now.payment);
    };
    QTRY_COMPARE_WITH_TIMEOUT(left(), Money(500, Currency::Eur), patience);
    QVERIFY(m_counter->till.refund(saleNow(sale.attemptId), refundOf(sale, 500)).ok());
    QTRY_COMPARE_WITH_TIMEOUT(saleNow(sale.attemptId).refunds.last().state, RefundState::Pending, patience);
    settleRefunds();
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 2, patience);
    QCOMPARE(m_service->payment(sale.payment->id)[u"refunded_amount"].toInteger(), 2500);
}

void TestRefund::refusalInWords_data()
{
    QTest::addColumn<qint64>("elsewhere");
    QTest::addColumn<qint64>("later");
    QTest::addColumn<QString>("words");
    QTest::newRow("too much") << qint64(2000) << qint64(0) << u"Less is left"_s;
    QTest::newRow("nothing left") << qint64(2500) << qint64(0) << u"nothing is left"_s;
    QTest::newRow("too old by the service") << qint64(0) << 181 * dayMs << u"180"_s;
}

void TestRefund::refusalInWords()
{
    QFETCH(qint64, elsewhere);
    QFETCH(qint64, later);
    QFETCH(QString, words);
    const journal::SaleRecord sale = paidSale();
    QVERIFY(sale.payment);
    if (elsewhere > 0)
        refundElsewhere(sale, elsewhere);
    m_service->now += later;
    const QSignalSpy settled(&m_counter->till, &Till::refundSettled);
    QVERIFY(m_counter->till.refund(sale, refundOf(sale, 1000)).ok());
    QTRY_COMPARE_WITH_TIMEOUT(settled.size(), 1, patience);
    const auto record = settled.first().first().value<journal::SaleRecord>().refunds.first();
    QCOMPARE(record.state, RefundState::NotMade);
    QVERIFY2(record.problem.contains(words), qPrintable(record.problem));
}

QTEST_GUILESS_MAIN(TestRefund)
#include "tst_refund.moc"
