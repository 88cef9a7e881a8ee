// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/ratebudget.h"

#include <QTest>

using namespace paydesk::flowlix;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr qint64 epoch = 1'719'792'000;

/// One thing that happens, in a made-up time that begins at 0.
struct Step
{
    enum Kind { Send, Answer, Expect, ExpectInBackground };
    Kind kind = Expect;
    milliseconds at{};
    RateHeaders headers = {}; // Answer
    int inFlight = 0; // Answer
    milliseconds delay{}; // Expect
};

RateBudget::Moment moment(milliseconds at)
{
    return {.monotonic = std::chrono::steady_clock::time_point(1000s) + at,
        .wall = QDateTime::fromMSecsSinceEpoch(epoch * 1000 + at.count(), Qt::UTC)};
}

/// Headers of a window that ends `resetIn` after the epoch, seen at a server time of `server` after it.
RateHeaders window(qint64 limit, qint64 remaining, qint64 resetIn, qint64 server = 0)
{
    return {.limit = limit,
        .remaining = remaining,
        .resetAt = epoch + resetIn,
        .serverTime = QDateTime::fromSecsSinceEpoch(epoch + server, Qt::UTC)};
}

Step send(milliseconds at)
{
    return {.kind = Step::Send, .at = at};
}

Step answer(milliseconds at, const RateHeaders &headers, int inFlight = 0)
{
    return {.kind = Step::Answer, .at = at, .headers = headers, .inFlight = inFlight};
}

Step expect(milliseconds at, milliseconds delay)
{
    return {.kind = Step::Expect, .at = at, .delay = delay};
}

Step expectInBackground(milliseconds at, milliseconds delay)
{
    return {.kind = Step::ExpectInBackground, .at = at, .delay = delay};
}

} // namespace

Q_DECLARE_METATYPE(QList<Step>)

class TestRateBudget : public QObject
{
    Q_OBJECT
private slots:
    void holdsBack_data();
    void holdsBack();
    void spreadsTheBackground_data();
    void spreadsTheBackground();
    void keepsSomethingBack_data();
    void keepsSomethingBack();
};

void TestRateBudget::holdsBack_data()
{
    QTest::addColumn<QList<Step>>("steps");

    const auto add = [](const char *name, const QList<Step> &steps) { QTest::newRow(name) << steps; };

    add("nothing known", {expect(0ms, 0ms), send(0ms), send(0ms), expect(0ms, 0ms)});
    add("no headers", {send(0ms), answer(5ms, {}), expect(5ms, 0ms)});
    add("some left", {answer(0ms, window(500, 1, 30)), expect(0ms, 0ms)});
    add("none left",
        {answer(0ms, window(500, 0, 30)), expect(0ms, 30s), expect(29'999ms, 1ms), expect(30s, 0ms)});
    add("counts what it sends",
        {answer(0ms, window(3, 2, 30)), send(1ms), expect(1ms, 0ms), send(2ms), expect(2ms, 29'998ms)});
    add("the service's clock is ahead", {answer(0ms, window(500, 0, 1030, 1000)), expect(0ms, 30s)});
    add("the service's clock is behind", {answer(0ms, window(500, 0, -970, -1000)), expect(0ms, 30s)});
    RateHeaders undated = window(500, 0, 20);
    undated.serverTime = {};
    add("no Date header: the wall clock", {answer(5s, undated), expect(5s, 15s)});
    add("reset far away", {answer(0ms, window(500, 0, 100'000)), expect(0ms, 60s), expect(60s, 0ms)});
    add("reset in the past", {answer(0ms, window(500, 0, -5)), expect(0ms, 0ms)});
    add("reset now", {answer(0ms, window(500, 0, 0)), expect(0ms, 0ms)});
    add("negative remaining", {answer(0ms, window(500, -3, 10)), expect(0ms, 10s)});
    RateHeaders noReset = window(500, 0, 10);
    noReset.resetAt.reset();
    add("no reset", {answer(0ms, noReset), expect(0ms, 0ms)});
    RateHeaders noRemaining = window(500, 0, 10);
    noRemaining.remaining.reset();
    add("no remaining", {answer(0ms, noRemaining), expect(0ms, 0ms)});
    RateHeaders noLimit = window(500, 0, 10);
    noLimit.limit.reset();
    add("no limit: the next window is open",
        {answer(0ms, noLimit), expect(0ms, 10s), expect(10s, 0ms), send(10s), send(10s), expect(10s, 0ms)});

    add("answers overtake one another",
        {answer(0ms, window(6, 5, 30)), send(0ms), send(0ms), send(0ms), answer(1ms, window(6, 2, 30), 2),
            answer(2ms, window(6, 4, 30), 1), answer(3ms, window(6, 3, 30)), send(4ms), expect(4ms, 0ms),
            send(4ms), expect(4ms, 29'996ms)});
    add("several before the first answer",
        {send(0ms), send(0ms), send(0ms), answer(1ms, window(5, 4, 30), 2), answer(2ms, window(5, 3, 30), 1),
            answer(3ms, window(5, 2, 30)), send(4ms), expect(4ms, 0ms), send(4ms), expect(4ms, 29'997ms)});
    add("requests on their way count",
        {send(0ms), send(0ms), answer(1ms, window(2, 1, 30), 1), expect(1ms, 30s)});
    add("another till uses the key too",
        {answer(0ms, window(500, 400, 30)), answer(1ms, window(500, 0, 30)), expect(1ms, 29'999ms)});
    add("the end of the window, by the answer that tells it best",
        {answer(0ms, window(500, 9, 30)), answer(100ms, window(500, 0, 30, 1)), expect(100ms, 29s),
            answer(950ms, window(500, 0, 30, 1)), expect(950ms, 28'150ms)});
    add("a late answer of a window that is over",
        {answer(0ms, window(500, 0, 10)), expect(11s, 0ms), answer(11s, window(500, 0, 10, 11)),
            expect(11s, 0ms)});
    add("the next window is as large as the last",
        {answer(0ms, window(2, 0, 10)), expect(10s, 0ms), send(10s), expect(10s, 0ms), send(10s),
            expect(10s, 60s)});
    add("the next window's answer corrects that",
        {answer(0ms, window(2, 0, 10)), expect(10s, 0ms), send(10s), send(10s),
            answer(10'100ms, window(9, 8, 70, 10), 1), expect(10'100ms, 0ms)});
    add("a new window",
        {answer(0ms, window(500, 0, 10)), answer(10s, window(500, 499, 70, 10)), expect(10s, 0ms)});

    // A reserve of 10, at most 10 at once, and the other 620 spread over a minute.
    add("background: nothing known", {expectInBackground(0ms, 0ms)});
    add("background: a fresh window",
        {answer(0ms, window(640, 640, 60)), expectInBackground(0ms, 0ms), expect(0ms, 0ms)});
    add("background: its share is used",
        {answer(0ms, window(640, 629, 60)), expectInBackground(0ms, 97ms), expect(0ms, 0ms)});
    add("background: on time", {answer(0ms, window(640, 320, 30)), expectInBackground(0ms, 0ms)});
    add("background: ahead of time", {answer(0ms, window(640, 319, 30)), expectInBackground(0ms, 97ms)});
    add("background: nobody used it", {answer(0ms, window(640, 600, 10)), expectInBackground(0ms, 0ms)});
    add("background: the last one",
        {answer(0ms, window(640, 11, 30)), expectInBackground(0ms, 29'904ms),
            expectInBackground(29'904ms, 0ms)});
    add("background: only the reserve is left",
        {answer(0ms, window(640, 10, 30)), expectInBackground(0ms, 30s), expect(0ms, 0ms),
            expectInBackground(30s, 0ms)});
    add("background: nothing is left", {answer(0ms, window(640, 0, 30)), expectInBackground(0ms, 30s)});
    add("background: refused", {answer(0ms, {.refusedFor = 7s}), expectInBackground(0ms, 7s)});
    add("background: a limit of one", {answer(0ms, window(1, 1, 60)), expectInBackground(0ms, 0ms)});

    add("refused", {answer(0ms, {.refusedFor = 7s}), expect(0ms, 7s), expect(7s, 0ms)});
    add("refused for no time", {answer(0ms, {.refusedFor = 0s}), expect(0ms, 0ms)});
    add("refused for very long", {answer(0ms, {.refusedFor = 3600s}), expect(0ms, 60s), expect(60s, 0ms)});
    add("refused twice, the longer holds",
        {answer(0ms, {.refusedFor = 9s}), answer(1s, {.refusedFor = 2s}), expect(1s, 8s)});
    RateHeaders refused = window(500, 0, 20);
    refused.refusedFor = 5s;
    add("refused, and the window lasts longer", {answer(0ms, refused), expect(0ms, 20s)});
    refused.refusedFor = 25s;
    add("refused for longer than the window", {answer(0ms, refused), expect(0ms, 25s), expect(25s, 0ms)});
}

void TestRateBudget::holdsBack()
{
    QFETCH(QList<Step>, steps);
    RateBudget budget;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const Step &step = steps.at(i);
        const RateBudget::Moment now = moment(step.at);
        switch (step.kind) {
        case Step::Send:
            budget.noteSent();
            break;
        case Step::Answer:
            budget.noteAnswer(step.headers, step.inFlight, now);
            break;
        case Step::Expect:
            QVERIFY2(budget.delay(now) == step.delay,
                qPrintable(QStringLiteral("step %1: %2 ms").arg(i).arg(budget.delay(now).count())));
            break;
        case Step::ExpectInBackground:
            QVERIFY2(budget.backgroundDelay(now) == step.delay,
                qPrintable(QStringLiteral("step %1: %2 ms").arg(i).arg(budget.backgroundDelay(now).count())));
            break;
        }
    }
}

void TestRateBudget::spreadsTheBackground_data()
{
    QTest::addColumn<int>("limit");
    for (const int limit : {20, 40, 64, 100, 500, 1000, 10'000})
        QTest::addRow("%d", limit) << limit;
}

/// Calls that can wait use nearly all of a window, and at each moment leave the others their share of the
/// rest.
void TestRateBudget::spreadsTheBackground()
{
    QFETCH(int, limit);
    RateBudget budget;
    budget.noteAnswer(window(limit, limit, 60), 0, moment(0ms));
    int sent = 0;
    for (milliseconds now = 0ms; now < 60s; ++sent) {
        const qint64 share = limit * (60'000 - now.count()) / 60'000;
        QVERIFY2(limit - sent >= share * 9 / 10, qPrintable(QString::number(now.count())));
        budget.noteSent();
        now += budget.backgroundDelay(moment(now));
    }
    QVERIFY2(sent * 100 >= limit * 95, qPrintable(QString::number(sent)));
    QVERIFY(sent < limit);
}

void TestRateBudget::keepsSomethingBack_data()
{
    QTest::addColumn<RateHeaders>("headers");
    QTest::addColumn<bool>("spare");
    QTest::addColumn<bool>("spareAfterTheWindow");

    QTest::newRow("nothing known") << RateHeaders() << true << true;
    QTest::newRow("more than a quarter") << window(100, 26, 30) << true << true;
    QTest::newRow("a quarter") << window(100, 25, 30) << false << true;
    QTest::newRow("nothing left") << window(100, 0, 30) << false << true;
    QTest::newRow("one, which is all") << window(1, 1, 30) << true << true;
    QTest::newRow("refused") << RateHeaders{.refusedFor = 40s} << false << false;
}

void TestRateBudget::keepsSomethingBack()
{
    QFETCH(RateHeaders, headers);
    RateBudget budget;
    budget.noteAnswer(headers, 0, moment(0ms));
    QTEST(budget.hasToSpare(moment(0ms)), "spare");
    QTEST(budget.hasToSpare(moment(30s)), "spareAfterTheWindow");
}

QTEST_APPLESS_MAIN(TestRateBudget)
#include "tst_ratebudget.moc"
