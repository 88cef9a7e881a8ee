// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "core/chargerequest.h"

#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

ChargeRequest sale(qint64 units = 2500)
{
    ChargeRequest request;
    request.amount = Money(units, Currency::Eur);
    request.returnUrl = QUrl(u"https://paydesk.invalid/return"_s);
    return request;
}

ChargeRequest withDescription(const QString &description)
{
    ChargeRequest request = sale();
    request.description = description;
    return request;
}

ChargeRequest withPair(const QString &name, const QString &value)
{
    ChargeRequest request = sale();
    request.metadata.insert(name, value);
    return request;
}

ChargeRequest withPairs(int count)
{
    ChargeRequest request = sale();
    for (int i = 0; i < count; ++i)
        request.metadata.insert(u"name%1"_s.arg(i), u"value"_s);
    return request;
}

} // namespace

class TestChargeRequest : public QObject
{
    Q_OBJECT
private slots:
    void countsCharacters_data();
    void countsCharacters();
    void validates_data();
    void validates();
};

void TestChargeRequest::countsCharacters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("count");

    QTest::newRow("empty") << QString() << qsizetype(0);
    QTest::newRow("letters") << u"abc"_s << qsizetype(3);
    QTest::newRow("accents") << u"é\u00df"_s << qsizetype(2);
    QTest::newRow("emoji") << u"😀😀"_s << qsizetype(2);
    QTest::newRow("combining") << u"e\u0301"_s << qsizetype(2);
    QTest::newRow("half a pair") << QString(QChar(0xd83d)) << qsizetype(1);
}

void TestChargeRequest::countsCharacters()
{
    QFETCH(QString, text);
    QTEST(characterCount(text), "count");
}

void TestChargeRequest::validates_data()
{
    QTest::addColumn<ChargeRequest>("request");
    QTest::addColumn<QString>("complaint"); // a word of it; empty: the request is good

    const auto add = [](const char *name, const ChargeRequest &request, const QString &complaint = {}) {
        QTest::newRow(name) << request << complaint;
    };
    add("plain", sale());
    add("least amount", sale(1));
    add("greatest amount", sale(Money::maximumCharge));
    add("nothing", sale(0), u"amount"_s);
    add("below nothing", sale(-1), u"amount"_s);
    add("too much", sale(Money::maximumCharge + 1), u"amount"_s);
    add("longest description", withDescription(QString(500, u'x')));
    add("longest description of emoji", withDescription(u"😀"_s.repeated(500)));
    add("description too long", withDescription(QString(501, u'x')), u"description"_s);
    add("description of emoji too long", withDescription(u"😀"_s.repeated(501)), u"description"_s);
    add("longest value", withPair(u"name"_s, QString(500, u'x')));
    add("value too long", withPair(u"name"_s, QString(501, u'x')), u"\"name\""_s);
    add("value empty", withPair(u"name"_s, QString()));
    add("most pairs", withPairs(maximumStaffMetadataPairs));
    add("too many pairs", withPairs(maximumStaffMetadataPairs + 1), u"metadata"_s);
    add("name empty", withPair(QString(), u"value"_s), u"name"_s);
    add("name of blanks", withPair(u"  "_s, u"value"_s), u"name"_s);
    add("the program's own name", withPair(metadatakey::attemptId, u"x"_s), metadatakey::attemptId);
    add("a name like the program's", withPair(u"paydesk_x"_s, u"x"_s), u"paydesk_x"_s);
    add("nearly the program's name", withPair(u"paydesk"_s, u"x"_s));
    add("a name with a place marker", withPair(u"%1 %n"_s, QString(501, u'x')), u"\"%1 %n\""_s);
}

void TestChargeRequest::validates()
{
    QFETCH(ChargeRequest, request);
    QFETCH(QString, complaint);
    const Result<Done> result = validate(request);
    QCOMPARE(result.ok(), complaint.isEmpty());
    if (!result) {
        QCOMPARE(result.error().kind, ErrorKind::InvalidInput);
        QVERIFY2(result.error().text.contains(complaint), qPrintable(result.error().text));
    }
}

QTEST_APPLESS_MAIN(TestChargeRequest)
#include "tst_chargerequest.moc"
