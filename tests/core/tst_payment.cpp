// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payment.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

Payment payment(PaymentStatus status, const QByteArray &raw = "{\"v\":1}")
{
    Payment payment;
    payment.id = u"pay_1"_s;
    payment.amount = Money(2500, Currency::Eur);
    payment.status = status;
    payment.raw = raw;
    return payment;
}

Refund refund(const QString &id, const QString &status, qint64 units = 500)
{
    return {.id = id, .amount = Money(units, Currency::Eur), .status = status};
}

/// A paid payment with these refunds.
Payment refunded(const QList<Refund> &refunds, qint64 refundedUnits, const QByteArray &raw = "{\"v\":2}")
{
    Payment result = payment(PaymentStatus::Succeeded, raw);
    result.refunds = refunds;
    result.refundedAmount = Money(refundedUnits, Currency::Eur);
    return result;
}

} // namespace

class TestPayment : public QObject
{
    Q_OBJECT
private slots:
    void comparesSnapshots_data();
    void comparesSnapshots();
};

void TestPayment::comparesSnapshots_data()
{
    QTest::addColumn<Payment>("known");
    QTest::addColumn<Payment>("candidate");
    QTest::addColumn<Freshness>("freshness");

    const auto add = [](const char *name, const Payment &known, const Payment &candidate,
                         Freshness freshness) { QTest::newRow(name) << known << candidate << freshness; };
    const Payment pending = payment(PaymentStatus::Pending);
    const Payment paid = payment(PaymentStatus::Succeeded);

    // Each status after each.
    const QList<PaymentStatus> statuses = {PaymentStatus::Pending, PaymentStatus::RequiresAction,
        PaymentStatus::Succeeded, PaymentStatus::Failed, PaymentStatus::Expired, PaymentStatus::Canceled,
        PaymentStatus::fromWire(u"in_review"_s)};
    for (const PaymentStatus &before : statuses) {
        for (const PaymentStatus &after : statuses) {
            const Freshness freshness = !before.isFinal() || before == after ? Freshness::Newer
                : after.isFinal()                                            ? Freshness::Contradiction
                                                                             : Freshness::Stale;
            QTest::addRow("%s, %s", qPrintable(before.toWire()), qPrintable(after.toWire()))
                << payment(before) << payment(after, "{\"v\":2}") << freshness;
        }
    }

    add("same bytes", paid, paid, Freshness::Same);
    add("same object, spaced and ordered otherwise", payment(PaymentStatus::Pending, "{\"a\":1,\"b\":[1,2]}"),
        payment(PaymentStatus::Pending, "{ \"b\": [1, 2], \"a\": 1 }"), Freshness::Same);
    add("a member more", payment(PaymentStatus::Pending, "{\"a\":1}"),
        payment(PaymentStatus::Pending, "{\"a\":1,\"b\":null}"), Freshness::Newer);
    add("no JSON, other bytes", payment(PaymentStatus::Pending, "a"), payment(PaymentStatus::Pending, "b"),
        Freshness::Newer);
    add("no JSON before", payment(PaymentStatus::Pending, ""), pending, Freshness::Newer);

    Payment other = pending;
    other.id = u"pay_2"_s;
    add("another payment", pending, other, Freshness::Contradiction);
    other = pending;
    other.amount = Money(2501, Currency::Eur);
    add("another amount", pending, other, Freshness::Contradiction);
    other.amount = Money(2500, Currency::Usd);
    add("another currency", pending, other, Freshness::Contradiction);

    const Refund open = refund(u"r1"_s, u"pending"_s);
    const Refund done = refund(u"r1"_s, u"succeeded"_s);
    const Refund failed = refund(u"r1"_s, u"failed"_s);
    const Refund second = refund(u"r2"_s, u"pending"_s);
    add("first refund", paid, refunded({open}, 0), Freshness::Newer);
    add("refund goes on", refunded({open}, 0, "{}"), refunded({done}, 500), Freshness::Newer);
    add("refund fails", refunded({open}, 0, "{}"), refunded({failed}, 0), Freshness::Newer);
    add("second refund", refunded({done}, 500, "{}"), refunded({done, second}, 500), Freshness::Newer);
    add("refund vanished", refunded({open}, 0, "{}"), paid, Freshness::Stale);
    add("one of two vanished", refunded({done, second}, 500, "{}"), refunded({done}, 500), Freshness::Stale);
    add("another refund in its place", refunded({done}, 500, "{}"), refunded({second}, 500),
        Freshness::Stale);
    add("sum shrank", refunded({done}, 500, "{}"), refunded({done}, 0), Freshness::Stale);
    add("refund open again", refunded({done}, 500, "{}"), refunded({open}, 500), Freshness::Stale);
    add("failed refund succeeded", refunded({failed}, 0, "{}"), refunded({done}, 500),
        Freshness::Contradiction);
    add("refund of another amount", refunded({open}, 0, "{}"),
        refunded({refund(u"r1"_s, u"pending"_s, 501)}, 0), Freshness::Contradiction);
    add("the same refunds", refunded({done}, 500), refunded({done}, 500), Freshness::Same);
}

void TestPayment::comparesSnapshots()
{
    QFETCH(Payment, known);
    QFETCH(Payment, candidate);
    QTEST(compareSnapshots(known, candidate), "freshness");
}

QTEST_APPLESS_MAIN(TestPayment)
#include "tst_payment.moc"
