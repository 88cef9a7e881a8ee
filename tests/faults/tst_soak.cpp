// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "e2e/sandboxcontrol.h"
#include "faults/ledgers.h"
#include "faults/longrun.h"
#include "faults/tilldriver.h"
#include "journal/store.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace paydesk::test;
using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 seed = 20'261'122;
constexpr int salesBetweenKills = 20;
/// Not so fast that the searches of the list, which holds the whole day, take all of the service's time.
constexpr double pace = 0.05;
constexpr int restMs = 240'000; ///< for all to be settled once the faults are over, on a busy machine
constexpr int salesUnderWay = 8; ///< at most, beside the one at the counter

/// Everything that can go wrong between a till and a service that does not lie.
QJsonArray faults()
{
    const auto fault = [](const QString &name, int value) {
        return QJsonObject{{u"fault"_s, name}, {u"value"_s, value}};
    };
    QJsonObject busy = fault(u"status"_s, 429);
    busy.insert(u"retry_after"_s, 1);
    return {u"drop_before"_s, u"drop_after"_s, u"stall"_s, u"stall_head"_s, fault(u"delay"_s, 300),
        fault(u"status"_s, 500), fault(u"status"_s, 503), fault(u"status"_s, 404), fault(u"status"_s, 409),
        fault(u"status"_s, 422), busy, fault(u"status_after"_s, 500), u"redirect"_s, u"truncated"_s,
        u"truncated_chunkless"_s, u"garbage"_s, u"empty"_s, u"wrong_type"_s, u"duplicate_amount"_s,
        u"duplicate_id"_s, u"nan_amount"_s, u"pending_again"_s, u"other_amount"_s, u"other_currency"_s,
        u"other_attempt"_s, u"other_payment"_s, u"huge_amount"_s, u"short_page"_s, u"stale"_s,
        u"hide_newest"_s, fault(u"drip"_s, 1), fault(u"in_flight"_s, 150)};
}

/// What customers do, the frequent more than once.
QString someCustomer(QRandomGenerator &random)
{
    static const QStringList customers = {u"pay,return"_s, u"pay,return"_s, u"pay,return"_s, u"pay,return"_s,
        u"pay,return"_s, u"pay,return"_s, u"pay,silent"_s, u"pay,close"_s, u"challenge,return"_s,
        u"decline,return"_s, u"decline,return"_s, u"decline,silent"_s, u"cancel,return"_s, u"cancel,close"_s,
        u"stay,close"_s, u"stay,return"_s, u"stay,silent"_s, u"pay,crash"_s, u"pay,die"_s};
    return customers[random.bounded(customers.size())];
}

} // namespace

/// A long day with a bad network: many sales and refunds, several under way at once, and a program that is
/// killed now and then. At the end the service, the journal and the list say the same.
class TestSoak : public QObject
{
    Q_OBJECT
public:
    TestSoak() { allowLongFunctions(); }

private slots:
    void initTestCase();
    void sellsAndRefunds();
    void comesToRest();
    void ledgersAreEqual();

private:
    void lookAtUnsettled();
    void sell();
    void refundSome();
    bool refundOnce(const QString &sale, qint64 amount);
    void settleForgottenPages();
    bool killAndRestart();
    int unsettled() const;

    const int m_sales = isLongRun() ? 1000 : 150;
    const int m_refunds = isLongRun() ? 200 : 30;
    QRandomGenerator m_random{seed};
    QTemporaryDir m_home;
    SandboxControl m_sandbox;
    std::unique_ptr<TillDriver> m_till;
    QHash<QString, qint64> m_amounts; ///< of each sale
    QHash<QString, qint64> m_toRefund; ///< what is still to be refunded of a sale, a part at a time
    QSet<QString> m_atService; ///< sales of which the service has a payment
    int m_refundsMade = 0; ///< that the service had carried out, or begun, when it was last looked at
    int m_restarts = 0;
    QElapsedTimer m_clock;
    QElapsedTimer m_sinceLedger; ///< was read
};

void TestSoak::initTestCase()
{
    QVERIFY(m_sandbox.start({u"--rate-limit"_s, u"1000000"_s}));
    m_till = std::make_unique<TillDriver>(
        TillSetup{.home = m_home.path(), .service = m_sandbox.url(), .pace = pace, .deadlineMs = 2000});
    QVERIFY(m_till->start());
    QVERIFY(m_sandbox.addFault(
        {{u"faults"_s, faults()}, {u"probability"_s, 0.2}, {u"seed"_s, int(seed)}, {u"path"_s, u"/v1/"_s}}));
    m_clock.start();
}

void TestSoak::sellsAndRefunds()
{
    for (int i = 1; m_amounts.size() < m_sales || m_refundsMade < m_refunds; ++i) {
        QVERIFY2(i < 3 * m_sales, "the refunds do not get through");
        if (m_amounts.size() < m_sales)
            sell();
        refundSome();
        settleForgottenPages();
        if (i % salesBetweenKills == 0)
            QVERIFY2(killAndRestart(), qPrintable(m_till->problems().join(u'\n')));
        QVERIFY(m_till->isRunning());
        // Beside the sale at the counter only so many.
        const bool soFew = m_till->waitFor(
            [this] {
                if (unsettled() > salesUnderWay)
                    settleForgottenPages();
                return unsettled() <= salesUnderWay;
            },
            restMs);
        if (!soFew)
            lookAtUnsettled();
        QVERIFY(soFew);
    }
}

/// For the log.
void TestSoak::lookAtUnsettled()
{
    const QHash<QString, QJsonObject> sales = m_till->sales();
    for (auto it = sales.cbegin(); it != sales.cend(); ++it) {
        if (!it.value()[u"settled"].toBool())
            qWarning() << it.value()
                       << m_till->ask(u"look"_s, {{u"sale"_s, it.key()}}).value_or(QJsonObject());
    }
}

void TestSoak::sell()
{
    const qint64 amount = m_random.bounded(100, 50'000);
    const QString sale = m_till->charge(amount, someCustomer(m_random));
    QVERIFY(!sale.isEmpty());
    m_amounts.insert(sale, amount);
    // Some wait for the result, some for a moment, some not at all.
    const int patience = m_random.bounded(3) * m_random.bounded(300);
    m_till->waitFor([&] { return m_till->sale(sale)[u"settled"].toBool(); }, patience);
    m_till->ask(u"leave"_s);
}

/// Decides of a sale that was paid whether it is refunded, wholly, in part or in two parts; goes on with
/// those that are.
void TestSoak::refundSome()
{
    const double share = double(m_refunds) / m_sales;
    for (auto it = m_amounts.cbegin(); it != m_amounts.cend() && m_refundsMade < m_refunds; ++it) {
        const QJsonObject told = m_till->sale(it.key());
        if (told[u"outcome"] != "Paid"_L1 || !told[u"refundsSettled"].toBool())
            continue;
        // When nothing more is sold, what is missing is taken from the sales that nobody brought back.
        const bool sellingIsOver = m_amounts.size() >= m_sales && told[u"refunds"].toInt() == 0;
        if (!m_toRefund.contains(it.key()) || sellingIsOver) {
            const bool wanted = sellingIsOver || m_random.generateDouble() < 2 * share;
            const qint64 part = m_random.bounded(2) ? *it : m_random.bounded(qint64(1), *it);
            m_toRefund.insert(it.key(), wanted ? part : 0);
        }
        qint64 &left = m_toRefund[it.key()];
        if (left == 0)
            continue;
        const qint64 now = m_random.bounded(3) && left > 1 ? left : (left + 1) / 2;
        if (refundOnce(it.key(), now)) {
            left -= now;
            ++m_refundsMade;
        }
    }
}

bool TestSoak::refundOnce(const QString &sale, qint64 amount)
{
    const auto reply = m_till->ask(
        u"refund"_s, {{u"sale"_s, sale}, {u"amount"_s, amount}, {u"reason"_s, u"Brought back"_s}});
    // Sent off in the background; the next one of this sale waits for its end.
    return reply && !(*reply)[u"refund"].toString().isEmpty()
        && m_till->waitFor([&] { return !m_till->sale(sale)[u"refundsSettled"].toBool(); }, 1000);
}

/// What no customer will pay on the page any more comes to an end at the service by itself, some of it well.
/// Counts the refunds on the way.
void TestSoak::settleForgottenPages()
{
    const QStringList ends = {u"succeeded"_s, u"expired"_s, u"canceled"_s, u"failed"_s};
    const qint64 longAgo = QDateTime::currentSecsSinceEpoch() - 2;
    // The whole ledger is told each time: asked for too often, the service has no time for the till.
    if (m_sinceLedger.isValid() && m_sinceLedger.elapsed() < 1000)
        return;
    const QList<QJsonObject> payments = m_sandbox.payments();
    m_refundsMade = 0;
    for (const QJsonObject &payment : payments) {
        m_atService.insert(payment[u"metadata"][metadatakey::attemptId].toString());
        m_refundsMade += int(payment[u"refunds"].toArray().size());
        const QString status = payment[u"status"].toString();
        if ((status == "pending"_L1 || status == "requires_action"_L1)
            && payment[u"created"].toInteger() < longAgo)
            m_sandbox.settle(payment[u"id"].toString(), ends[m_random.bounded(ends.size())]);
    }
    m_sinceLedger.start();
}

bool TestSoak::killAndRestart()
{
    ++m_restarts;
    // In the middle of a sale.
    const qint64 amount = m_random.bounded(100, 50'000);
    const QString sale = m_till->charge(amount, someCustomer(m_random));
    m_till->waitFor([] { return false; }, m_random.bounded(100));
    m_till->kill();
    return m_till->start();
}

int TestSoak::unsettled() const
{
    return int(std::count_if(m_till->sales().cbegin(), m_till->sales().cend(),
        [](const QJsonObject &sale) { return !sale[u"settled"].toBool() && !sale[u"review"].toBool(); }));
}

void TestSoak::comesToRest()
{
    QVERIFY(m_sandbox.clearFaults());
    const auto store = journal::Store::open({.directory = m_home.path() + u"/journal"_s, .mayCreate = false});
    QVERIFY(store.ok());
    // Also a sale that staff must look at is asked for until it is known, if the service has it.
    const auto isAtRest = [this](const journal::SaleRecord &sale) {
        return sale.needsReview
            && (isSettled(sale.outcome)
                || !m_atService.contains(sale.attemptId.toString(QUuid::WithoutBraces)))
            && std::all_of(sale.refunds.begin(), sale.refunds.end(), [](const journal::RefundRecord &refund) {
                   return isSettled(refund.state) || refund.serviceId.isEmpty();
               });
    };
    const bool cameToRest = m_till->waitFor(
        [&] {
            settleForgottenPages();
            const auto open = (*store)->needingAttention();
            return open && std::all_of(open->begin(), open->end(), isAtRest);
        },
        restMs);
    if (!cameToRest)
        lookAtUnsettled();
    QVERIFY(cameToRest);
}

void TestSoak::ledgersAreEqual()
{
    Ledgers ledgers;
    const auto list = m_till->ask(u"list"_s);
    QVERIFY(list.has_value());
    ledgers.shown = list->value(u"rows"_s).toArray();
    QVERIFY(m_till->quit());
    ledgers.service = m_sandbox.ledger();
    readJournal(m_home.path() + u"/journal"_s, ledgers);
    const Verdict verdict = judge(ledgers);

    const QJsonObject struck = ledgers.service[u"faults"].toObject();
    int faultsStruck = 0;
    for (auto it = struck.begin(); it != struck.end(); ++it) {
        faultsStruck += it->toInt();
        qInfo("  %-20s %5d", qPrintable(it.key()), it->toInt());
    }
    QMap<QString, int> outcomes;
    for (const journal::SaleRecord &sale : std::as_const(ledgers.sales)) {
        ++outcomes[outcomeWord(sale.outcome)];
        if (sale.needsReview)
            ++outcomes[u"To review: "_s + sale.problem];
    }
    for (auto it = outcomes.cbegin(); it != outcomes.cend(); ++it)
        qInfo("  %-20s %5d", qPrintable(it.key()), it.value());
    qInfo("%lld sales, %d payments, %d refunds, %d faults, %d restarts, %d to review", ledgers.sales.size(),
        verdict.payments, verdict.refunds, faultsStruck, m_restarts, verdict.reviews);
    qInfo("%d duplicates, %d lost, %d wrongly failed, %lld s", verdict.duplicates, verdict.lost,
        verdict.wronglyFailed, m_clock.elapsed() / 1000);
    qInfo("longest time that the event loop did not turn: %lld ms (the desk promises 50), of computing: %lld "
          "ms",
        m_till->longestStallMs(), m_till->longestWorkMs());

    QStringList problems = verdict.problems + m_till->contradictions() + m_till->problems();
    for (const QString &sale : m_till->sales().keys()) {
        if (std::none_of(ledgers.sales.begin(), ledgers.sales.end(), [&](const journal::SaleRecord &record) {
                return record.attemptId == QUuid::fromString(sale);
            }))
            problems += u"I6: "_s + sale + u" was told, and is not in the journal"_s;
    }
    QVERIFY2(problems.isEmpty(), qPrintable(u'\n' + problems.join(u'\n')));
    QVERIFY(faultsStruck > m_sales / 5);
    QCOMPARE(verdict.duplicates + verdict.lost + verdict.wronglyFailed, 0);
}

QTEST_GUILESS_MAIN(TestSoak)
#include "tst_soak.moc"
