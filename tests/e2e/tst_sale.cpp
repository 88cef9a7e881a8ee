// SPDX-License-Identifier: GPL-3.0-or-later
#include "deskdriver.h"
#include "sandbox/steering.h"
#include "sandboxcontrol.h"

#include <QDirIterator>
#include <QTest>

#include <csignal>

using namespace paydesk::test;
using namespace Qt::StringLiterals;
namespace steering = paydesk::sandbox::steering;

namespace {

using Steering = QMap<QString, QString>;

const QString pageTitle = u"Your shop – card payment"_s;

Steering steer(const QString &page, const QString &leave = {})
{
    Steering metadata = {{steering::page, page}};
    if (!leave.isEmpty())
        metadata.insert(steering::leave, leave);
    return metadata;
}

} // namespace

/// Sales with the three real programs: each way that a page can end comes back to the desk by itself, with
/// the result that the service holds.
class TestSale : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanup();
    void results_data();
    void results();
    void waysBack_data();
    void waysBack();
    void lyingReturnIsNeverPaid_data();
    void lyingReturnIsNeverPaid();
    void closedWindowIsNotKnownYetUntilItIs();
    void leftPageIsNotKnownYet();
    void truthComesWithoutAReturn();
    void killedCheckoutCanBeReopened();
    void anotherCardIsANewPayment();
    void lostAnswerCreatesOnePayment();
    void refusedTypingKeepsWhatWasTyped();
    void listEqualsTheLedgerAlsoAfterARestart();

private:
    void expectListEqualsLedger();

    std::unique_ptr<Session> m_session;
    std::unique_ptr<SandboxControl> m_sandbox;
    std::unique_ptr<DeskDriver> m_desk;
};

void TestSale::initTestCase()
{
    m_session = std::make_unique<Session>();
    QVERIFY(m_session->isReady());
    m_sandbox = std::make_unique<SandboxControl>();
    QVERIFY(m_sandbox->start());
    m_desk = std::make_unique<DeskDriver>(*m_session);
    m_desk->setVariable(u"PAYDESK_API_KEY"_s, u"fl_test_sk_endtoend_desk"_s);
    m_desk->setVariable(u"PAYDESK_API_URL"_s, m_sandbox->url().toString());
    QVERIFY(m_desk->start());
    QVERIFY(m_desk->waitUntilReady());
}

void TestSale::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo("%s\n%s", m_desk->output().constData(), qPrintable(m_desk->description()));
    if (!m_desk->headline().isEmpty())
        QVERIFY(m_desk->press(u"New payment"_s));
}

void TestSale::results_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("status");
    QTest::newRow("pays") << steering::pagevalue::pay << u"Paid"_s << u"succeeded"_s;
    QTest::newRow("declined") << steering::pagevalue::decline << u"Declined"_s << u"failed"_s;
    QTest::newRow("stolen") << u"decline:stolen_card"_s << u"Declined"_s << u"failed"_s;
    QTest::newRow("3-D Secure passed")
        << steering::pagevalue::challengeApprove << u"Paid"_s << u"succeeded"_s;
    QTest::newRow("3-D Secure failed")
        << steering::pagevalue::challengeReject << u"Declined"_s << u"failed"_s;
    QTest::newRow("canceled on the page") << steering::pagevalue::cancel << u"Canceled"_s << u"canceled"_s;
    QTest::newRow("expired") << steering::pagevalue::expire << u"Expired"_s << u"expired"_s;
}

void TestSale::results()
{
    QFETCH(QString, page);
    QFETCH(QString, headline);
    QFETCH(QString, status);
    QVERIFY(m_desk->charge(u"25,00"_s, u"Order #5678"_s, steer(page)));
    QVERIFY(m_desk->waitForHeadline(headline));
    QCOMPARE(m_sandbox->payments().constFirst()[u"status"_s].toString(), status);
    const QList<QStringList> rows = m_desk->payments();
    QVERIFY(!rows.isEmpty());
    const QStringList &row = rows.first();
    QCOMPARE(row[1], u"EUR 25.00"_s);
    QCOMPARE(row[2], headline);
    QCOMPARE(row[3], u"Order #5678"_s);
    QCOMPARE(row[5], m_sandbox->payments().constFirst()[u"id"_s].toString());
    if (headline == "Paid"_L1)
        QVERIFY(m_desk->window().find(row[4], u"label"_s)); // Card brand and last four beside the result.
    // What must never be said to a customer's face.
    const auto accuses = m_desk->window().first([](const Accessible &object) {
        const QString name = object.name().toLower();
        return name.contains("stolen"_L1) || name.contains("lost"_L1) || name.contains("fraud"_L1);
    });
    QVERIFY(!accuses);
}

void TestSale::waysBack_data()
{
    QTest::addColumn<QString>("leave");
    for (const QString &leave :
        {steering::leavevalue::found, steering::leavevalue::seeOther, steering::leavevalue::temporaryRedirect,
            steering::leavevalue::script, steering::leavevalue::metaRefresh, steering::leavevalue::formPost,
            steering::leavevalue::popup, steering::leavevalue::iframe})
        QTest::newRow(qPrintable(leave)) << leave;
}

void TestSale::waysBack()
{
    QFETCH(QString, leave);
    QVERIFY(m_desk->charge(u"3.50"_s, u"Back by "_s + leave, steer(steering::pagevalue::pay, leave)));
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s));
    QVERIFY(QTest::qWaitFor([this] { return m_desk->screen().windowTitled(pageTitle) == 0; }, patienceMs));
}

void TestSale::lyingReturnIsNeverPaid_data()
{
    QTest::addColumn<QString>("leave");
    QTest::newRow("succeeded, of a failed payment") << steering::leavevalue::forged;
    QTest::newRow("another payment's id") << steering::leavevalue::foreign;
}

void TestSale::lyingReturnIsNeverPaid()
{
    QFETCH(QString, leave);
    QVERIFY(m_desk->charge(u"9.99"_s, u"Lies"_s, steer(steering::pagevalue::decline, leave)));
    QString seen;
    QVERIFY(QTest::qWaitFor(
        [&] {
            seen = m_desk->headline();
            return seen == "Declined"_L1 || seen == "Paid"_L1;
        },
        patienceMs));
    QCOMPARE(seen, u"Declined"_s);
}

void TestSale::closedWindowIsNotKnownYetUntilItIs()
{
    QVERIFY(m_desk->charge(u"12"_s, u"Closed"_s));
    quint32 page = 0;
    QVERIFY(
        QTest::qWaitFor([&] { return (page = m_desk->screen().windowTitled(pageTitle)) != 0; }, patienceMs));
    m_desk->screen().close(page);
    QVERIFY(m_desk->waitForHeadline(u"Not known yet"_s));
    QVERIFY(m_sandbox->settle(m_sandbox->payments().constFirst()[u"id"_s].toString(), u"succeeded"_s));
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s)); // By itself: nobody pressed anything.
}

void TestSale::leftPageIsNotKnownYet()
{
    QVERIFY(m_desk->charge(u"12"_s, u"Left"_s));
    // Before, the button is there, and has nothing to leave.
    QVERIFY(QTest::qWaitFor([&] { return m_desk->screen().windowTitled(pageTitle) != 0; }, patienceMs));
    const qint64 checkout = m_desk->children(u"paydesk-checkout"_s).value(0);
    QVERIFY(checkout);
    std::optional<Accessible> leave;
    QVERIFY(QTest::qWaitFor(
        [&] {
            leave = m_session->accessibility().application(checkout).find(u"Leave page"_s, u"push button"_s);
            return leave.has_value();
        },
        patienceMs));
    QVERIFY(leave->press());
    QVERIFY(m_desk->waitForHeadline(u"Not known yet"_s));
    QVERIFY(m_sandbox->settle(m_sandbox->payments().constFirst()[u"id"_s].toString(), u"canceled"_s));
    QVERIFY(m_desk->waitForHeadline(u"Canceled"_s));
}

void TestSale::truthComesWithoutAReturn()
{
    QVERIFY(m_desk->charge(
        u"1"_s, u"Never returns"_s, steer(steering::pagevalue::pay, steering::leavevalue::none)));
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s));
}

void TestSale::killedCheckoutCanBeReopened()
{
    QVERIFY(m_desk->charge(u"7"_s, u"Killed"_s));
    QVERIFY(QTest::qWaitFor([this] { return m_desk->screen().windowTitled(pageTitle) != 0; }, patienceMs));
    const qint64 checkout = m_desk->children(u"paydesk-checkout"_s).value(0);
    QVERIFY(checkout);
    QCOMPARE(::kill(pid_t(checkout), SIGKILL), 0);
    QVERIFY(m_desk->waitForHeadline(u"Not known yet"_s));
    QVERIFY(m_desk->press(u"Resume page"_s));
    QVERIFY(QTest::qWaitFor([this] { return m_desk->screen().windowTitled(pageTitle) != 0; }, patienceMs));
    QVERIFY(m_sandbox->settle(m_sandbox->payments().constFirst()[u"id"_s].toString(), u"succeeded"_s));
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s));
    QVERIFY(QTest::qWaitFor([this] { return m_desk->screen().windowTitled(pageTitle) == 0; }, patienceMs));
}

void TestSale::anotherCardIsANewPayment()
{
    const qsizetype before = m_sandbox->payments().size();
    QVERIFY(m_desk->charge(u"41"_s, u"Twice"_s, steer(steering::pagevalue::decline)));
    QVERIFY(m_desk->waitForHeadline(u"Declined"_s));
    QVERIFY(m_desk->press(u"Try another card"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->textOf(u"Amount"_s), u"41.00"_s, patienceMs);
    QCOMPARE(m_desk->textOf(u"Description"_s), u"Twice"_s);
    QVERIFY(m_desk->press(u"Charge"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_sandbox->payments().size(), before + 2, patienceMs);
    QVERIFY(m_desk->waitForHeadline(u"Declined"_s));
    const QList<QJsonObject> after = m_sandbox->payments();
    QCOMPARE(after.size(), before + 2);
    QVERIFY(after[0][u"id"_s] != after[1][u"id"_s]);
}

void TestSale::lostAnswerCreatesOnePayment()
{
    const qsizetype before = m_sandbox->payments().size();
    QVERIFY(m_sandbox->addFault({{u"method"_s, u"POST"_s}, {u"path"_s, u"/v1/payments/hpp"_s},
        {u"fault"_s, u"drop_after"_s}, {u"times"_s, 2}}));
    QVERIFY(m_desk->charge(u"5"_s, u"Lost answer"_s, steer(steering::pagevalue::pay)));
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s));
    QCOMPARE(m_sandbox->payments().size(), before + 1);
}

void TestSale::refusedTypingKeepsWhatWasTyped()
{
    QVERIFY(m_desk->charge(u"12.345"_s, u"Three digits"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().first([](const Accessible &object) {
        return object.role() == "label"_L1 && object.name().contains("after the decimal mark"_L1);
    }),
        patienceMs);
    QCOMPARE(m_desk->textOf(u"Amount"_s), u"12.345"_s);
    QCOMPARE(m_desk->textOf(u"Description"_s), u"Three digits"_s);
    QVERIFY(m_desk->fill(u"Amount"_s, QString()));
    QVERIFY(m_desk->fill(u"Description"_s, QString()));
}

void TestSale::expectListEqualsLedger()
{
    const QList<QStringList> shown = m_desk->payments();
    QMap<QString, QString> desk;
    for (const QStringList &row : shown)
        desk.insert(row[5], row[1] + u' ' + row[2]);
    QMap<QString, QString> service;
    static const QMap<QString, QString> words = {{u"succeeded"_s, u"Paid"_s}, {u"failed"_s, u"Declined"_s},
        {u"canceled"_s, u"Canceled"_s}, {u"expired"_s, u"Expired"_s}};
    const QList<QJsonObject> payments = m_sandbox->payments();
    for (const QJsonObject &payment : payments) {
        const qint64 amount = payment[u"amount"_s].toInteger();
        service.insert(payment[u"id"_s].toString(),
            u"EUR %1.%2 %3"_s.arg(amount / 100)
                .arg(amount % 100, 2, 10, QChar(u'0'))
                .arg(words.value(payment[u"status"_s].toString(), u"Not known yet"_s)));
    }
    QCOMPARE(shown.size(), payments.size());
    QCOMPARE(desk, service);
}

void TestSale::listEqualsTheLedgerAlsoAfterARestart()
{
    expectListEqualsLedger();
    m_desk->quit();
    QVERIFY(m_desk->start());
    QVERIFY(m_desk->waitUntilReady());
    QVERIFY(QTest::qWaitFor([this] { return !m_desk->payments().isEmpty(); }, patienceMs));
    expectListEqualsLedger();
}

QTEST_GUILESS_MAIN(TestSale)
#include "tst_sale.moc"
