// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsontext.h"

#include <QJsonDocument>
#include <QTest>

using namespace paydesk;
using namespace Qt::StringLiterals;

class TestJsonText : public QObject
{
    Q_OBJECT
private slots:
    void isCompactAndSorted();
    void comesBack_data();
    void comesBack();
    void escapesMarks_data();
    void escapesMarks();
};

void TestJsonText::isCompactAndSorted()
{
    QCOMPARE(compactJson(QJsonObject{{u"b"_s, 2}, {u"a"_s, u"x"_s}}), "{\"a\":\"x\",\"b\":2}");
    QCOMPARE(compactJson(QJsonArray{1, u"x"_s}), "[1,\"x\"]");
}

void TestJsonText::comesBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"x"_s;
    QTest::newRow("nothing") << QString();
    QTest::newRow("mark in front") << u"\ufeffx"_s;
    QTest::newRow("two marks") << u"\ufeff\ufeff"_s;
    QTest::newRow("mark inside") << u"x\ufeff\u00e9"_s;
    QTest::newRow("mark and escapes") << u"\ufeff\"\\\n"_s;
    QTest::newRow("backslash and mark") << u"\\\ufeff"_s;
    QTest::newRow("half a character") << u"\ufeffx"_s + QChar(0xd83d);
}

void TestJsonText::comesBack()
{
    QFETCH(QString, text);
    const QJsonObject object{{text, text}, {u"x"_s, 1}, {u"list"_s, QJsonArray{text}}};
    QCOMPARE(QJsonDocument::fromJson(compactJson(object)).object(), object);
    const QJsonArray array{text, object};
    QCOMPARE(QJsonDocument::fromJson(compactJson(array)).array(), array);
}

void TestJsonText::escapesMarks_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("escaped");
    QTest::newRow("none") << QByteArray("{\"a\":1}") << QByteArray("{\"a\":1}");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("of the whole text") << QByteArray("\xef\xbb\xbf{}") << QByteArray("{}");
    QTest::newRow("of a name") << QByteArray("{\"\xef\xbb\xbf"
                                             "a\":1}")
                               << QByteArray("{\"\\ufeffa\":1}");
    QTest::newRow("outside of a string") << QByteArray("{\xef\xbb\xbf}") << QByteArray("{\\ufeff}");
    QTest::newRow("half of one") << QByteArray("\"\xef\xbb\"") << QByteArray("\"\xef\xbb\"");
}

void TestJsonText::escapesMarks()
{
    QFETCH(QByteArray, json);
    QTEST(withMarksEscaped(json), "escaped");
}

QTEST_APPLESS_MAIN(TestJsonText)
#include "tst_jsontext.moc"
