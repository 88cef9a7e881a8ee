// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/saletext.h"

#include <QTest>

using namespace paydesk;
using namespace paydesk::models;
using namespace Qt::StringLiterals;

/// How sales are put into words.
class TestSaleText : public QObject
{
    Q_OBJECT
private slots:
    void status_data();
    void status();
    void paidTwice();
    void customersReadTheOutcomeOnly();
    void refunds_data();
    void refunds();
    void when();
};

namespace {

journal::SaleRecord saleWith(Outcome outcome, qint64 refunded = 0)
{
    journal::SaleRecord sale;
    sale.outcome = outcome;
    sale.amount = Money(2500, Currency::Eur);
    if (outcome == Outcome::Paid)
        sale.payment = Payment{.id = u"pay_1"_s,
            .amount = sale.amount,
            .status = PaymentStatus::Succeeded,
            .refundedAmount = Money(refunded, Currency::Eur)};
    return sale;
}

} // namespace

void TestSaleText::status_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<qint64>("refunded");
    QTest::addColumn<bool>("needsReview");
    QTest::addColumn<bool>("reviewed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Tone>("tone");
    QTest::addColumn<bool>("review");
    const auto row = [](const char *name, Outcome outcome, qint64 refunded, bool needs, bool reviewed,
                         const QString &text, Tone tone, bool review) {
        QTest::newRow(name) << outcome << refunded << needs << reviewed << text << tone << review;
    };
    row("paid", Outcome::Paid, 0, false, false, u"Paid"_s, Tone::Good, false);
    row("refunded", Outcome::Paid, 2500, false, false, u"Paid, refunded"_s, Tone::Good, false);
    row("partly", Outcome::Paid, 1, false, false, u"Paid, partly refunded"_s, Tone::Good, false);
    row("not known", Outcome::NotKnownYet, 0, false, false, u"Not known yet"_s, Tone::Open, false);
    row("needs review", Outcome::NotKnownYet, 0, true, false, u"Needs review"_s, Tone::Open, true);
    row("checked", Outcome::NotKnownYet, 0, false, true, u"Checked by staff"_s, Tone::Open, false);
    row("paid, needs review", Outcome::Paid, 0, true, false, u"Paid, needs review"_s, Tone::Good, true);
    row("paid, checked", Outcome::Paid, 0, false, true, u"Paid"_s, Tone::Good, false);
    row("declined, needs review", Outcome::Declined, 0, true, false, u"Declined, needs review"_s, Tone::Bad,
        true);
}

void TestSaleText::status()
{
    QFETCH(Outcome, outcome);
    QFETCH(qint64, refunded);
    QFETCH(bool, needsReview);
    QFETCH(bool, reviewed);
    journal::SaleRecord sale = saleWith(outcome, refunded);
    sale.needsReview = needsReview;
    sale.reviewed = reviewed;
    const SaleStatus status = saleStatus(sale);
    QTEST(status.text, "text");
    QTEST(status.tone, "tone");
    QTEST(status.review, "review");
}

void TestSaleText::paidTwice()
{
    journal::SaleRecord sale = saleWith(Outcome::Paid);
    sale.others = {*sale.payment};
    SaleStatus status = saleStatus(sale);
    QCOMPARE(status.text, u"Paid twice"_s);
    QCOMPARE(status.tone, Tone::Bad);
    QVERIFY(status.review);
    sale.others[0].refundedAmount = sale.amount;
    status = saleStatus(sale);
    QCOMPARE(status.text, u"Paid"_s);
    QVERIFY(!status.review);
}

void TestSaleText::customersReadTheOutcomeOnly()
{
    journal::SaleRecord sale = saleWith(Outcome::Paid);
    sale.needsReview = true;
    sale.others = {*sale.payment};
    QCOMPARE(outcomeText(sale), u"Paid"_s);
}

void TestSaleText::refunds_data()
{
    QTest::addColumn<journal::RefundState>("state");
    QTest::addColumn<QString>("text");
    QTest::newRow("refunded") << journal::RefundState::Refunded << u"EUR 5.00 has been refunded."_s;
    QTest::newRow("failed")
        << journal::RefundState::Failed
        << u"The refund of EUR 5.00 failed. The money was not returned. The card is closed."_s;
    QTest::newRow("not made")
        << journal::RefundState::NotMade
        << u"The refund of EUR 5.00 was refused. The money was not returned. The card is closed."_s;
    QTest::newRow("pending") << journal::RefundState::Pending << u"The refund of EUR 5.00 is under way."_s;
}

void TestSaleText::refunds()
{
    QFETCH(journal::RefundState, state);
    journal::RefundRecord refund;
    refund.amount = Money(500, Currency::Eur);
    refund.state = state;
    if (state == journal::RefundState::Failed || state == journal::RefundState::NotMade)
        refund.problem = u"The card is closed."_s;
    QTEST(refundText(refund), "text");
}

void TestSaleText::when()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDateTime local = now.toLocalTime();
    QCOMPARE(whenText(now), QLocale().toString(local.time(), QLocale::ShortFormat));
    const QDateTime before = now.addDays(-2);
    QCOMPARE(whenText(before), QLocale().toString(before.toLocalTime(), QLocale::ShortFormat));
}

QTEST_GUILESS_MAIN(TestSaleText)
#include "tst_saletext.moc"
