// SPDX-License-Identifier: GPL-3.0-or-later
#include "e2e/deskdriver.h"
#include "e2e/sandboxcontrol.h"
#include "faults/ledgers.h"
#include "faults/longrun.h"
#include "faults/tilldriver.h"
#include "journal/store.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The same as TestKill with the real paydesk and its window, on a display: killed where a commit or the
/// network is concerned, and started again. Only the web engine is played.
class TestKillDesk : public QObject
{
    Q_OBJECT
public:
    TestKillDesk() { allowLongFunctions(); }

private slots:
    void initTestCase();
    void killed();

private:
    QStringList play(int step);
    QString sellAndRefund(DeskDriver &desk) const;
    QString waitUntilSettled(DeskDriver &desk, SandboxControl &sandbox, const QString &journal) const;

    quint32 m_seed = faultSeed();
    QTemporaryDir m_programs;
    std::unique_ptr<Session> m_session;
    QStringList m_steps; ///< that the last play() took
    bool m_died = false; ///< in the last play()
};

namespace {

constexpr int sampledSteps = 4;
constexpr quint32 returnKey = 0xff0d;

bool isBoundary(const QString &step)
{
    return step.contains("sync of"_L1) || step.endsWith("the network"_L1);
}

/// A program finds those that it starts beside itself: it must be in that folder, not be led to from there.
bool putBeside(const QString &program, const QString &place)
{
    const auto from
        = std::filesystem::path((QCoreApplication::applicationDirPath() + u'/' + program).toStdString());
    std::error_code error;
    std::filesystem::create_hard_link(from, place.toStdString(), error);
    return !error || std::filesystem::copy_file(from, place.toStdString(), error);
}

/// The rows on the screen, with the journal's ids of the sales that they are.
QJsonArray shownRows(const QList<QStringList> &rows, const QList<paydesk::journal::SaleRecord> &sales)
{
    QJsonArray shown;
    for (qsizetype i = 0; i < rows.size(); ++i)
        shown.append(QJsonObject{
            {u"sale"_s,
                i < sales.size() ? sales[i].attemptId.toString(QUuid::WithoutBraces) : QString::number(i)},
            {u"amount"_s, rows[i][1]}, {u"status"_s, rows[i][2]}, {u"payment"_s, rows[i][5]}});
    return shown;
}

} // namespace

void TestKillDesk::initTestCase()
{
    qInfo("PAYDESK_FAULTS_SEED=%u", m_seed);
    QVERIFY(putBeside(u"paydesk"_s, m_programs.filePath(u"paydesk"_s)));
    QVERIFY(putBeside(u"pagestandin"_s, m_programs.filePath(u"paydesk-checkout"_s)));
    m_session = std::make_unique<Session>();
    QVERIFY(m_session->isReady());
    const QStringList problems = play(0);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
    QVERIFY(std::count_if(m_steps.cbegin(), m_steps.cend(), isBoundary) > 20);
}

void TestKillDesk::killed()
{
    QRandomGenerator random(m_seed);
    QStringList steps = m_steps;
    steps.removeIf([](const QString &step) { return !isBoundary(step); });
    if (!isLongRun()) {
        std::shuffle(steps.begin(), steps.end(), random);
        steps.resize(sampledSteps);
    }
    QStringList problems;
    int hits = 0;
    for (const QString &step : std::as_const(steps)) {
        const QStringList found = play(step.section(u' ', 0, 0).toInt());
        hits += m_died ? 1 : 0;
        for (const QString &problem : found)
            problems += step + u": "_s + problem;
    }
    qInfo("%lld cases, %d killed, %lld problems", steps.size(), hits, problems.size());
    QVERIFY2(problems.isEmpty(), qPrintable(u'\n' + problems.join(u'\n')));
    QVERIFY(hits > steps.size() / 2);
}

/// One sale and its refund, killed at this step (0: not at all), started again, and judged.
QStringList TestKillDesk::play(int step)
{
    QTemporaryDir data;
    const QString journal = data.filePath(u"paydesk/test"_s);
    SandboxControl sandbox;
    if (!sandbox.start())
        return {u"the sandbox does not start"_s};
    DeskDriver desk(*m_session, m_programs.path());
    desk.setVariable(u"PAYDESK_API_KEY"_s, u"fl_test_sk_killed_desk_0123"_s);
    desk.setVariable(u"PAYDESK_API_URL"_s, sandbox.url().toString());
    desk.setVariable(u"XDG_DATA_HOME"_s, data.path());
    const KillStep kill{.number = step, .log = data.filePath(u"steps"_s)};
    const auto environment = killEnvironment(kill);
    for (auto it = environment.begin(); it != environment.end(); ++it)
        desk.setVariable(it.key(), it.value());

    const QString undone = sellAndRefund(desk);
    m_died = !desk.isRunning();
    m_steps = stepsTaken(kill);
    if (!undone.isEmpty() && !m_died)
        return {undone};
    desk.quit();
    desk.setVariable(u"LD_PRELOAD"_s, {});
    if (!desk.start() || !desk.waitUntilReady())
        return {u"the desk does not start again"_s};
    if (const QString problem = waitUntilSettled(desk, sandbox, journal); !problem.isEmpty())
        return {problem};
    const QList<QStringList> rows = desk.payments();
    desk.quit();

    Ledgers ledgers;
    ledgers.service = sandbox.ledger();
    readJournal(journal, ledgers);
    ledgers.shown = shownRows(rows, ledgers.sales);
    return judge(ledgers).problems;
}

QString TestKillDesk::sellAndRefund(DeskDriver &desk) const
{
    if (!desk.start() || !desk.waitUntilReady())
        return u"the desk does not start"_s;
    if (!desk.charge(u"25"_s, u"pay,return"_s) || !desk.waitForHeadline(u"Paid"_s))
        return u"the sale is not paid\n"_s + desk.description();
    const auto amount = [&desk] { return desk.window().find(u"Amount to refund"_s, u"text"_s); };
    if (!desk.press(u"Refund"_s) || !desk.waitFor([&] { return amount() && amount()->isFocused(); }))
        return u"the refund cannot be asked for\n"_s + desk.description();
    // The whole amount stands there. Each Enter leads to what comes next, the last one confirms.
    const auto isNext = [&desk](const QString &button) {
        return desk.waitFor([&] {
            const auto found = desk.window().find(button, u"push button"_s);
            return found && found->isFocused();
        });
    };
    desk.tap(returnKey);
    desk.type(u"goods"_s);
    desk.tap(returnKey);
    if (!isNext(u"Refund EUR 25.00…"_s))
        return u"the refund is not asked about\n"_s + desk.description();
    desk.tap(returnKey);
    if (!isNext(u"Refund EUR 25.00"_s))
        return u"the refund cannot be confirmed\n"_s + desk.description();
    desk.tap(returnKey);
    if (!desk.waitFor([&] { return desk.payments().value(0).value(2) == "Paid, refunded"_L1; }))
        return u"the sale is not refunded\n"_s + desk.description();
    return {};
}

QString TestKillDesk::waitUntilSettled(
    DeskDriver &desk, SandboxControl &sandbox, const QString &journal) const
{
    const auto store = paydesk::journal::Store::open({.directory = journal, .mayCreate = false});
    if (!store)
        return store.error().detail;
    const bool settled = desk.waitFor([&] {
        const QList<QJsonObject> payments = sandbox.payments();
        for (const QJsonObject &payment : payments) {
            if (payment[u"status"] == "pending"_L1)
                sandbox.settle(payment[u"id"].toString(), u"succeeded"_s);
        }
        const auto open = (*store)->needingAttention();
        const QList<QStringList> rows = desk.payments();
        return open && open->isEmpty() && std::all_of(rows.begin(), rows.end(), [](const QStringList &row) {
            return row.value(2).startsWith("Paid"_L1);
        });
    });
    return settled ? QString() : u"not settled in time\n"_s + desk.description();
}

QTEST_GUILESS_MAIN(TestKillDesk)
#include "tst_killdesk.moc"
