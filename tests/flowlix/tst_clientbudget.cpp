// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "flowlix/client.h"
#include "support/rawserver.h"

#include <QElapsedTimer>
#include <QTest>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using paydesk::test::RawServer;

/// All calls of a client share what the service still takes. RateBudget's own test has the rules.
class TestClientBudget : public QObject
{
    Q_OBJECT
private slots:
    void allCallsWaitForTheWindow();
    void refusalHoldsTheNextCallBack();
    void waitingCallCanBeGivenUp();
    void backgroundCallsComeLast();
    void backgroundCallCanBeGivenUp();
};

namespace {

/// Headers of a window of the service, whose clock counts whole seconds from 1000.
QList<QByteArray> window(int limit, int remaining, int endsInSeconds)
{
    return {"X-RateLimit-Limit: " + QByteArray::number(limit),
        "X-RateLimit-Remaining: " + QByteArray::number(remaining),
        "X-RateLimit-Reset: " + QByteArray::number(1000 + endsInSeconds),
        "Date: Thu, 01 Jan 1970 00:16:40 GMT"};
}

} // namespace

void TestClientBudget::allCallsWaitForTheWindow()
{
    RawServer server;
    server.answerWith(RawServer::http(201, paymentBody(), window(1, 0, 1)));
    server.answerWith(RawServer::http(200, paymentBody(), window(500, 499, 59)));
    ClientConfig config = configFor(server.url());
    config.deadline = 800ms; // shorter than the wait, which does not count against it
    Client client(config);
    Answers<PaymentAnswer> answers;
    client.createPayment(createCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);

    QElapsedTimer timer;
    timer.start();
    client.refundPayment(refundCall(), &answers, answers.callback());
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE_WITH_TIMEOUT(answers.count(), 3, 10'000);
    QVERIFY(answers.results.at(1));
    QVERIFY(answers.results.at(2));
    // The wait began when the first answer was read, a little before the timer started.
    QVERIFY2(timer.elapsed() >= 800, qPrintable(QString::number(timer.elapsed())));
    // First come, first served: the window takes one, and the answer to that one lets the next follow.
    QCOMPARE(server.requests().size(), 3);
    QVERIFY(server.requests().at(1).line.startsWith("POST"));
    QVERIFY(server.requests().at(2).line.startsWith("GET"));
}

void TestClientBudget::refusalHoldsTheNextCallBack()
{
    RawServer server;
    server.answerWith(RawServer::http(429, "{}", {"Retry-After: 1"}));
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);
    QCOMPARE(answers.error().kind, ErrorKind::RateLimited);
    QCOMPARE(answers.error().retryAfter, std::optional<std::chrono::milliseconds>(1s));

    QElapsedTimer timer;
    timer.start();
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE_WITH_TIMEOUT(answers.count(), 2, 10'000);
    QVERIFY(answers.results.last());
    QVERIFY2(timer.elapsed() >= 800, qPrintable(QString::number(timer.elapsed())));
}

void TestClientBudget::waitingCallCanBeGivenUp()
{
    RawServer server;
    server.answerWith(RawServer::http(429, "{}", {"Retry-After: 1"}));
    server.answerWith(RawServer::http(200, paymentBody()));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);

    auto givenUp = std::make_unique<Answers<PaymentAnswer>>();
    client.createPayment(createCall(), givenUp.get(), givenUp->callback());
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    givenUp.reset();
    QTRY_COMPARE_WITH_TIMEOUT(answers.count(), 2, 10'000);
    QVERIFY(answers.results.last());
    QCOMPARE(server.requests().size(), 2); // what was given up was never sent
    QVERIFY(server.requests().last().line.startsWith("GET"));
}

void TestClientBudget::backgroundCallsComeLast()
{
    RawServer server;
    server.answerWith(RawServer::http(200, paymentBody(), window(1, 0, 1)));
    server.answerWith(RawServer::http(201, paymentBody(), window(500, 499, 59)));
    server.answerWith(RawServer::http(200, paymentBody(), window(500, 498, 59)));
    server.answerWith(RawServer::http(200, R"({"object":"list","data":[],"has_more":false})"));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);

    Answers<PaymentPage> pages;
    client.listPayments({.priority = Priority::Background}, &pages, pages.callback());
    client.createPayment(createCall(), &answers, answers.callback());
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE_WITH_TIMEOUT(pages.count(), 1, 10'000);
    QCOMPARE(answers.count(), 3);
    QCOMPARE(server.requests().size(), 4);
    QVERIFY(server.requests().at(1).line.startsWith("POST"));
    QVERIFY(server.requests().at(3).line.startsWith("GET /v1/payments?"));
}

void TestClientBudget::backgroundCallCanBeGivenUp()
{
    RawServer server;
    // Two are left for a whole minute: they are kept.
    server.answerWith(RawServer::http(200, paymentBody(), window(128, 2, 60)));
    server.answerWith(RawServer::http(200, paymentBody(), window(128, 1, 60)));
    Client client(configFor(server.url()));
    Answers<PaymentAnswer> answers;
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 1);

    auto givenUp = std::make_unique<Answers<PaymentPage>>();
    client.listPayments({.priority = Priority::Background}, givenUp.get(), givenUp->callback());
    client.retrievePayment(retrieveCall(), &answers, answers.callback());
    QTRY_COMPARE(answers.count(), 2);
    QCOMPARE(server.requests().size(), 2); // the one that waits was overtaken
    givenUp.reset();
}

QTEST_GUILESS_MAIN(TestClientBudget)
#include "tst_clientbudget.moc"
