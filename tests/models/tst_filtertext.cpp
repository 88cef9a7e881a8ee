// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filtertext.h"

#include <QLocale>
#include <QTest>

using namespace paydesk;
using namespace paydesk::models;
using journal::SaleFilter;
using journal::SaleTotal;
using namespace Qt::StringLiterals;

/// A filter in words, and each condition taken away again.
class TestFilterText : public QObject
{
    Q_OBJECT
private slots:
    void chips_data();
    void chips();
    void withoutEachOneIsTheRest();
    void totals_data();
    void totals();
};

namespace {

const QUuid thisTill(u"{0190aaaa-0000-7000-8000-000000000001}"_s);

QDateTime startOf(int year, int month, int day)
{
    return {QDate(year, month, day), QTime(0, 0), Qt::UTC};
}

QStringList textsOf(const SaleFilter &filter)
{
    QStringList texts;
    for (const FilterChip &chip : chipsOf(filter, thisTill, {}))
        texts += chip.text;
    return texts;
}

} // namespace

void TestFilterText::chips_data()
{
    QTest::addColumn<SaleFilter>("filter");
    QTest::addColumn<QString>("text");
    const QLocale locale;
    const auto day
        = [&locale](int y, int m, int d) { return locale.toString(QDate(y, m, d), QLocale::ShortFormat); };

    QTest::newRow("search") << SaleFilter{.text = u"  two   words "_s} << u"Search: two words"_s;
    QTest::newRow("one day") << SaleFilter{.from = startOf(2026, 3, 1), .before = startOf(2026, 3, 2)}
                             << day(2026, 3, 1);
    QTest::newRow("days") << SaleFilter{.from = startOf(2026, 3, 1), .before = startOf(2026, 4, 1)}
                          << u"%1 to %2"_s.arg(day(2026, 3, 1), day(2026, 3, 31));
    QTest::newRow("status") << SaleFilter{.outcomes = {Outcome::Paid, Outcome::Declined}}
                            << u"Status: Paid, Declined"_s;
    QTest::newRow("currency") << SaleFilter{.currencies = {Currency::Gbp}} << u"Currency: GBP"_s;
    QTest::newRow("channel") << SaleFilter{.channels = {u"phone"_s}} << u"Channel: Phone"_s;
    QTest::newRow("another program's channel") << SaleFilter{.channels = {u"kiosk"_s}} << u"Channel: kiosk"_s;
    QTest::newRow("this till") << SaleFilter{.tills = {thisTill.toString(QUuid::WithoutBraces)}}
                               << u"Till: This till"_s;
    QTest::newRow("another till") << SaleFilter{.tills = {u"01234567-89ab-7000-8000-000000000001"_s}}
                                  << u"Till: 01234567"_s;
    QTest::newRow("from") << SaleFilter{.leastAmount = 1050} << u"Amount from 10.50"_s;
    QTest::newRow("up to") << SaleFilter{.greatestAmount = 123456} << u"Amount up to 1,234.56"_s;
    QTest::newRow("between") << SaleFilter{.leastAmount = 100, .greatestAmount = 200}
                             << u"Amount from 1.00 to 2.00"_s;
    QTest::newRow("exactly") << SaleFilter{.leastAmount = 100, .greatestAmount = 100} << u"Amount: 1.00"_s;
    QTest::newRow("refunded") << SaleFilter{.refunded = true} << u"Refunded"_s;
    QTest::newRow("not refunded") << SaleFilter{.refunded = false} << u"Not refunded"_s;
    QTest::newRow("review") << SaleFilter{.needsReview = true} << u"Needs review"_s;
}

void TestFilterText::chips()
{
    QFETCH(SaleFilter, filter);
    QFETCH(QString, text);
    QCOMPARE(textsOf(filter), QStringList{text});
    QCOMPARE(chipsOf(filter, thisTill, {}).first().without, SaleFilter());
}

void TestFilterText::withoutEachOneIsTheRest()
{
    const SaleFilter all{.text = u"tea"_s,
        .from = startOf(2026, 3, 1),
        .before = startOf(2026, 3, 2),
        .outcomes = {Outcome::Paid},
        .currencies = {Currency::Eur},
        .channels = {u"phone"_s},
        .tills = {u"x"_s},
        .leastAmount = 1,
        .greatestAmount = 2,
        .refunded = true,
        .needsReview = true};
    QCOMPARE(textsOf({}), QStringList());
    const QStringList texts = textsOf(all);
    QCOMPARE(texts.size(), 9);
    const QList<FilterChip> chips = chipsOf(all, thisTill, {});
    for (qsizetype i = 0; i < chips.size(); ++i) {
        QStringList rest = texts;
        rest.removeAt(i);
        QCOMPARE(textsOf(chips.at(i).without), rest);
    }
}

void TestFilterText::totals_data()
{
    QTest::addColumn<QList<SaleTotal>>("totals");
    QTest::addColumn<QStringList>("parts");

    QTest::newRow("nothing") << QList<SaleTotal>() << QStringList{u"0"_s};
    QTest::newRow("nothing paid") << QList<SaleTotal>{{Currency::Eur, Outcome::Declined, 3, 0, 0}}
                                  << QStringList{u"3"_s};
    QTest::newRow("paid, of more") << QList<SaleTotal>{{Currency::Eur, Outcome::Paid, 2, 5000, 0},
        {Currency::Eur, Outcome::Declined, 1, 0, 0}}
                                   << QStringList{u"3"_s, u"EUR 50.00 paid"_s};
    QTest::newRow("refunded, two currencies")
        << QList<SaleTotal>{{Currency::Eur, Outcome::Paid, 1, 123456, 100},
               {Currency::Usd, Outcome::Paid, 1, 50, 0}}
        << QStringList{u"2"_s, u"EUR 1,234.56 paid, 1.00 refunded, 1,233.56 net"_s, u"USD 0.50 paid"_s};
}

void TestFilterText::totals()
{
    QFETCH(QList<SaleTotal>, totals);
    QFETCH(QStringList, parts);
    const QStringList said = totalsText(totals).split(u"  ·  "_s);
    QCOMPARE(said.size(), parts.size());
    QCOMPARE(said.first().section(u' ', 0, 0), parts.first());
    QCOMPARE(said.mid(1), parts.mid(1));
}

QTEST_GUILESS_MAIN(TestFilterText)
#include "tst_filtertext.moc"
