// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "flowlix/client.h"
#include "support/rawserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace paydesk;
using namespace paydesk::flowlix;
using paydesk::test::RawServer;

/// When and where calls answer, and when they no longer do.
class TestClientLifetime : public QObject
{
    Q_OBJECT
private slots:
    void answersLater();
    void answersOnTheContextsThread();
    void mayBeDeletedByAnAnswer();
    void isSilentWithoutItsContext();
    void isSilentWithoutItself();
};

void TestClientLifetime::answersLater()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QCOMPARE(answers.count(), 0);
    QTRY_COMPARE(answers.count(), 1);
    // Once only: nothing more has come after another round trip.
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(server.requests().size(), 2);
    QTRY_VERIFY(answers.count() > 1);
    QCOMPARE(answers.count(), 2);
}

void TestClientLifetime::answersOnTheContextsThread()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(server.url()));
    QThread thread;
    QObject context;
    context.moveToThread(&thread);
    thread.start();
    std::atomic<QThread *> answeredOn = nullptr;
    client.retrievePayment(retrieveCall(), &context,
        [&answeredOn](const Result<PaymentAnswer> &) { answeredOn = QThread::currentThread(); });
    QTRY_VERIFY(answeredOn.load());
    QCOMPARE(answeredOn.load(), &thread);
    thread.quit();
    thread.wait();
}

void TestClientLifetime::mayBeDeletedByAnAnswer()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody()));
    auto client = std::make_unique<Client>(configFor(server.url()));
    QObject context;
    client->retrievePayment(retrieveCall(), &context, [&](const Result<PaymentAnswer> &) { client.reset(); });
    QTRY_VERIFY(!client);
    QTRY_COMPARE(server.openConnections(), 0);
}

void TestClientLifetime::isSilentWithoutItsContext()
{
    RawServer server;
    server.answerWith(RawServer::stall());
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(server.url()));
    int answered = 0;
    auto context = std::make_unique<QObject>();
    client.retrievePayment(retrieveCall(), context.get(), [&](const Result<PaymentAnswer> &) { ++answered; });
    QTRY_COMPARE(server.requests().size(), 1);
    context.reset();
    QTRY_COMPARE(server.openConnections(), 0); // the call was given up

    // The same where the answer is on its way already.
    context = std::make_unique<QObject>();
    QSignalSpy received(&server, &RawServer::requestReceived);
    client.retrievePayment(retrieveCall(), context.get(), [&](const Result<PaymentAnswer> &) { ++answered; });
    QVERIFY(received.wait());
    context.reset();
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(answered, 0);
}

void TestClientLifetime::isSilentWithoutItself()
{
    RawServer server;
    server.answerWith(RawServer::stall());
    auto client = std::make_unique<Client>(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client->retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(server.requests().size(), 1);
    client.reset();
    QTRY_COMPARE(server.openConnections(), 0);
    QCOMPARE(answers.count(), 0);
}

QTEST_GUILESS_MAIN(TestClientLifetime)
#include "tst_clientlifetime.moc"
