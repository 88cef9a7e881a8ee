// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/openjournal.h"
#include "models/todaytotals.h"
#include "support/uuidat.h"

#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::models;
using paydesk::test::OpenJournal;
using paydesk::test::uuidAt;
using namespace Qt::StringLiterals;

/// What was paid today, per currency, following the journal. (The plural is the translation's business.)
class TestTodayTotals : public QObject
{
    Q_OBJECT
private slots:
    void nothingYet();
    void sumsPerCurrency();
    void countsOnlyWhatIsPaid();
    void followsChanges();
    void countsOnlyToday();
    void isNetOfRefunds();
    void followsTheBusinessDay();
};

namespace {

/// "2 EUR 50.00": count and sum of each currency.
QStringList linesOf(const TodayTotals &totals)
{
    QStringList lines;
    for (const journal::SaleTotal &total : totals.totals())
        lines += u"%1 %2 %3"_s.arg(total.count).arg(currencyCode(total.currency)).arg(total.net());
    lines.sort();
    return lines;
}

BusinessDay localDay()
{
    return {.start = {0, 0}, .zone = systemZone()};
}

void sellPaid(OpenJournal &source, Money amount)
{
    source.settle(source.sell(1, amount).first(), PaymentStatus::Succeeded, amount);
}

} // namespace

void TestTodayTotals::nothingYet()
{
    OpenJournal source;
    TodayTotals totals(source.journal(), source.history(), localDay());
    QSignalSpy changed(&totals, &TodayTotals::changed);
    totals.refresh();
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(totals.text(), u"No sales yet"_s);
}

void TestTodayTotals::sumsPerCurrency()
{
    OpenJournal source;
    sellPaid(source, Money(2500, Currency::Eur));
    sellPaid(source, Money(5000, Currency::Eur));
    sellPaid(source, Money(1, Currency::Usd));
    sellPaid(source, Money(Money::maximumCharge, Currency::Gbp));
    TodayTotals totals(source.journal(), source.history(), localDay());
    totals.refresh();
    QTRY_COMPARE(linesOf(totals), (QStringList{u"1 GBP 99999999"_s, u"1 USD 1"_s, u"2 EUR 7500"_s}));
    QVERIFY2(totals.text().contains(u"EUR 75.00"_s), qPrintable(totals.text()));
    QVERIFY2(totals.text().contains(u"GBP 999,999.99"_s), qPrintable(totals.text()));
    QVERIFY2(totals.text().startsWith(u'4'), qPrintable(totals.text()));
}

void TestTodayTotals::countsOnlyWhatIsPaid()
{
    OpenJournal source;
    const QList<QUuid> ids = source.sell(6);
    source.settle(ids[0], PaymentStatus::Failed);
    source.settle(ids[1], PaymentStatus::Canceled);
    source.settle(ids[2], PaymentStatus::Expired);
    source.settle(ids[3], PaymentStatus::RequiresAction);
    source.settle(ids[4], PaymentStatus::Succeeded);
    TodayTotals totals(source.journal(), source.history(), localDay());
    totals.refresh();
    QTRY_COMPARE(linesOf(totals), QStringList{u"1 EUR 2500"_s});
}

void TestTodayTotals::followsChanges()
{
    OpenJournal source;
    TodayTotals totals(source.journal(), source.history(), localDay());
    const QUuid id = source.sell(1).first();
    source.settle(id, PaymentStatus::Succeeded);
    QTRY_COMPARE(linesOf(totals), QStringList{u"1 EUR 2500"_s});
    sellPaid(source, Money(100, Currency::Eur));
    QTRY_COMPARE(linesOf(totals), QStringList{u"2 EUR 2600"_s});
}

void TestTodayTotals::countsOnlyToday()
{
    OpenJournal source;
    // A sale's time is the one that its id carries.
    const QUuid old = uuidAt(QDate::currentDate().startOfDay().addSecs(-1));
    source.append({samples::intent(old)});
    source.settle(old, PaymentStatus::Succeeded);
    sellPaid(source, Money(100, Currency::Eur));
    TodayTotals totals(source.journal(), source.history(), localDay());
    totals.refresh();
    QTRY_COMPARE(linesOf(totals), QStringList{u"1 EUR 100"_s});
}

void TestTodayTotals::isNetOfRefunds()
{
    OpenJournal source;
    const QUuid sale = source.sell(1).first();
    source.settle(sale, PaymentStatus::Succeeded);
    source.append({journal::snapshotEvent(sale, samples::refunded(sale, 700), {})});
    sellPaid(source, Money(100, Currency::Usd));
    TodayTotals totals(source.journal(), source.history(), localDay());
    totals.refresh();
    QTRY_COMPARE(linesOf(totals), (QStringList{u"1 EUR 1800"_s, u"1 USD 100"_s}));
    QVERIFY2(totals.text().endsWith(u"EUR 18.00, USD 1.00 (EUR 7.00 refunded)"_s), qPrintable(totals.text()));
}

void TestTodayTotals::followsTheBusinessDay()
{
    OpenJournal source;
    sellPaid(source, Money(100, Currency::Eur));
    // Between the two sales a day begins, and then before both.
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QUuid old = uuidAt(now.addSecs(-7200));
    source.append({samples::intent(old)});
    source.settle(old, PaymentStatus::Succeeded);
    TodayTotals totals(
        source.journal(), source.history(), {.start = now.addSecs(-3600).time(), .zone = QTimeZone::utc()});
    totals.refresh();
    QTRY_COMPARE(linesOf(totals), QStringList{u"1 EUR 100"_s});
    totals.setBusinessDay({.start = now.addSecs(-10'800).time(), .zone = QTimeZone::utc()});
    QTRY_COMPARE(linesOf(totals), QStringList{u"2 EUR 2600"_s});
}

QTEST_GUILESS_MAIN(TestTodayTotals)
#include "tst_todaytotals.moc"
