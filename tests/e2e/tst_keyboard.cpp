// SPDX-License-Identifier: GPL-3.0-or-later
#include "deskdriver.h"
#include "sandboxcontrol.h"

#include <QDirIterator>
#include <QTest>
#include <QTimer>

using namespace paydesk::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString pageTitle = u"Your shop – card payment"_s;
const QString cardNumber = u"4111111111111111"_s;
constexpr quint32 tabKey = 0xff09;
constexpr quint32 returnKey = 0xff0d;

/// Everything below an object, what is hidden too.
QList<Accessible> everything(const Accessible &object)
{
    QList<Accessible> list = {object};
    const QList<Accessible> below = object.children();
    for (const Accessible &child : below)
        list += everything(child);
    return list;
}

} // namespace

/// The whole sale by keyboard. Where keys land decides whether a card number enters the program's own
/// widgets, so that is looked at from the instant of the charge on.
class TestKeyboard : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void digitsNeverLandInTheDesk_data();
    void digitsNeverLandInTheDesk();
    void wholeSaleByKeyboardLeavesNoCardNumber();

private:
    QString cardField() const;

    std::unique_ptr<Session> m_session;
    std::unique_ptr<SandboxControl> m_sandbox;
    std::unique_ptr<DeskDriver> m_desk;
};

void TestKeyboard::initTestCase()
{
    m_session = std::make_unique<Session>();
    QVERIFY(m_session->isReady());
    m_sandbox = std::make_unique<SandboxControl>();
    QVERIFY(m_sandbox->start());
    m_desk = std::make_unique<DeskDriver>(*m_session);
    m_desk->setVariable(u"PAYDESK_API_KEY"_s, u"fl_test_sk_keyboard"_s);
    m_desk->setVariable(u"PAYDESK_API_URL"_s, m_sandbox->url().toString());
    QVERIFY(m_desk->start());
    QVERIFY(m_desk->waitUntilReady());
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->screen().activeWindow() == m_desk->screen().windowTitled(u"Your shop – Paydesk"_s),
        patienceMs);
}

/// What the page's card number field holds, read as a screen reader reads the page.
QString TestKeyboard::cardField() const
{
    const qint64 checkout = m_desk->children(u"paydesk-checkout"_s).value(0);
    const auto field = m_session->accessibility().application(checkout).first([](const Accessible &object) {
        return object.name() == "Card number"_L1 && object.role() == "text"_L1;
    });
    return field ? field->text() : u"no field"_s;
}

void TestKeyboard::digitsNeverLandInTheDesk_data()
{
    QTest::addColumn<int>("round");
    for (int round = 0; round < 5; ++round)
        QTest::addRow("round %d", round) << round;
}

void TestKeyboard::digitsNeverLandInTheDesk()
{
    const qsizetype before = m_sandbox->payments().size();
    m_desk->type(u"25"_s);
    m_desk->tap(returnKey);

    // From this instant on, faster than a person types: as long as it takes until the page takes them.
    QString typed;
    QTimer typist;
    connect(&typist, &QTimer::timeout, this, [&] {
        if (typed.size() >= 40)
            return;
        const QChar digit(char16_t(u'1' + typed.size() % 9));
        typed += digit;
        m_desk->type(digit);
    });
    typist.start(15ms);
    QTRY_COMPARE_WITH_TIMEOUT(typed.size(), 40, patienceMs);
    typist.stop();

    QTRY_VERIFY_WITH_TIMEOUT(m_desk->screen().windowTitled(pageTitle) != 0, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->screen().activeWindow() == m_desk->screen().windowTitled(pageTitle), patienceMs);
    // What arrived in the page is a part of what was typed, in its order, up to the end.
    QTRY_VERIFY_WITH_TIMEOUT(cardField() != "no field"_L1, patienceMs);
    const QString arrived = cardField().remove(u' ');
    QVERIFY2(typed.contains(arrived.left(19)), qPrintable(arrived));

    const QList<Accessible> objects = everything(m_desk->window());
    for (const Accessible &object : objects) {
        if (object.name() == "Amount"_L1 && object.role() == "text"_L1)
            QCOMPARE(object.text(), u"25"_s);
        else if (object.role() == "text"_L1)
            QCOMPARE(object.text(), QString());
    }
    QCOMPARE(m_sandbox->payments().size(), before + 1);

    QVERIFY(m_sandbox->settle(m_sandbox->payments().constFirst()[u"id"_s].toString(), u"canceled"_s));
    QVERIFY(m_desk->waitForHeadline(u"Canceled"_s));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->screen().activeWindow() == m_desk->screen().windowTitled(u"Your shop – Paydesk"_s),
        patienceMs);
    m_desk->tap(returnKey);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->headline().isEmpty(), patienceMs);
}

void TestKeyboard::wholeSaleByKeyboardLeavesNoCardNumber()
{
    m_desk->type(u"12.50"_s);
    m_desk->tap(returnKey);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->screen().activeWindow() == m_desk->screen().windowTitled(pageTitle)
            && m_desk->screen().windowTitled(pageTitle) != 0,
        patienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(cardField(), QString(), patienceMs);
    m_desk->type(cardNumber);
    QTRY_COMPARE_WITH_TIMEOUT(cardField().remove(u' '), cardNumber, patienceMs);
    m_desk->tap(tabKey);
    m_desk->type(u"1239"_s);
    m_desk->tap(tabKey);
    m_desk->type(u"737"_s);
    m_desk->tap(returnKey);
    QVERIFY(m_desk->waitForHeadline(u"Paid"_s));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->screen().activeWindow() == m_desk->screen().windowTitled(u"Your shop – Paydesk"_s),
        patienceMs);
    m_desk->tap(returnKey); // One key to the next customer.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->headline().isEmpty(), patienceMs);

    m_desk->quit();
    const QByteArray spaced = "4111 1111 1111 1111";
    int files = 0;
    for (const QString &folder : {m_session->home(), m_sandbox->stateFolder()}) {
        QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY2(file.open(QFile::ReadOnly), qPrintable(file.fileName()));
            const QByteArray content = file.readAll();
            QVERIFY2(!content.contains(cardNumber.toLatin1()) && !content.contains(spaced),
                qPrintable(file.fileName()));
            ++files;
        }
    }
    QVERIFY(files >= 2); // The journal and the sandbox's state at the least.
    QVERIFY(!m_desk->output().contains(cardNumber.toLatin1()) && !m_desk->output().contains(spaced));
}

QTEST_GUILESS_MAIN(TestKeyboard)
#include "tst_keyboard.moc"
