// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/searchtext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace paydesk;
using namespace paydesk::journal;

/// What the search takes for the same, and where it ends.
class TestSearchText : public QObject
{
    Q_OBJECT
private slots:
    void folds_data();
    void folds();
    void foldingTwiceIsFoldingOnce();
    void splitsWhatWasTyped_data();
    void splitsWhatWasTyped();
    void everyFieldIsFound();
    void fieldsAreSeparate();
    void emptyFieldsLeaveNothing();
};

void TestSearchText::folds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("folded");

    QTest::newRow("case") << u"Concert TICKET"_s << u"concert ticket"_s;
    QTest::newRow("accent") << u"M\u00fcller Zo\u00cb"_s << u"muller zoe"_s;
    QTest::newRow("accent as a mark of its own") << u"Mu\u0308ller"_s << u"muller"_s;
    QTest::newRow("several marks") << u"Vie\u0323\u0302t Vi\u1ec7t"_s << u"viet viet"_s;
    QTest::newRow("mark alone") << u"\u0301"_s << u""_s;
    QTest::newRow("sharp s") << u"Stra\u00dfe STRA\u1e9eE strasse"_s << u"strasse strasse strasse"_s;
    QTest::newRow("ligature") << u"\ufb01ne o\ufb03ce"_s << u"fine office"_s;
    QTest::newRow("wide forms") << u"\uff21\uff11"_s << u"a1"_s;
    QTest::newRow("superscript") << u"m\u00b2 \u2460"_s << u"m2 1"_s;
    QTest::newRow("dotted capital I") << u"\u0130stanbul"_s << u"istanbul"_s;
    QTest::newRow("dotless i") << u"Y\u0131lmaz YILMAZ Yilmaz"_s << u"yilmaz yilmaz yilmaz"_s;
    QTest::newRow("final sigma") << u"\u039f\u0394\u039f\u03a3 \u03bf\u03b4\u03bf\u03c2"_s
                                 << u"\u03bf\u03b4\u03bf\u03c3 \u03bf\u03b4\u03bf\u03c3"_s;
    QTest::newRow("Hebrew with points")
        << u"\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd"_s << u"\u05e9\u05dc\u05d5\u05dd"_s;
    QTest::newRow("Arabic with vowels")
        << u"\u0645\u064f\u062d\u0645\u0651\u062f"_s << u"\u0645\u062d\u0645\u062f"_s;
    QTest::newRow("emoji") << u"\U0001F3BB ok"_s << u"\U0001F3BB ok"_s;
    QTest::newRow("no-break space") << u"a\u00a0b"_s << u"a b"_s;
    QTest::newRow("control characters") << u"a\tb\nc\r\u0085d\u007f"_s << u"a b c  d "_s;
    QTest::newRow("NUL") << u"a"_s + QChar(u'\0') + u'b' << u"a b"_s;
    QTest::newRow("what is no character") << u"a\ufffeb\uffffc"_s << u"a b c"_s;
    QTest::newRow("half a pair") << u"a"_s + QChar(0xd83c) + u"b"_s << u"a?b"_s;
    QTest::newRow("other half") << u"a"_s + QChar(0xdfbb) + u"b"_s << u"a?b"_s;
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("operators") << uR"("a*b" %_ AND (NOT) ^:-\)"_s << uR"("a*b" %_ and (not) ^:-\)"_s;
}

void TestSearchText::folds()
{
    QFETCH(QString, text);
    QTEST(foldedForSearch(text), "folded");
}

/// A text that was copied out of the search itself is found again.
void TestSearchText::foldingTwiceIsFoldingOnce()
{
    for (char32_t code = 0; code <= 0x10ffff; ++code) {
        const QString once = foldedForSearch(u'x' + QString::fromUcs4(&code, 1) + u'y');
        if (foldedForSearch(once) != once)
            QFAIL(qPrintable(u"U+%1: %2"_s.arg(code, 4, 16).arg(once)));
    }
}

void TestSearchText::splitsWhatWasTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("terms");

    QTest::newRow("nothing") << QString() << QStringList();
    QTest::newRow("spaces") << u" \t\n\u00a0\u2003\u2028 "_s << QStringList();
    QTest::newRow("marks only") << u"\u0301\u0302"_s << QStringList();
    QTest::newRow("words") << u"  Row\u00a07 \u2003 M\u00dcLLER\n"_s
                           << QStringList{u"row"_s, u"7"_s, u"muller"_s};
    QTest::newRow("twice") << u"Row row ROW 7"_s << QStringList{u"row"_s, u"7"_s};
    QTest::newRow("punctuation stays")
        << u"a*b \"c\" OR -d"_s << QStringList{u"a*b"_s, u"\"c\""_s, u"or"_s, u"-d"_s};
}

void TestSearchText::splitsWhatWasTyped()
{
    QFETCH(QString, typed);
    QTEST(searchTerms(typed), "terms");
}

namespace {

SaleRecord fullSale()
{
    Payment payment;
    payment.id = u"pay_A"_s;
    payment.providerReference = u"ref_A"_s;
    payment.card = Card{.brand = u"visa"_s, .last4 = u"4242"_s, .country = u"FR"_s};
    payment.customer = Payer{.email = u"Zoe@example.com"_s, .name = u"Zo\u00eb"_s};
    payment.refunds = {{.id = u"re_A"_s, .reason = u"Goodwill"_s}};
    Payment other;
    other.id = u"pay_B"_s;
    other.card = Card{.last4 = u"1881"_s};
    SaleRecord sale;
    sale.description = u"Two Tickets"_s;
    sale.metadata = {{u"Room"_s, u"Lake View"_s}};
    sale.payment = payment;
    sale.others = {other};
    sale.requestIds = {u"req_1"_s, u"req_2"_s};
    return sale;
}

} // namespace

void TestSearchText::everyFieldIsFound()
{
    const QStringList fields = searchTextOf(fullSale()).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(fields,
        (QStringList{u"two tickets"_s, u"room"_s, u"lake view"_s, u"pay_a"_s, u"ref_a"_s, u"4242"_s,
            u"zoe@example.com"_s, u"zoe"_s, u"re_a"_s, u"goodwill"_s, u"pay_b"_s, u"1881"_s, u"req_1"_s,
            u"req_2"_s}));
}

/// No word that anyone can type reaches from one field into the next.
void TestSearchText::fieldsAreSeparate()
{
    SaleRecord sale = fullSale();
    sale.description = u"ends in\n\nlines\n"_s;
    const QString text = searchTextOf(sale);
    QVERIFY(text.startsWith(u"ends in  lines \n\nroom\n\nlake view\n\n"_s));
    for (const QString &typed : {u"\n"_s, u"\n\n"_s, u"e\nr"_s, u"in\n\nroom"_s}) {
        for (const QString &term : searchTerms(typed))
            QVERIFY2(!term.contains(u'\n'), qPrintable(term));
    }
}

void TestSearchText::emptyFieldsLeaveNothing()
{
    QCOMPARE(searchTextOf(SaleRecord()), QString());
    SaleRecord sale;
    sale.metadata = {{u"\u0301"_s, u""_s}, {u"k"_s, u"v"_s}};
    QCOMPARE(searchTextOf(sale), u"k\n\nv\n\n"_s);
}

QTEST_GUILESS_MAIN(TestSearchText)
#include "tst_searchtext.moc"
