// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/httpmessage.h"

#include <QTest>

using namespace paydesk::sandbox;

class TestHttpMessage : public QObject
{
    Q_OBJECT
private slots:
    void frames_data();
    void frames();
    void takesOneAfterTheOther();
    void editsHeaders();
};

void TestHttpMessage::frames_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("framing");
    QTest::addColumn<QByteArray>("body");
    const auto row
        = [](const char *name, const QByteArray &stream, Framing framing, const QByteArray &body = {}) {
              QTest::newRow(name) << stream << static_cast<int>(framing) << body;
          };
    row("nothing", "", Framing::Incomplete);
    row("half a head", "GET / HTTP/1.1\r\nHost: x\r\n", Framing::Incomplete);
    row("no body", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", Framing::Complete);
    row("body", "POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc", Framing::Complete, "abc");
    row("half a body", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", Framing::Incomplete);
    row("zero", "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", Framing::Complete);
    row("negative", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", Framing::Unacceptable);
    row("no number", "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", Framing::Unacceptable);
    row("chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Framing::Unacceptable);
    row("too long a body", "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", Framing::Unacceptable);
    row("too long a head", "GET / HTTP/1.1\r\nX: " + QByteArray(100'000, 'x'), Framing::Unacceptable);
    row("no start line", "hello\r\n\r\n", Framing::Unacceptable);
}

void TestHttpMessage::frames()
{
    QFETCH(QByteArray, stream);
    HttpMessage message;
    QTEST(static_cast<int>(takeMessage(stream, message)), "framing");
    QTEST(message.body, "body");
}

void TestHttpMessage::takesOneAfterTheOther()
{
    QByteArray stream = "POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\n12GET /b HTTP/1.1\r\n\r\nGET";
    HttpMessage message;
    QVERIFY(takeMessage(stream, message) == Framing::Complete);
    QCOMPARE(message.startLine().at(1), QByteArray("/a"));
    QCOMPARE(message.body, QByteArray("12"));
    QVERIFY(takeMessage(stream, message) == Framing::Complete);
    QCOMPARE(message.startLine().at(1), QByteArray("/b"));
    QVERIFY(takeMessage(stream, message) == Framing::Incomplete);
    QCOMPARE(stream, QByteArray("GET"));
}

void TestHttpMessage::editsHeaders()
{
    HttpMessage message{
        .head = "GET / HTTP/1.1\r\nHost: x\r\nSandbox-Hold: 1\r\nsandbox-stale: 2\r\n\r\n", .body = "b"};
    message.removeHeaders("sandbox-");
    message.addHeader("X-New", "3");
    QCOMPARE(message.bytes(), QByteArray("GET / HTTP/1.1\r\nHost: x\r\nX-New: 3\r\n\r\nb"));
    QCOMPARE(message.header("host"), QByteArray("x"));
    QCOMPARE(message.header("absent"), QByteArray());
}

QTEST_GUILESS_MAIN(TestHttpMessage)
#include "tst_httpmessage.moc"
