// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/killcase.h"
#include "faults/longrun.h"

#include <QTest>

#include <algorithm>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// A till is killed as by kill -9 at each step that it takes on its journal's files and on the network, and
/// at random moments. Started again on the same data it settles everything, once.
class TestKill : public QObject
{
    Q_OBJECT
public:
    TestKill() { allowLongFunctions(); }

private slots:
    void initTestCase();
    void killedAtEachStep();
    void killedAtRandomMoments();

private:
    void report(const QList<KillCase> &cases, const QList<KillResult> &results);

    quint32 m_seed = faultSeed();
    QRandomGenerator m_random{m_seed};
    QStringList m_steps; ///< of a sale and a refund that nobody disturbed
    int m_durationMs = 0; ///< of them
};

namespace {

constexpr int sampledSteps = 20;
constexpr int sampledMoments = 10;
constexpr int allMoments = 200;

/// How long the slowest till took until it was ready: to kill it twice is to kill it while it recovers.
constexpr int recoverySteps = 60;

} // namespace

void TestKill::initTestCase()
{
    qInfo("PAYDESK_FAULTS_SEED=%u", m_seed);
    const KillResult undisturbed = play({});
    QVERIFY2(undisturbed.problems.isEmpty(), qPrintable(undisturbed.problems.join(u'\n')));
    QVERIFY(!undisturbed.killed);
    m_steps = undisturbed.steps;
    m_durationMs = int(undisturbed.tookMs);
    QMap<QString, int> kinds;
    for (const QString &step : std::as_const(m_steps))
        ++kinds[step.section(u' ', 1)];
    for (auto it = kinds.cbegin(); it != kinds.cend(); ++it)
        qInfo("%4d × %s", it.value(), qPrintable(it.key()));
    // A hook that does not count proves nothing.
    QVERIFY(kinds.value(u"before a write to journal.db-wal"_s) > 20);
    QVERIFY(kinds.value(u"after a sync of journal.db-wal"_s) > 10);
    QVERIFY(kinds.value(u"before a write to the network"_s) >= 4);
    QVERIFY(kinds.value(u"after a write to the network"_s) >= 4);
    QVERIFY(kinds.value(u"an answer from the network"_s) >= 4);
}

void TestKill::killedAtEachStep()
{
    // A run is not quite like another: a few steps more than were counted.
    QList<int> numbers(m_steps.size() + 5);
    std::iota(numbers.begin(), numbers.end(), 1);
    if (!isLongRun()) {
        std::shuffle(numbers.begin(), numbers.end(), m_random);
        numbers.resize(sampledSteps);
    }
    const QList<QJsonObject> faults = restartFaults();
    QList<KillCase> cases;
    for (const int number : std::as_const(numbers)) {
        // In turn each fault, and a second kill during the recovery.
        const qsizetype turn = m_random.bounded(faults.size() + 1);
        KillCase killCase{.step = number};
        if (turn < faults.size())
            killCase.fault = faults[turn];
        else
            killCase.secondStep = m_random.bounded(1, recoverySteps);
        cases.append(killCase);
    }
    report(cases, playAll(cases));
}

void TestKill::killedAtRandomMoments()
{
    const QList<QJsonObject> faults = restartFaults();
    const QStringList customers = {u"pay,return"_s, u"pay,close"_s, u"pay,silent"_s, u"pay,die"_s,
        u"pay,crash"_s, u"challenge,return"_s, u"stay,return"_s};
    QList<KillCase> cases;
    for (int i = 0; i < (isLongRun() ? allMoments : sampledMoments); ++i)
        cases.append({.momentMs = m_random.bounded(m_durationMs),
            .fault = faults[m_random.bounded(faults.size())],
            .customer = customers[m_random.bounded(customers.size())]});
    report(cases, playAll(cases));
}

void TestKill::report(const QList<KillCase> &cases, const QList<KillResult> &results)
{
    int killed = 0;
    QStringList problems;
    for (qsizetype i = 0; i < cases.size(); ++i) {
        killed += results[i].killed ? 1 : 0;
        for (const QString &problem : results[i].problems)
            problems += u"after %1, step %2, moment %3, fault %4, second kill %5, customer %6: %7"_s
                            .arg(results[i].steps.value(results[i].steps.size() - 1))
                            .arg(cases[i].step)
                            .arg(cases[i].momentMs.value_or(0))
                            .arg(cases[i].fault[u"fault"].toString(u"none"_s))
                            .arg(cases[i].secondStep)
                            .arg(cases[i].customer, problem);
    }
    qInfo("%lld cases, %d killed, %lld problems", cases.size(), killed, problems.size());
    QVERIFY2(problems.isEmpty(), qPrintable(u'\n' + problems.join(u'\n')));
    QVERIFY(killed > cases.size() / 2);
}

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
