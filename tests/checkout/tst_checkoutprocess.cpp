// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/checkoutprocess.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

using namespace paydesk::checkout;
using namespace Qt::StringLiterals;

namespace {

const QString fake = u"fakecheckout"_s;

ShowPage pageOf(const QString &payment, const QString &shop = u"quiet"_s)
{
    return {.payment = payment,
        .pageUrl = QUrl(u"https://pay.example/p"_s),
        .returnUrl = QUrl(u"https://paydesk.invalid/return"_s),
        .shop = shop};
}

} // namespace

/// The desk's half, against a child without window or engine.
class TestCheckoutProcess : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void warmsUpOnce();
    void startsForTheFirstPage();
    void keepsTheLastPageUntilReady();
    void forgetsAPageHiddenBeforeReady();
    void showsAgain();
    void passesMessagesOn();
    void endsThePaymentWithItsPage();
    void dropsWhatSpeaksOfAnotherPayment();
    void hidesOnlyTheShownPayment();
    void replacesADeadChild();
    void replacesADeadIdleChildSilently();
    void showsAgainWhereLost();
    void givesUpAndTriesAgainOnTheNextPage();
    void saysWhenItCannotBeStarted();
    void endsWithItsOwner();

private:
    QStringList notes() const;
    int starts() const { return static_cast<int>(notes().count(u"start"_s)); }

    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_ownHome;
};

void TestCheckoutProcess::init()
{
    m_ownHome = qgetenv("HOME");
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("HOME", QFile::encodeName(m_home->path()));
}

void TestCheckoutProcess::cleanup()
{
    qputenv("HOME", m_ownHome);
    m_home.reset();
}

QStringList TestCheckoutProcess::notes() const
{
    QFile file(m_home->filePath(u"notes"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

void TestCheckoutProcess::warmsUpOnce()
{
    CheckoutProcess checkout(fake);
    QCOMPARE(checkout.processId(), 0);
    checkout.warmUp();
    checkout.warmUp();
    QTRY_COMPARE(starts(), 1);
    QVERIFY(checkout.processId() > 0);
    QVERIFY(checkout.currentPayment().isEmpty());
    checkout.warmUp();
    checkout.show(pageOf(u"p1"_s));
    QTRY_VERIFY(notes().contains(u"show p1"_s));
    QCOMPARE(starts(), 1);
}

void TestCheckoutProcess::startsForTheFirstPage()
{
    CheckoutProcess checkout(fake);
    QSignalSpy shown(&checkout, &CheckoutProcess::shown);
    checkout.show(pageOf(u"p1"_s));
    QCOMPARE(checkout.currentPayment(), u"p1"_s);
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(shown.at(0).at(0).toString(), u"p1"_s);
}

void TestCheckoutProcess::keepsTheLastPageUntilReady()
{
    CheckoutProcess checkout(fake);
    QSignalSpy shown(&checkout, &CheckoutProcess::shown);
    checkout.show(pageOf(u"p1"_s));
    checkout.show(pageOf(u"p2"_s));
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(notes(), QStringList({u"start"_s, u"show p2"_s}));
}

void TestCheckoutProcess::forgetsAPageHiddenBeforeReady()
{
    CheckoutProcess checkout(fake);
    QSignalSpy shown(&checkout, &CheckoutProcess::shown);
    checkout.show(pageOf(u"p1"_s));
    checkout.hide(u"p1"_s);
    QTRY_COMPARE(starts(), 1);
    checkout.show(pageOf(u"p2"_s));
    QTRY_COMPARE(shown.size(), 1);
    QVERIFY(!notes().contains(u"show p1"_s));
}

void TestCheckoutProcess::showsAgain()
{
    CheckoutProcess checkout(fake);
    checkout.show(pageOf(u"p1"_s));
    QTRY_COMPARE(notes().count(u"show p1"_s), 1);
    checkout.show(pageOf(u"p1"_s));
    QTRY_COMPARE(notes().count(u"show p1"_s), 2);
}

void TestCheckoutProcess::passesMessagesOn()
{
    CheckoutProcess checkout(fake);
    QSignalSpy loaded(&checkout, &CheckoutProcess::loaded);
    QSignalSpy blocked(&checkout, &CheckoutProcess::blocked);
    QSignalSpy crashed(&checkout, &CheckoutProcess::crashed);
    QSignalSpy returned(&checkout, &CheckoutProcess::returned);
    checkout.show(pageOf(u"p1"_s, u"talk"_s));
    QTRY_COMPARE(returned.size(), 1);
    QCOMPARE(returned.at(0), QVariantList({u"p1"_s, u"status=succeeded"_s}));
    QCOMPARE(loaded.size(), 1);
    QCOMPARE(blocked.at(0), QVariantList({u"p1"_s, u"download"_s}));
    QCOMPARE(crashed.size(), 1);
}

void TestCheckoutProcess::endsThePaymentWithItsPage()
{
    CheckoutProcess checkout(fake);
    QSignalSpy returned(&checkout, &CheckoutProcess::returned);
    QSignalSpy closed(&checkout, &CheckoutProcess::closed);
    checkout.show(pageOf(u"p1"_s, u"talk"_s));
    QTRY_COMPARE(returned.size(), 1);
    QVERIFY(checkout.currentPayment().isEmpty());

    checkout.show(pageOf(u"p2"_s, u"close"_s));
    QTRY_COMPARE(closed.size(), 1); // and not the one that p1 sent after it had returned
    QCOMPARE(closed.at(0), QVariantList({u"p2"_s, closedby::leave}));
    QVERIFY(checkout.currentPayment().isEmpty());
}

void TestCheckoutProcess::dropsWhatSpeaksOfAnotherPayment()
{
    CheckoutProcess checkout(fake);
    QSignalSpy returned(&checkout, &CheckoutProcess::returned);
    QSignalSpy loaded(&checkout, &CheckoutProcess::loaded);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"not a JSON object"_s));
    QTest::ignoreMessage(QtWarningMsg, "the checkout sent a message that is not understood");
    checkout.show(pageOf(u"p1"_s, u"speak of another"_s));
    QTRY_COMPARE(loaded.size(), 1);
    QVERIFY(returned.isEmpty());
}

void TestCheckoutProcess::hidesOnlyTheShownPayment()
{
    CheckoutProcess checkout(fake);
    QSignalSpy shown(&checkout, &CheckoutProcess::shown);
    checkout.show(pageOf(u"p1"_s));
    QTRY_COMPARE(shown.size(), 1);
    checkout.hide(u"p2"_s);
    checkout.hide(QString());
    QCOMPARE(checkout.currentPayment(), u"p1"_s);
    checkout.hide(u"p1"_s);
    checkout.hide(u"p1"_s);
    QVERIFY(checkout.currentPayment().isEmpty());
    checkout.show(pageOf(u"p3"_s));
    QTRY_COMPARE(shown.size(), 2);
    QCOMPARE(notes(), QStringList({u"start"_s, u"show p1"_s, u"hide p1"_s, u"show p3"_s}));
}

void TestCheckoutProcess::replacesADeadChild()
{
    CheckoutProcess checkout(fake);
    QSignalSpy shown(&checkout, &CheckoutProcess::shown);
    QSignalSpy lost(&checkout, &CheckoutProcess::lost);
    checkout.show(pageOf(u"p1"_s));
    QTRY_COMPARE(shown.size(), 1);
    ::kill(static_cast<pid_t>(checkout.processId()), SIGKILL);
    QTRY_COMPARE(lost.size(), 1);
    QCOMPARE(lost.at(0).at(0).toString(), u"p1"_s);
    QVERIFY(checkout.currentPayment().isEmpty());
    QTRY_COMPARE(starts(), 2); // hidden: nothing is shown by itself
    checkout.show(pageOf(u"p2"_s));
    QTRY_COMPARE(shown.size(), 2);
    QCOMPARE(notes().count(u"show p1"_s), 1);
    QCOMPARE(lost.size(), 1);
}

void TestCheckoutProcess::replacesADeadIdleChildSilently()
{
    CheckoutProcess checkout(fake);
    QSignalSpy lost(&checkout, &CheckoutProcess::lost);
    checkout.warmUp();
    QTRY_COMPARE(starts(), 1);
    ::kill(static_cast<pid_t>(checkout.processId()), SIGKILL);
    QTRY_COMPARE(starts(), 2);
    QVERIFY(lost.isEmpty());
}

void TestCheckoutProcess::showsAgainWhereLost()
{
    CheckoutProcess checkout(fake);
    QSignalSpy shown(&checkout, &CheckoutProcess::shown);
    connect(&checkout, &CheckoutProcess::lost, this,
        [&checkout](const QString &payment) { checkout.show(pageOf(payment)); });
    checkout.show(pageOf(u"p1"_s, u"die"_s));
    QTRY_COMPARE(shown.size(), 1);
    QCOMPARE(checkout.currentPayment(), u"p1"_s);
}

void TestCheckoutProcess::givesUpAndTriesAgainOnTheNextPage()
{
    QFile dead(m_home->filePath(u"dead"_s));
    QVERIFY(dead.open(QIODevice::WriteOnly));
    CheckoutProcess checkout(fake);
    QSignalSpy shown(&checkout, &CheckoutProcess::shown);
    QSignalSpy lost(&checkout, &CheckoutProcess::lost);
    QSignalSpy failed(&checkout, &CheckoutProcess::failed);
    checkout.warmUp();
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(failed.at(0).at(0).toString().contains(u"code 3"_s));
    QCOMPARE(starts(), 4); // the first, and three more
    QVERIFY(lost.isEmpty());

    checkout.show(pageOf(u"p1"_s));
    QTRY_COMPARE(failed.size(), 2);
    QCOMPARE(lost.size(), 1);
    QCOMPARE(starts(), 5);

    QVERIFY(dead.remove());
    checkout.show(pageOf(u"p2"_s));
    QTRY_COMPARE(shown.size(), 1);
}

void TestCheckoutProcess::saysWhenItCannotBeStarted()
{
    CheckoutProcess checkout(u"there-is-no-such-program"_s);
    QSignalSpy lost(&checkout, &CheckoutProcess::lost);
    QSignalSpy failed(&checkout, &CheckoutProcess::failed);
    checkout.show(pageOf(u"p1"_s));
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!failed.at(0).at(0).toString().isEmpty());
    QCOMPARE(lost.size(), 1);
    QVERIFY(checkout.currentPayment().isEmpty());
}

void TestCheckoutProcess::endsWithItsOwner()
{
    pid_t child = 0;
    {
        CheckoutProcess checkout(fake);
        checkout.warmUp();
        QTRY_COMPARE(starts(), 1);
        child = static_cast<pid_t>(checkout.processId());
        QCOMPARE(::kill(child, 0), 0);
    }
    QVERIFY(::kill(child, 0) != 0);
    QCOMPARE(starts(), 1);
}

QTEST_GUILESS_MAIN(TestCheckoutProcess)
#include "tst_checkoutprocess.moc"
