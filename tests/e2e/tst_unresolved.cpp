// SPDX-License-Identifier: GPL-3.0-or-later
#include "deskdriver.h"
#include "sandboxcontrol.h"

#include <QTest>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// A sale whose result nobody knows: it is not charged again unasked, and the truth is told late.
class TestUnresolved : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void asksBeforeChargingAgain();
    void anotherSaleIsAnotherSale();
    void anotherAmountIsNotHeldUp();
    void resumesThePage();
    void refundsWhatWasPaidLate();

private:
    /// Charges while the service fails, stops waiting and goes on to the next.
    bool leaveUnresolved();
    bool press(const QString &button)
    {
        return QTest::qWaitFor([&] { return m_desk->press(button); }, patienceMs);
    }
    bool sees(const QString &part) const
    {
        return m_desk->window()
            .first([&part](const Accessible &object) { return object.name().contains(part); })
            .has_value();
    }
    bool asks() const
    {
        return m_desk->window().find(u"Charge as a new sale"_s, u"push button"_s).has_value();
    }
    QString statusInList(int row) const { return m_desk->payments().value(row).value(2); }

    std::unique_ptr<Session> m_session;
    std::unique_ptr<SandboxControl> m_sandbox;
    std::unique_ptr<DeskDriver> m_desk;
};

namespace {

constexpr quint32 returnKey = 0xff0d;
constexpr quint32 stopWaitingKey = 0xffc6; // F9

} // namespace

void TestUnresolved::init()
{
    m_session = std::make_unique<Session>();
    QVERIFY(m_session->isReady());
    m_sandbox = std::make_unique<SandboxControl>();
    QVERIFY(m_sandbox->start());
    m_desk = std::make_unique<DeskDriver>(*m_session);
    m_desk->setVariable(u"PAYDESK_API_KEY"_s, u"fl_test_sk_unresolved"_s);
    m_desk->setVariable(u"PAYDESK_API_URL"_s, m_sandbox->url().toString());
    QVERIFY(m_desk->start() && m_desk->waitUntilReady());
}

void TestUnresolved::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo().noquote() << m_desk->description() << m_desk->output();
    m_desk->quit();
}

bool TestUnresolved::leaveUnresolved()
{
    // Three answers are lost, the fourth comes in the background.
    const bool faulty = m_sandbox->addFault({{u"method"_s, u"POST"_s}, {u"path"_s, u"/v1/payments/hpp"_s},
        {u"fault"_s, u"status"_s}, {u"value"_s, 503}, {u"times"_s, 3}});
    if (!faulty || !m_desk->charge(u"25"_s, u"Two tickets"_s)
        || !QTest::qWaitFor([this] { return sees(u"Trying again"_s); }, patienceMs))
        return false;
    m_desk->tap(stopWaitingKey);
    return m_desk->waitForHeadline(u"Not known yet"_s) && press(u"New payment"_s)
        && QTest::qWaitFor([this] { return m_sandbox->payments().size() == 1; }, patienceMs);
}

void TestUnresolved::asksBeforeChargingAgain()
{
    QVERIFY(leaveUnresolved());
    QVERIFY(m_desk->charge(u"25"_s, u"The same again"_s));
    QTRY_VERIFY_WITH_TIMEOUT(asks(), patienceMs);
    // However often Enter is pressed, it only asks Flowlix.
    m_desk->tap(returnKey);
    m_desk->tap(returnKey);
    QVERIFY(m_sandbox->settle(m_sandbox->payments()[0][u"id"_s].toString(), u"succeeded"_s));
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s));
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"has been paid after you left it"_s), patienceMs);
    m_desk->tap(returnKey);
    QVERIFY(press(u"Back"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->textOf(u"Amount"_s), u"25"_s, patienceMs);
    QCOMPARE(m_desk->textOf(u"Description"_s), u"The same again"_s);
    QCOMPARE(m_sandbox->payments().size(), 1);
    QVERIFY(press(u"Dismiss"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!sees(u"has been paid after you left it"_s), patienceMs);
    QCOMPARE(statusInList(0), u"Paid"_s);
}

void TestUnresolved::anotherSaleIsAnotherSale()
{
    QVERIFY(leaveUnresolved());
    QVERIFY(m_desk->charge(u"25"_s, u"Another customer"_s));
    QVERIFY(press(u"Charge as a new sale"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_sandbox->payments().size(), 2, patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->payments().size(), 2, patienceMs);
}

void TestUnresolved::anotherAmountIsNotHeldUp()
{
    QVERIFY(leaveUnresolved());
    QVERIFY(m_desk->charge(u"26"_s, u"Another amount"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_sandbox->payments().size(), 2, patienceMs);
}

void TestUnresolved::resumesThePage()
{
    QVERIFY(leaveUnresolved());
    QVERIFY(m_desk->charge(u"25"_s, u"The same again"_s));
    QVERIFY(press(u"Resume page"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->screen().windowTitled(u"Your shop – card payment"_s), patienceMs);
    QCOMPARE(m_sandbox->payments().size(), 1);
}

void TestUnresolved::refundsWhatWasPaidLate()
{
    QVERIFY(leaveUnresolved());
    QVERIFY(m_sandbox->settle(m_sandbox->payments()[0][u"id"_s].toString(), u"succeeded"_s));
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"has been paid after you left it"_s), patienceMs);
    QVERIFY(press(u"Show"_s));
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s));
    QVERIFY(press(u"Refund"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->textOf(u"Amount to refund"_s), u"25.00"_s, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->window().find(u"Amount to refund"_s, u"text"_s)->isFocused(), patienceMs);
    m_desk->tap(returnKey);
    m_desk->type(u"goods returned"_s);
    m_desk->tap(returnKey);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->window().find(u"Refund EUR 25.00…"_s, u"push button"_s)->isFocused(), patienceMs);
    m_desk->tap(returnKey);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->window().find(u"Refund EUR 25.00"_s, u"push button"_s)->isFocused(), patienceMs);
    m_desk->tap(returnKey);
    QTRY_COMPARE_WITH_TIMEOUT(statusInList(0), u"Paid, refunded"_s, patienceMs);
    QCOMPARE(m_sandbox->payments()[0][u"refunded_amount"_s].toInt(), 2500);
    QTRY_VERIFY_WITH_TIMEOUT(sees(u"EUR 25.00 has been refunded."_s), patienceMs);
}

QTEST_GUILESS_MAIN(TestUnresolved)
#include "tst_unresolved.moc"
