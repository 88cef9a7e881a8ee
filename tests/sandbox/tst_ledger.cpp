// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/ledger.h"
#include "sandbox/steering.h"

#include <QTest>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 start = 1'900'000'000'000;
constexpr qint64 minute = 60'000;
constexpr qint64 day = 24LL * 60 * minute;

const IssuerAnswer approve{Verdict::Approve, {}};
const IssuerAnswer decline{Verdict::Decline, u"do_not_honor"_s};
const IssuerAnswer challenge{Verdict::Challenge, {}};

QString newPayment(Ledger &ledger, qint64 now = start, const Metadata &metadata = {}, qint64 amount = 2500)
{
    return ledger.create({.amount = Money(amount, Currency::Eur), .metadata = metadata}, now).payment.id;
}

QString statusOf(const Ledger &ledger, const QString &id)
{
    return ledger.find(id)->payment.status.toWire();
}

/// Brings a payment to a named state by the ways a customer has.
void bring(Ledger &ledger, const QString &id, const QString &state)
{
    if (state == u"requires_action"_s)
        ledger.submitCard(id, {}, challenge, start);
    else if (state == u"succeeded"_s)
        ledger.submitCard(id, {}, approve, start);
    else if (state == u"failed"_s)
        ledger.submitCard(id, {}, decline, start);
    else if (state == u"canceled"_s)
        ledger.cancel(id, start);
    else if (state == u"expired"_s)
        ledger.settle(id, PaymentStatus::Expired, {}, start);
}

bool act(Ledger &ledger, const QString &id, const QString &action, qint64 now = start)
{
    if (action == u"approve"_s || action == u"decline"_s || action == u"challenge"_s)
        return ledger.submitCard(id, {.brand = u"visa"_s, .last4 = u"1111"_s},
            action == u"approve"_s       ? approve
                : action == u"decline"_s ? decline
                                         : challenge,
            now);
    if (action == u"pass 3ds"_s || action == u"fail 3ds"_s)
        return ledger.answerChallenge(id, action == u"pass 3ds"_s, now);
    if (action == u"cancel"_s)
        return ledger.cancel(id, now);
    return ledger.settle(id, PaymentStatus::Succeeded, {}, now);
}

} // namespace

class TestLedger : public QObject
{
    Q_OBJECT
private slots:
    void transitions_data();
    void transitions();
    void setsWhatBelongsToTheStatus();
    void delays();
    void expires_data();
    void expires();
    void refunds_data();
    void refunds();
    void refundSettles();
    void refundFailsWhereAsked();
    void lists_data();
    void lists();
    void refusesAnUnknownCursor();
    void tellsWhatChanged();
};

void TestLedger::transitions_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("to"); // empty: refused

    const QStringList states
        = {u"pending"_s, u"requires_action"_s, u"succeeded"_s, u"failed"_s, u"canceled"_s, u"expired"_s};
    const QList<std::tuple<QString, QString, QString>> allowed = {
        {u"pending"_s, u"approve"_s, u"succeeded"_s},
        {u"pending"_s, u"decline"_s, u"failed"_s},
        {u"pending"_s, u"challenge"_s, u"requires_action"_s},
        {u"pending"_s, u"cancel"_s, u"canceled"_s},
        {u"pending"_s, u"settle"_s, u"succeeded"_s},
        {u"requires_action"_s, u"pass 3ds"_s, u"succeeded"_s},
        {u"requires_action"_s, u"fail 3ds"_s, u"failed"_s},
        {u"requires_action"_s, u"cancel"_s, u"canceled"_s},
        {u"requires_action"_s, u"settle"_s, u"succeeded"_s},
    };
    const QStringList actions = {
        u"approve"_s, u"decline"_s, u"challenge"_s, u"pass 3ds"_s, u"fail 3ds"_s, u"cancel"_s, u"settle"_s};
    for (const QString &from : states) {
        for (const QString &action : actions) {
            QString to;
            for (const auto &[allowedFrom, allowedAction, result] : allowed) {
                if (allowedFrom == from && allowedAction == action)
                    to = result;
            }
            QTest::addRow("%s: %s", qPrintable(from), qPrintable(action)) << from << action << to;
        }
    }
}

void TestLedger::transitions()
{
    QFETCH(QString, from);
    QFETCH(QString, action);
    QFETCH(QString, to);
    Ledger ledger;
    const QString id = newPayment(ledger);
    bring(ledger, id, from);
    QCOMPARE(statusOf(ledger, id), from);
    QCOMPARE(act(ledger, id, action), !to.isEmpty());
    QCOMPARE(statusOf(ledger, id), to.isEmpty() ? from : to);
}

void TestLedger::setsWhatBelongsToTheStatus()
{
    Ledger ledger;
    const QString paid = newPayment(ledger);
    const Payment fresh = ledger.find(paid)->payment;
    QVERIFY(!fresh.card);
    QVERIFY(fresh.providerReference.isEmpty());
    QVERIFY(!fresh.succeededAt.isValid());

    act(ledger, paid, u"approve"_s, start + 5000);
    const Payment &good = ledger.find(paid)->payment;
    QCOMPARE(good.card->last4, u"1111"_s);
    QCOMPARE(good.succeededAt.toMSecsSinceEpoch(), start + 5000);
    QVERIFY(!good.failedAt.isValid());
    QVERIFY(good.providerReference.toLongLong() > 0);

    const QString refused = newPayment(ledger);
    act(ledger, refused, u"decline"_s, start + 7000);
    const Payment &bad = ledger.find(refused)->payment;
    QCOMPARE(bad.declineCode, u"do_not_honor"_s);
    QVERIFY(!bad.declineMessage.isEmpty());
    QCOMPARE(bad.failedAt.toMSecsSinceEpoch(), start + 7000);
    QVERIFY(!bad.succeededAt.isValid());

    const QString rejected = newPayment(ledger);
    act(ledger, rejected, u"challenge"_s);
    act(ledger, rejected, u"fail 3ds"_s);
    QCOMPARE(ledger.find(rejected)->payment.declineCode, u"three_d_secure_failed"_s);
}

void TestLedger::delays()
{
    Ledger ledger;
    const QString id = newPayment(ledger, start, {{steering::delayMs, u"3000"_s}});
    QVERIFY(act(ledger, id, u"approve"_s));
    ledger.advance(start + 2999);
    QCOMPARE(statusOf(ledger, id), u"pending"_s);
    QVERIFY(!act(ledger, id, u"approve"_s)); // a second submission while the first is processed
    QVERIFY(!act(ledger, id, u"cancel"_s));
    ledger.advance(start + 3000);
    QCOMPARE(statusOf(ledger, id), u"succeeded"_s);

    // Late: the outcome counts from when it was due, and no expiry overtakes it.
    const QString late = newPayment(ledger, start, {{steering::delayMs, u"3000"_s}});
    act(ledger, late, u"decline"_s);
    ledger.advance(start + 2 * day);
    QCOMPARE(statusOf(ledger, late), u"failed"_s);
    QCOMPARE(ledger.find(late)->payment.failedAt.toMSecsSinceEpoch(), start + 3000);
}

void TestLedger::expires_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<qint64>("after");
    QTest::addColumn<QString>("to");
    QTest::newRow("in time") << u"pending"_s << 30 * minute - 1 << u"pending"_s;
    QTest::newRow("no card") << u"pending"_s << 30 * minute << u"expired"_s;
    QTest::newRow("no answer to 3-D Secure") << u"requires_action"_s << 30 * minute << u"expired"_s;
    QTest::newRow("paid") << u"succeeded"_s << 30 * minute << u"succeeded"_s;
    QTest::newRow("failed") << u"failed"_s << 30 * minute << u"failed"_s;
    QTest::newRow("canceled") << u"canceled"_s << 30 * minute << u"canceled"_s;
}

void TestLedger::expires()
{
    QFETCH(QString, from);
    QFETCH(qint64, after);
    Ledger ledger;
    const QString id = newPayment(ledger);
    bring(ledger, id, from);
    ledger.advance(start + after);
    QTEST(statusOf(ledger, id), "to");
}

void TestLedger::refunds_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QList<qint64>>("earlier"); // refunds of a payment of 2500; 0: all that is left
    QTest::addColumn<qint64>("amount");
    QTest::addColumn<qint64>("afterMs");
    QTest::addColumn<QString>("code"); // empty: accepted
    const QList<qint64> none;
    QTest::newRow("all") << u"succeeded"_s << none << 0LL << minute << QString();
    QTest::newRow("all, by amount") << u"succeeded"_s << none << 2500LL << minute << QString();
    QTest::newRow("a part") << u"succeeded"_s << none << 1LL << minute << QString();
    QTest::newRow("the rest") << u"succeeded"_s << QList<qint64>{1000, 500} << 1000LL << minute << QString();
    QTest::newRow("too much") << u"succeeded"_s << none << 2501LL << minute << u"refund_amount_exceeded"_s;
    QTest::newRow("too much in sum") << u"succeeded"_s << QList<qint64>{1000, 500} << 1001LL << minute
                                     << u"refund_amount_exceeded"_s;
    QTest::newRow("nothing left") << u"succeeded"_s << QList<qint64>{2500} << 0LL << minute
                                  << u"payment_already_refunded"_s;
    QTest::newRow("the last day") << u"succeeded"_s << none << 0LL << 180 * day << QString();
    QTest::newRow("too late") << u"succeeded"_s << none << 0LL << 180 * day + 1000
                              << u"refund_window_expired"_s;
    for (const QString &status :
        {u"pending"_s, u"requires_action"_s, u"failed"_s, u"canceled"_s, u"expired"_s})
        QTest::addRow("%s", qPrintable(status))
            << status << none << 0LL << 1000LL << u"payment_not_refundable"_s;
}

void TestLedger::refunds()
{
    QFETCH(QString, status);
    QFETCH(QList<qint64>, earlier);
    QFETCH(qint64, amount);
    QFETCH(qint64, afterMs);
    QFETCH(QString, code);
    Ledger ledger;
    const QString id = newPayment(ledger);
    bring(ledger, id, status);
    for (const qint64 units : earlier)
        QVERIFY(ledger.refund(id, {.reason = u"r"_s, .minorUnits = units}, start).index() == 0);
    const auto result = ledger.refund(id,
        {.reason = u"damaged"_s, .minorUnits = amount > 0 ? std::optional(amount) : std::nullopt},
        start + afterMs);
    if (code.isEmpty()) {
        QCOMPARE(result.index(), 0U);
        const Refund refund = std::get<0>(result)->payment.refunds.last();
        QCOMPARE(refund.amount.minorUnits(), amount > 0 ? amount : 2500);
        QCOMPARE(refund.status, u"pending"_s);
        QCOMPARE(refund.reason, u"damaged"_s);
    } else {
        QCOMPARE(std::get<ApiError>(result).status, 422);
        QCOMPARE(std::get<ApiError>(result).code, code);
        QCOMPARE(ledger.find(id)->payment.refunds.size(), earlier.size());
    }
}

void TestLedger::refundSettles()
{
    Ledger ledger({.refundMs = 1000});
    const QString id = newPayment(ledger);
    bring(ledger, id, u"succeeded"_s);
    (void)ledger.refund(id, {.reason = u"one"_s, .minorUnits = 1000}, start);
    (void)ledger.refund(id, {.reason = u"two"_s}, start + 500);

    ledger.advance(start + 999);
    QCOMPARE(ledger.find(id)->payment.refundedAmount.minorUnits(), 0);
    ledger.advance(start + 1000);
    QCOMPARE(ledger.find(id)->payment.refundedAmount.minorUnits(), 1000);
    QVERIFY(!ledger.find(id)->payment.refundedAt.isValid());
    ledger.advance(start + 1500);
    const Payment &payment = ledger.find(id)->payment;
    QCOMPARE(payment.refundedAmount.minorUnits(), 2500);
    QVERIFY(payment.refundedAt.isValid());
    QCOMPARE(payment.refunds.first().reason, u"one"_s); // oldest first
    QCOMPARE(payment.refunds.last().status, u"succeeded"_s);
    QVERIFY(payment.refunds.last().completedAt.isValid());
    QVERIFY(!payment.refunds.last().providerRefundId.isEmpty());
    QCOMPARE(payment.status.toWire(), u"succeeded"_s);
}

void TestLedger::refundFailsWhereAsked()
{
    Ledger ledger;
    const QString id = newPayment(ledger, start, {{steering::refund, steering::refundvalue::fail}});
    bring(ledger, id, u"succeeded"_s);
    (void)ledger.refund(id, {.reason = u"r"_s}, start);
    ledger.advance(start + minute);
    QCOMPARE(ledger.find(id)->payment.refunds.first().status, u"failed"_s);
    QVERIFY(!ledger.find(id)->payment.refunds.first().declineCode.isEmpty());
    QCOMPARE(ledger.find(id)->payment.refundedAmount.minorUnits(), 0);
    // What failed took nothing: all of it can be tried again.
    QCOMPARE(ledger.refund(id, {.reason = u"again"_s, .minorUnits = 2500}, start + minute).index(), 0U);
}

void TestLedger::lists_data()
{
    // Ten payments, a minute apart, amounts 1 to 10; those with an even amount are paid.
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("after"); // amount of the cursor's payment, 0 for none
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("from"); // minutes, -1 for no bound
    QTest::addColumn<int>("before");
    QTest::addColumn<QList<qint64>>("amounts");
    QTest::addColumn<bool>("hasMore");
    const auto row = [](const char *name, int limit, int after, const QString &status, int from, int before,
                         const QList<qint64> &amounts, bool hasMore) {
        QTest::newRow(name) << limit << after << status << from << before << amounts << hasMore;
    };
    row("newest first", 3, 0, {}, -1, -1, {10, 9, 8}, true);
    row("exactly all", 10, 0, {}, -1, -1, {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, false);
    row("next page", 3, 8, {}, -1, -1, {7, 6, 5}, true);
    row("last page", 3, 3, {}, -1, -1, {2, 1}, false);
    row("after the last", 3, 1, {}, -1, -1, {}, false);
    row("by status", 3, 0, u"succeeded"_s, -1, -1, {10, 8, 6}, true);
    row("by status, next page", 3, 6, u"succeeded"_s, -1, -1, {4, 2}, false);
    row("cursor of another status", 3, 5, u"succeeded"_s, -1, -1, {4, 2}, false);
    row("no such status", 3, 0, u"failed"_s, -1, -1, {}, false);
    row("from is inclusive", 10, 0, {}, 7, -1, {10, 9, 8}, false);
    row("before is exclusive", 10, 0, {}, -1, 3, {3, 2, 1}, false);
    row("between", 2, 0, {}, 3, 7, {7, 6}, true);
}

void TestLedger::lists()
{
    QFETCH(int, limit);
    QFETCH(int, after);
    QFETCH(QString, status);
    QFETCH(int, from);
    QFETCH(int, before);
    Ledger ledger;
    QString cursor;
    for (int i = 1; i <= 10; ++i) {
        const QString id = newPayment(ledger, start + (i - 1) * minute, {}, i);
        if (i % 2 == 0)
            bring(ledger, id, u"succeeded"_s);
        if (i == after)
            cursor = id;
    }
    ListQuery query{.limit = limit, .startingAfter = cursor};
    if (!status.isEmpty())
        query.status = PaymentStatus::fromWire(status);
    if (from >= 0)
        query.createdFrom = (start + from * minute) / 1000;
    if (before >= 0)
        query.createdBefore = (start + before * minute) / 1000;
    const auto page = std::get<ListPage>(ledger.list(query));
    QList<qint64> amounts;
    for (const LedgerPayment *entry : page.payments)
        amounts.append(entry->payment.amount.minorUnits());
    QTEST(amounts, "amounts");
    QTEST(page.hasMore, "hasMore");
}

void TestLedger::refusesAnUnknownCursor()
{
    Ledger ledger;
    newPayment(ledger);
    const auto result = ledger.list({.startingAfter = u"pay_unknown"_s});
    QCOMPARE(std::get<ApiError>(result).status, 400);
    QCOMPARE(std::get<ApiError>(result).code, u"parameter_invalid"_s);
}

void TestLedger::tellsWhatChanged()
{
    Ledger ledger;
    const QString one = newPayment(ledger);
    const QString two = newPayment(ledger);
    QCOMPARE(ledger.takeChanged(), (QSet<QString>{one, two}));
    QVERIFY(ledger.takeChanged().isEmpty());
    ledger.cancel(one, start);
    QCOMPARE(ledger.takeChanged(), QSet<QString>{one});
    ledger.cancel(one, start); // final already
    ledger.advance(start);
    QVERIFY(ledger.takeChanged().isEmpty());
    QCOMPARE(ledger.find(one)->history.size(), 1);
    QCOMPARE(ledger.find(one)->history.first().status.toWire(), u"pending"_s);
}

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
