// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "flowlix/client.h"
#include "support/rawserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using paydesk::test::RawServer;

/// What the client tells of the service as a whole: its time, and whether it answers.
class TestClientHears : public QObject
{
    Q_OBJECT
private slots:
    void tellsTheServicesTime_data();
    void tellsTheServicesTime();
    void keepsTheTimeWithoutADate();
    void tellsAnswers_data();
    void tellsAnswers();
    void measuresFromSendingToTheLastByte();
    void leavesTheWaitForTheBudgetOut();
    void tellsMissingAnswers_data();
    void tellsMissingAnswers();
    void saysNothingOfTheRest_data();
    void saysNothingOfTheRest();
};

namespace {

const QByteArray date = "Date: Sun, 06 Nov 1994 08:49:37 GMT";
const QDateTime dated(QDate(1994, 11, 6), QTime(8, 49, 37), Qt::UTC);

std::chrono::milliseconds took(const QSignalSpy &answered)
{
    return answered.last().at(0).value<std::chrono::milliseconds>();
}

} // namespace

void TestClientHears::tellsTheServicesTime_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {200, 401, 404, 409, 429, 500, 503})
        QTest::addRow("%d", status) << status;
}

void TestClientHears::tellsTheServicesTime()
{
    QFETCH(int, status);
    RawServer server;
    server.answerWith(RawServer::http(status, paymentBody(), {date}));
    Client client(configFor(server.url()));
    QVERIFY(!client.serviceTime());
    Answers<PaymentAnswer> answers;
    std::optional<QDateTime> inTheCallback;
    client.retrievePayment(retrieveCall(), &answers,
        [&](const Result<PaymentAnswer> &) { inTheCallback = client.serviceTime(); });
    QTRY_VERIFY(inTheCallback);
    QVERIFY(*inTheCallback >= dated);
    QCOMPARE(inTheCallback->timeSpec(), Qt::UTC);
    QTRY_VERIFY(*client.serviceTime() >= dated.addMSecs(20)); // it goes on by itself
}

void TestClientHears::keepsTheTimeWithoutADate()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    server.answerWith(RawServer::http(200, paymentBody(), {date}));
    server.answerWith(RawServer::http(200, paymentBody(), {"Date: yesterday"}));
    server.answerWith(RawServer::close());
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    const auto ask = [&] {
        const qsizetype before = answers.count();
        client.createPayment(createCall(), &answers, answers.callback());
        return QTest::qWaitFor([&] { return answers.count() > before; });
    };
    QVERIFY(ask());
    QVERIFY(!client.serviceTime());
    QVERIFY(ask());
    QVERIFY(client.serviceTime());
    const QDateTime first = *client.serviceTime();
    for (int i = 0; i < 2; ++i) {
        QVERIFY(ask());
        QVERIFY(*client.serviceTime() >= first);
        QVERIFY(*client.serviceTime() < dated.addYears(1)); // not this computer's time
    }
}

void TestClientHears::tellsAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("payment") << 200 << paymentBody();
    QTest::newRow("unreadable") << 200 << QByteArray("<html>");
    for (const int status : {201, 302, 401, 403, 404, 422, 429, 500})
        QTest::addRow("%d", status) << status << QByteArray("{}");
}

void TestClientHears::tellsAnswers()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    RawServer server;
    server.answerWith(RawServer::http(status, body));
    Client client(configFor(server.url()));
    const QSignalSpy answered(&client, &Client::answered);
    const QSignalSpy unanswered(&client, &Client::unanswered);
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(answered.size(), 1);
    QCOMPARE(answered.first().at(1).toInt(), status);
    QVERIFY(took(answered) >= 0ms);
    QCOMPARE(unanswered.size(), 0);
}

void TestClientHears::measuresFromSendingToTheLastByte()
{
    RawServer server;
    server.answerWith([](QTcpSocket &socket) {
        socket.write("HTTP/1.1 200 Scripted\r\nContent-Length: 2\r\n\r\n{");
        QTimer::singleShot(100ms, Qt::PreciseTimer, &socket, [&socket] { socket.putChar('}'); });
    });
    Client client(configFor(server.url()));
    const QSignalSpy answered(&client, &Client::answered);
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answered.size(), 1);
    QVERIFY2(took(answered) >= 99ms, qPrintable(QString::number(took(answered).count())));
}

void TestClientHears::leavesTheWaitForTheBudgetOut()
{
    RawServer server;
    server.answerWith(RawServer::http(429, "{}", {"Retry-After: 1"}));
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(server.url()));
    const QSignalSpy answered(&client, &Client::answered);
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QElapsedTimer all;
    all.start();
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE_WITH_TIMEOUT(answers.count(), 2, 10'000);
    QCOMPARE(answered.size(), 2);
    const auto waited = std::chrono::milliseconds(all.elapsed()) - took(answered);
    QVERIFY2(waited >= 800ms, qPrintable(QString::number(waited.count())));
}

void TestClientHears::tellsMissingAnswers_data()
{
    QTest::addColumn<RawServer::Answer>("answer");
    QTest::newRow("closed") << RawServer::close();
    QTest::newRow("no answer in time") << RawServer::stall();
    QTest::newRow("half a head") << RawServer::bytesThenClose("HTTP/1.1 200 Scripted\r\nContent-");
    QTest::newRow("half a body") << RawServer::bytesThenClose(
        "HTTP/1.1 200 Scripted\r\n" + date + "\r\nContent-Length: 100\r\n\r\n{");
}

void TestClientHears::tellsMissingAnswers()
{
    QFETCH(RawServer::Answer, answer);
    RawServer server;
    server.answerWith(answer);
    ClientConfig config = configFor(server.url());
    config.deadline = 200ms;
    Client client(config);
    const QSignalSpy answered(&client, &Client::answered);
    const QSignalSpy unanswered(&client, &Client::unanswered);
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(unanswered.size(), 1);
    const auto error = unanswered.first().first().value<Error>();
    QCOMPARE(error.kind, ErrorKind::Network);
    QCOMPARE(error.text, answers.error().text);
    QCOMPARE(answered.size(), 0);
    QVERIFY(!client.serviceTime());
}

void TestClientHears::saysNothingOfTheRest_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("not sent") << u"not sent"_s;
    QTest::newRow("too long") << u"too long"_s;
}

void TestClientHears::saysNothingOfTheRest()
{
    QFETCH(QString, what);
    RawServer server;
    server.answerWith(RawServer::http(200, QByteArray(2000, ' ')));
    ClientConfig config = configFor(server.url());
    config.maximumBody = 1000;
    if (what == "not sent"_L1)
        config.key = SecretKey();
    Client client(config);
    const QSignalSpy answered(&client, &Client::answered);
    const QSignalSpy unanswered(&client, &Client::unanswered);
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(answers.error().kind, what == "not sent"_L1 ? ErrorKind::Configuration : ErrorKind::BadAnswer);
    QCOMPARE(answered.size() + unanswered.size(), 0);
}

QTEST_GUILESS_MAIN(TestClientHears)
#include "tst_clienthears.moc"
