// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/killcase.h"

#include "e2e/sandboxcontrol.h"
#include "faults/ledgers.h"
#include "faults/tilldriver.h"
#include "journal/store.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

constexpr int casesAtOnce = 3;
constexpr double pace = 0.1;

/// The till, the service and the folder of one case.
class Playground
{
public:
    bool start() { return m_home.isValid() && m_sandbox.start({u"--rate-limit"_s, u"1000000"_s}); }
    SandboxControl &sandbox() { return m_sandbox; }
    TillSetup setup() const { return {.home = m_home.path(), .service = m_sandbox.url(), .pace = pace}; }
    QString stepLog() const { return m_home.filePath(u"steps"_s); }

    /// Every payment that the customer still can pay is paid.
    void payOpenPages()
    {
        const QList<QJsonObject> payments = m_sandbox.payments();
        for (const QJsonObject &payment : payments) {
            const QString status = payment[u"status"].toString();
            if (status == "pending"_L1 || status == "requires_action"_L1)
                m_sandbox.settle(payment[u"id"].toString(), u"succeeded"_s);
        }
    }

    /// Waits until nothing is left to be asked for. Empty when that came about.
    QString waitUntilSettled(TillDriver &till)
    {
        const auto store = journal::Store::open({.directory = setup().journal(), .mayCreate = false});
        if (!store)
            return store.error().detail;
        const bool settled = till.waitFor([&] {
            payOpenPages();
            const auto open = (*store)->needingAttention();
            return open && std::all_of(open->begin(), open->end(), [](const journal::SaleRecord &sale) {
                return sale.needsReview;
            });
        });
        return settled ? QString() : u"I2: not settled in time"_s;
    }

private:
    QTemporaryDir m_home;
    SandboxControl m_sandbox;
};

/// What staff does. Ends early where the till does.
void sellAndRefund(TillDriver &till, const QString &customer)
{
    const QString sale = till.charge(2500, customer);
    if (!till.waitFor([&] { return till.sale(sale)[u"settled"].toBool(); }))
        return;
    till.ask(u"leave"_s);
    till.ask(u"refund"_s, {{u"sale"_s, sale}, {u"amount"_s, 1000}, {u"reason"_s, u"Too much"_s}});
    till.waitFor([&] {
        const QJsonObject told = till.sale(sale);
        return told[u"refunds"].toInt() == 1 && told[u"refundsSettled"].toBool();
    });
    till.quit();
}

/// The till works again: the next customer is served.
QString sellOnceMore(TillDriver &till)
{
    const QString sale = till.charge(700, u"pay,return"_s);
    return till.waitFor([&] { return till.sale(sale)[u"outcome"] == "Paid"_L1; })
        ? QString()
        : u"the next sale is "_s + till.sale(sale)[u"outcome"].toString();
}

/// What was told to staff before the end must be true after it.
QStringList compareWithTold(const TillDriver &till, const Ledgers &ledgers)
{
    QStringList problems = till.contradictions() + till.problems();
    QHash<QString, QString> outcomes;
    for (const journal::SaleRecord &sale : ledgers.sales)
        outcomes.insert(sale.attemptId.toString(QUuid::WithoutBraces), outcomeWord(sale.outcome));
    for (auto it = till.sales().cbegin(); it != till.sales().cend(); ++it) {
        // What was not settled when it was last told may have been found out in the program's last moment.
        if (!outcomes.contains(it.key())
            || (it.value()[u"settled"].toBool()
                && outcomes.value(it.key()) != it.value()[u"outcome"].toString()))
            problems += u"I6: %1 was told as %2, and is %3"_s.arg(
                it.key(), it.value()[u"outcome"].toString(), outcomes.value(it.key()));
    }
    return problems;
}

QStringList judgeAll(Playground &ground, TillDriver &till)
{
    Ledgers ledgers;
    const auto list = till.ask(u"list"_s);
    if (!list)
        return {u"the list cannot be read"_s};
    ledgers.shown = list->value(u"rows"_s).toArray();
    if (!till.quit())
        return {u"the till did not end well"_s};
    ledgers.service = ground.sandbox().ledger();
    readJournal(ground.setup().journal(), ledgers);
    return judge(ledgers).problems + compareWithTold(till, ledgers);
}

QStringList restartAndJudge(Playground &ground, TillDriver &till, const KillCase &killCase)
{
    if (!killCase.fault.isEmpty() && !ground.sandbox().addFault(killCase.fault))
        return {u"the sandbox refused the fault"_s};
    if (killCase.secondStep > 0) {
        till.start(KillStep{.number = killCase.secondStep, .log = ground.stepLog()});
        till.waitFor([&] { return !till.isRunning(); }, 1000);
        till.kill();
    }
    if (!till.start())
        return QStringList{u"the till does not start again"_s} + till.problems();
    for (const QString &problem : {ground.waitUntilSettled(till), sellOnceMore(till)}) {
        if (!problem.isEmpty())
            return {problem};
    }
    return judgeAll(ground, till);
}

} // namespace

KillResult play(const KillCase &killCase)
{
    KillResult result;
    Playground ground;
    if (!ground.start()) {
        result.problems += u"the sandbox does not start"_s;
        return result;
    }
    TillDriver till(ground.setup());
    const KillStep step{.number = killCase.step, .log = ground.stepLog()};
    QTimer killer;
    killer.setSingleShot(true);
    QObject::connect(&killer, &QTimer::timeout, &killer, [&till] { till.kill(); });
    if (killCase.momentMs)
        killer.start(*killCase.momentMs);
    QElapsedTimer clock;
    clock.start();
    if (till.start(step))
        sellAndRefund(till, killCase.customer);
    killer.stop();
    result.killed = till.wasKilled();
    result.tookMs = clock.elapsed();
    result.steps = stepsTaken(step);
    if (till.isRunning())
        result.problems += u"the sale or the refund hangs"_s;
    till.kill();
    result.problems += restartAndJudge(ground, till, killCase);
    return result;
}

QList<KillResult> playAll(const QList<KillCase> &cases)
{
    std::vector<KillResult> results(size_t(cases.size()));
    std::atomic<size_t> next{0};
    std::vector<std::unique_ptr<QThread>> workers;
    for (int i = 0; i < casesAtOnce; ++i) {
        workers.emplace_back(QThread::create([&] {
            for (size_t index = next++; index < results.size(); index = next++)
                results[index] = play(cases[qsizetype(index)]);
        }));
        workers.back()->start();
    }
    for (const auto &worker : workers)
        worker->wait();
    return {results.begin(), results.end()};
}

QList<QJsonObject> restartFaults()
{
    const auto fault = [](const QString &name) {
        return QJsonObject{{u"fault"_s, name}, {u"path"_s, u"/v1/"_s}, {u"times"_s, 2}};
    };
    QJsonObject slow = fault(u"delay"_s);
    slow.insert(u"value"_s, 400);
    return {{}, fault(u"drop_before"_s), fault(u"drop_after"_s), fault(u"status"_s), slow};
}

} // namespace paydesk::test
