// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/wire.h"

#include <QSet>
#include <QTest>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;

/// What an answer with an error status means, whatever its body is like.
class TestWireError : public QObject
{
    Q_OBJECT
private slots:
    void tellsKinds_data();
    void tellsKinds();
    void readsTheEnvelope();
    void tellsStaffWhatToMend_data();
    void tellsStaffWhatToMend();
    void survivesOddBodies_data();
    void survivesOddBodies();
    void holdsWholeCharactersOnly_data();
    void holdsWholeCharactersOnly();
    void takesTheRequestIdOfTheHeader_data();
    void takesTheRequestIdOfTheHeader();
    void staysShort();
};

void TestWireError::tellsKinds_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("noEffect");

    const auto add = [](int status, ErrorKind kind, bool noEffect) {
        QTest::addRow("%d", status) << status << kind << noEffect;
    };
    add(400, ErrorKind::Refused, true);
    add(422, ErrorKind::Refused, true);
    add(401, ErrorKind::Unauthorized, true);
    add(403, ErrorKind::Unauthorized, true);
    add(404, ErrorKind::NotFound, true);
    add(409, ErrorKind::InFlight, false);
    add(429, ErrorKind::RateLimited, false);
    for (const int status : {500, 501, 502, 503, 504, 520, 599})
        add(status, ErrorKind::ServiceFault, false);
    // Nothing that the contract knows: it proves nothing.
    for (const int status : {0, 100, 101, 301, 302, 303, 307, 308, 402, 405, 408, 410, 413, 418, 600, 999})
        add(status, ErrorKind::BadAnswer, false);
}

void TestWireError::tellsKinds()
{
    QFETCH(int, status);
    const Error error = decodeError(status, R"({"error":{"message":"No."}})", {});
    QTEST(error.kind, "kind");
    QTEST(error.requestHadNoEffect(), "noEffect");
    QVERIFY(!error.text.isEmpty());
    QVERIFY(error.detail.startsWith(u"HTTP %1"_s.arg(status)));
    QVERIFY(!error.retryAfter);
    // That a payment failed is never to be read from an error, nor any other result's word.
    for (const QString &word : {u"failed"_s, u"declined"_s, u"paid"_s, u"canceled"_s, u"expired"_s})
        QVERIFY2(!error.text.contains(word, Qt::CaseInsensitive), qPrintable(error.text));
    QVERIFY(!error.text.startsWith(u"Not known yet"_s, Qt::CaseInsensitive));
}

void TestWireError::readsTheEnvelope()
{
    const Error error = decodeError(422,
        R"({"error":{"type":"invalid_request_error","code":"parameter_invalid","message":"Must be 1 or more.",
            "param":"amount","decline_code":null,"doc_url":"https://x","request_id":"req_body"}})",
        u"req_header"_s);
    QCOMPARE(error.kind, ErrorKind::Refused);
    QCOMPARE(error.code, u"parameter_invalid"_s);
    QCOMPARE(error.detail, u"HTTP 422 parameter_invalid (amount): Must be 1 or more."_s);
    QCOMPARE(error.text, u"Flowlix refused the request: Must be 1 or more."_s);
    QCOMPARE(error.requestId, u"req_header"_s);
}

void TestWireError::tellsStaffWhatToMend_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("tells");

    QTest::newRow("400") << 400 << true;
    QTest::newRow("422") << 422 << true;
    for (const int status : {401, 403, 404, 409, 429, 500, 503, 302})
        QTest::addRow("%d", status) << status << false;
}

void TestWireError::tellsStaffWhatToMend()
{
    QFETCH(int, status);
    const Error error = decodeError(status, R"({"error":{"message":"Bad %1 %2 %n thing"}})", {});
    QTEST(error.text.contains(u"Bad %1 %2 %n thing"_s), "tells");
    QVERIFY(error.detail.contains(u"Bad %1 %2 %n thing"_s));
}

void TestWireError::survivesOddBodies_data()
{
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("empty") << QByteArray();
    QTest::newRow("HTML") << QByteArray("<html><h1>502 Bad Gateway</h1></html>");
    QTest::newRow("no UTF-8") << QByteArray("\xff\xfe\x00\x01", 4);
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("error null") << QByteArray(R"({"error":null})");
    QTest::newRow("error a text") << QByteArray(R"({"error":"no"})");
    QTest::newRow("error an array") << QByteArray(R"({"error":[{"message":"x"}]})");
    QTest::newRow("members null") << QByteArray(
        R"({"error":{"type":null,"code":null,"message":null,"param":null,"request_id":null}})");
    QTest::newRow("members odd") << QByteArray(
        R"({"error":{"type":1,"code":[],"message":{},"param":2.5,"request_id":true}})");
    QTest::newRow("deep") << QByteArray(QByteArray(100'000, '[') + QByteArray(100'000, ']'));
}

void TestWireError::survivesOddBodies()
{
    QFETCH(QByteArray, body);
    QSet<QString> texts;
    for (const int status : {302, 400, 401, 404, 409, 429, 500}) {
        const Error error = decodeError(status, body, u"req_1"_s);
        QCOMPARE(error.detail, u"HTTP %1"_s.arg(status));
        QCOMPARE(error.requestId, u"req_1"_s);
        QVERIFY(error.code.isEmpty());
        QVERIFY(!error.text.isEmpty());
        texts.insert(error.text);
    }
    QCOMPARE(texts.size(), 7); // each says something else
}

void TestWireError::holdsWholeCharactersOnly_data()
{
    QTest::addColumn<QByteArray>("message");

    QTest::newRow("half sent") << QByteArray(R"(x\ud83d)");
    QTest::newRow("other half sent") << QByteArray(R"(x\ude00)");
    QTest::newRow("cut in half") << QByteArray(299, 'm') + QByteArray("\xf0\x9f\x98\x80");
}

void TestWireError::holdsWholeCharactersOnly()
{
    QFETCH(QByteArray, message);
    const Error error = decodeError(
        400, R"({"error":{"message":")" + message + R"(","code":")" + message + R"("}})", QString());
    for (const QString &text : {error.text, error.detail, error.code}) {
        QVERIFY(text.contains(QLatin1Char(message.at(0))));
        QCOMPARE(QString::fromUtf8(text.toUtf8()), text);
    }
}

void TestWireError::takesTheRequestIdOfTheHeader_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("taken");

    QTest::newRow("header") << u"req_header"_s << u"req_header"_s;
    QTest::newRow("body") << QString() << u"req_body"_s;
}

void TestWireError::takesTheRequestIdOfTheHeader()
{
    QFETCH(QString, header);
    QTEST(decodeError(500, R"({"error":{"request_id":"req_body"}})", header).requestId, "taken");
}

void TestWireError::staysShort()
{
    const Error error
        = decodeError(400, R"({"error":{"message":"a\n\n b)" + QByteArray(1'000'000, 'x') + R"("}})", {});
    QVERIFY(error.text.size() < 400);
    QVERIFY(error.detail.size() < 400);
    QVERIFY(error.text.contains(u"a bx"_s));
}

QTEST_APPLESS_MAIN(TestWireError)
#include "tst_wireerror.moc"
