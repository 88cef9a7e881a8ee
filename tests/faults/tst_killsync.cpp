// SPDX-License-Identifier: GPL-3.0-or-later
#include "e2e/sandboxcontrol.h"
#include "faults/ledgers.h"
#include "faults/longrun.h"
#include "faults/tilldriver.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <numeric>

using namespace paydesk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// A till is killed as by kill -9 while it brings in what the service knows: at every page, and at the steps
/// that it takes for them. Started again on the same data it goes on by itself, and holds everything once.
class TestKillSync : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void killedAtEveryPage();
    void killedAtEachStep();
    void killedAgainAndAgain();

private:
    /// Of the service, so far.
    qint64 listings();
    /// Empty where the journal holds the service's ledger, and nothing else.
    QString compare(const TillSetup &setup);
    /// Starts the till again, which goes on, and looks at what has come of it.
    QString goOnAndCompare(const TillSetup &setup, qint64 mostListings);

    quint32 m_seed = faultSeed();
    QRandomGenerator m_random{m_seed};
    SandboxControl m_sandbox;
    QMap<QString, QString> m_truth; ///< of the service: amount and status by payment
    int m_steps = 0; ///< of a sync that nobody disturbed
};

namespace {

constexpr int payments = 930;
constexpr int pages = 10;
constexpr int sampledSteps = 10;

QString summary(qint64 amount, const QString &currency, const QString &status, qint64 refunded)
{
    return u"%1 %2 %3 %4"_s.arg(amount).arg(currency, status).arg(refunded);
}

} // namespace

void TestKillSync::initTestCase()
{
    qInfo("PAYDESK_FAULTS_SEED=%u", m_seed);
    QVERIFY(m_sandbox.start({u"--rate-limit"_s, u"1000000"_s}));
    QVERIFY(m_sandbox.seed({{u"count"_s, payments}, {u"seed"_s, qint64(m_seed >> 1)}}));
    const QList<QJsonObject> all = m_sandbox.payments();
    for (const QJsonObject &payment : all)
        m_truth.insert(payment[u"id"].toString(),
            summary(payment[u"amount"].toInteger(), payment[u"currency"].toString(),
                payment[u"status"].toString(), payment[u"refunded_amount"].toInteger()));
    QCOMPARE(m_truth.size(), payments);

    const QTemporaryDir home;
    const TillSetup setup{.home = home.path(), .service = m_sandbox.url()};
    const KillStep counted{.number = 0, .log = home.filePath(u"steps"_s)};
    TillDriver till(setup);
    QVERIFY(till.start(counted));
    const qsizetype before = stepsTaken(counted).size();
    till.startSync();
    QVERIFY(till.waitFor([&till] { return !till.finishedSync().isEmpty(); }));
    QCOMPARE(till.finishedSync()[u"imported"].toInt(), payments);
    QVERIFY(till.quit());
    QCOMPARE(compare(setup), QString());
    m_steps = int(stepsTaken(counted).size());
    qInfo("%d steps, %d of them before the sync", m_steps, int(before));
    QVERIFY2(m_steps - before > 8 * pages, "a hook that does not count proves nothing");
    QCOMPARE(listings(), pages);
}

qint64 TestKillSync::listings()
{
    return m_sandbox.requests(u"GET /v1/payments"_s);
}

QString TestKillSync::compare(const TillSetup &setup)
{
    Ledgers ledgers;
    readJournal(setup.journal(), ledgers);
    if (!ledgers.journalProblems.isEmpty())
        return ledgers.journalProblems.join(u'\n');
    QMap<QString, QString> held;
    for (const journal::SaleRecord &sale : ledgers.sales) {
        if (!sale.payment || sale.needsReview || sale.outcome != outcomeOf(sale.payment->status)
            || held.contains(sale.payment->id))
            return u"not as imported: "_s + sale.attemptId.toString();
        held.insert(sale.payment->id,
            summary(sale.amount.minorUnits(), currencyWireCode(sale.amount.currency()),
                sale.payment->status.toWire(), sale.payment->refundedAmount.minorUnits()));
    }
    if (ledgers.events.size() != ledgers.sales.size())
        return u"%1 events for %2 sales"_s.arg(ledgers.events.size()).arg(ledgers.sales.size());
    return held == m_truth ? QString()
                           : u"%1 of %2 payments are right"_s.arg(held.size()).arg(m_truth.size());
}

QString TestKillSync::goOnAndCompare(const TillSetup &setup, qint64 mostListings)
{
    const qint64 before = listings();
    TillDriver till(setup);
    if (!till.start())
        return u"the till does not start again: "_s + till.problems().join(u' ');
    if (!till.waitFor([&till] { return !till.finishedSync().isEmpty(); }))
        return u"the sync does not go on by itself"_s;
    const QJsonObject done = till.finishedSync();
    if (!till.quit())
        return u"the till did not end well"_s;
    if (done[u"full"].toBool() && done[u"imported"].toInt() != payments)
        return u"it says to have imported %1"_s.arg(done[u"imported"].toInt());
    if (listings() - before > mostListings)
        return u"it asked for %1 pages, and not for %2"_s.arg(listings() - before).arg(mostListings);
    return compare(setup);
}

void TestKillSync::killedAtEveryPage()
{
    for (int page = 0; page < pages; ++page) {
        const QTemporaryDir home;
        const TillSetup setup{.home = home.path(), .service = m_sandbox.url()};
        TillDriver till(setup);
        QVERIFY(till.start());
        till.startSync();
        QVERIFY(till.waitFor([&till, page] { return till.syncRead() >= page * 100; }));
        const qint64 told = till.syncRead();
        till.kill();
        // What was told to have been read need not be asked for again.
        const QString problem = goOnAndCompare(setup, pages - told / 100 + 1);
        QVERIFY2(problem.isEmpty(), qPrintable(u"page %1: %2"_s.arg(page).arg(problem)));
    }
}

void TestKillSync::killedAtEachStep()
{
    QList<int> numbers(m_steps);
    std::iota(numbers.begin(), numbers.end(), 1);
    if (!isLongRun()) {
        std::shuffle(numbers.begin(), numbers.end(), m_random);
        numbers.resize(sampledSteps);
    }
    int killed = 0;
    for (const int number : std::as_const(numbers)) {
        const QTemporaryDir home;
        const TillSetup setup{.home = home.path(), .service = m_sandbox.url()};
        const KillStep step{.number = number, .log = home.filePath(u"steps"_s)};
        TillDriver till(setup);
        if (till.start(step))
            till.startSync();
        till.waitFor([&till] { return !till.finishedSync().isEmpty(); });
        till.quit();
        killed += till.wasKilled() ? 1 : 0;
        // Killed before the sync was on the disk, it does not know that staff wanted it.
        if (till.syncRead() < 0)
            continue;
        const QString problem = goOnAndCompare(setup, pages + 1);
        QVERIFY2(problem.isEmpty(),
            qPrintable(u"after %1: %2"_s.arg(stepsTaken(step).value(number - 1), problem)));
    }
    qInfo("%d of %lld were killed", killed, numbers.size());
    QVERIFY(killed > numbers.size() / 2);
}

/// At whatever moment, until it is done.
void TestKillSync::killedAgainAndAgain()
{
    const QTemporaryDir home;
    const TillSetup setup{.home = home.path(), .service = m_sandbox.url()};
    const qint64 before = listings();
    int kills = 0;
    for (qint64 read = -1; read < payments - 100; ++kills) {
        TillDriver till(setup);
        QVERIFY(till.start());
        if (kills == 0)
            till.startSync();
        QVERIFY(till.waitFor([&] { return till.syncRead() > read; }));
        read = till.syncRead();
        till.kill();
    }
    QVERIFY(kills > 1);
    const QString problem = goOnAndCompare(setup, 3);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY2(listings() - before <= pages + 2 * kills + 2, "it makes headway");
}

QTEST_GUILESS_MAIN(TestKillSync)
#include "tst_killsync.moc"
