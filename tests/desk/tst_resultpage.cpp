// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/declineadvice.h"
#include "desk/palettes.h"
#include "desk/resultpage.h"
#include "desk/states.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::payments;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The page that says what became of a sale.
class TestResultPage : public QObject
{
    Q_OBJECT
private slots:
    void shows_data();
    void shows();
    void canBeRead_data() { shows_data(); }
    void canBeRead();
    void saysWhatToDoAboutADecline();
    void saysWhyItIsNotKnown();
    void showsOnlyWhatThereIs();
    void takesServiceTextAsText();
    void goesOnWithOneKey();
    void hasAKeyForEachWay();
};

namespace {

/// The page on the screen, with the keyboard.
class Shown : public ResultPage
{
public:
    explicit Shown(const ChargeState &state, const QPalette &palette = lightPalette())
    {
        setPalette(palette);
        showState(state);
        show();
        activateWindow();
        focusNext();
    }
    QLabel *label(const char *name) const { return findChild<QLabel *>(QString::fromLatin1(name)); }
    QString text(const char *name) const
    {
        return label(name)->isVisible() ? label(name)->text() : QString();
    }
    /// The buttons that can be pressed, in the order of the page.
    QStringList buttons() const
    {
        QStringList names;
        for (const QPushButton *button : findChildren<QPushButton *>()) {
            if (button->isVisible() && button->isEnabled())
                names += button->accessibleName();
        }
        return names;
    }
};

} // namespace

void TestResultPage::shows_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QStringList>("buttons");

    const QStringList open = {u"Check again"_s, u"Resume page"_s, u"New payment"_s};
    const QStringList unpaid = {u"Try another card"_s, u"New payment"_s};
    QTest::newRow("paid") << Outcome::Paid << u"Paid"_s
                          << QStringList{u"Print receipt"_s, u"Refund"_s, u"New payment"_s};
    QTest::newRow("declined") << Outcome::Declined << u"Declined"_s << unpaid;
    QTest::newRow("canceled") << Outcome::Canceled << u"Canceled"_s << unpaid;
    QTest::newRow("expired") << Outcome::Expired << u"Expired"_s << unpaid;
    QTest::newRow("not created") << Outcome::NotCreated << u"Not created"_s << unpaid;
    QTest::newRow("not known yet") << Outcome::NotKnownYet << u"Not known yet"_s << open;
    QTest::newRow("in progress") << Outcome::InProgress << u"Not known yet"_s << open;
}

void TestResultPage::shows()
{
    QFETCH(Outcome, outcome);
    const Shown page(stateWith(outcome));
    QVERIFY(QTest::qWaitForWindowExposed(page.window()));
    QTEST(page.text("headline"), "word");
    QTEST(page.buttons(), "buttons");
    QCOMPARE(page.text("amount"), u"EUR 25.00"_s);
    const QImage picture = page.label("picture")->pixmap().toImage();
    QVERIFY(!picture.isNull());
    const QColor middle = page.label("headline")->palette().color(QPalette::WindowText);
    bool found = false;
    for (int y = 0; y < picture.height() && !found; ++y) {
        for (int x = 0; x < picture.width() && !found; ++x)
            found = picture.pixelColor(x, y) == middle;
    }
    QVERIFY2(found, "picture and word have one colour");
}

void TestResultPage::canBeRead()
{
    QFETCH(Outcome, outcome);
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        const Shown page(stateWith(outcome), palette);
        const QColor ground = page.palette().color(QPalette::Window);
        QCOMPARE(ground, palette.color(QPalette::Window));
        for (const QLabel *label : page.findChildren<QLabel *>())
            QVERIFY2(contrast(label->palette().color(label->foregroundRole()), ground) >= readable,
                qPrintable(label->objectName()));
    }
}

void TestResultPage::saysWhatToDoAboutADecline()
{
    const Shown page(stateWith(Outcome::Declined));
    const DeclineAdvice advice = declineAdvice(u"insufficient_funds"_s);
    QCOMPARE(page.text("explanation"), advice.say);
    QCOMPARE(page.text("nextStep"), advice.next);
}

void TestResultPage::saysWhyItIsNotKnown()
{
    ChargeState state = stateWith(Outcome::NotKnownYet);
    state.problem = Error{.kind = ErrorKind::Network, .text = u"No answer came."_s, .requestId = u"req_7"_s};
    const Shown page(state);
    QCOMPARE(page.text("explanation"), u"No answer came."_s);
    QVERIFY2(page.text("nextStep").contains(u"Do not charge"_s), qPrintable(page.text("nextStep")));
    QVERIFY(page.text("reference").contains(u"req_7"_s));
    QVERIFY(page.text("reference").contains(state.sale.payment->id));
}

void TestResultPage::showsOnlyWhatThereIs()
{
    ChargeState state = stateWith(Outcome::NotKnownYet);
    state.phase = Phase::Creating; // no page exists that could be reopened
    state.sale.payment.reset();
    Shown page(state);
    QCOMPARE(page.buttons(), (QStringList{u"Check again"_s, u"New payment"_s}));
    QVERIFY(!page.label("card")->isVisible());
    QVERIFY(!page.label("reference")->isVisible());

    page.showState(stateWith(Outcome::Paid));
    QCOMPARE(page.text("card"), u"Visa •••• 1111"_s);
    QVERIFY(!page.label("nextStep")->isVisible());
    page.showState(stateWith(Outcome::Canceled));
    QVERIFY2(!page.label("card")->isVisible(), "nothing of the last sale stays");
}

void TestResultPage::takesServiceTextAsText()
{
    ChargeState state = stateWith(Outcome::NotKnownYet);
    state.problem = Error{.kind = ErrorKind::BadAnswer, .text = u"<b>bold</b><img src='file:///x'>"_s};
    const Shown page(state);
    QCOMPARE(page.label("explanation")->textFormat(), Qt::PlainText);
    QCOMPARE(page.text("explanation"), state.problem->text);
}

void TestResultPage::goesOnWithOneKey()
{
    for (const Outcome outcome : allOutcomes) {
        Shown page(stateWith(outcome));
        QVERIFY(QTest::qWaitForWindowActive(page.window()));
        const QSignalSpy next(&page, &ResultPage::newPaymentRequested);
        QTest::keyClick(page.windowHandle(), Qt::Key_Return);
        QTRY_COMPARE(next.size(), 1);
    }
}

void TestResultPage::hasAKeyForEachWay()
{
    Shown page(stateWith(Outcome::NotKnownYet));
    QVERIFY(QTest::qWaitForWindowActive(page.window()));
    const QSignalSpy check(&page, &ResultPage::checkAgainRequested);
    const QSignalSpy reopen(&page, &ResultPage::reopenPageRequested);
    const QSignalSpy retry(&page, &ResultPage::tryAnotherCardRequested);
    QTest::keyClick(page.windowHandle(), Qt::Key_F5);
    QTRY_COMPARE(check.size(), 1);
    QTest::keyClick(page.windowHandle(), Qt::Key_F6);
    QTRY_COMPARE(reopen.size(), 1);
    QTest::keyClick(page.windowHandle(), Qt::Key_F3); // not while it may still be paid
    page.showState(stateWith(Outcome::Declined));
    QCOMPARE(retry.size(), 0);
    QTest::keyClick(page.windowHandle(), Qt::Key_F3);
    QTRY_COMPARE(retry.size(), 1);
    QTest::keyClick(page.windowHandle(), Qt::Key_F5);
    QTest::keyClick(page.windowHandle(), Qt::Key_F6);
    QCOMPARE(check.size(), 1);
    QCOMPARE(reopen.size(), 1);
}

QTEST_MAIN(TestResultPage)
#include "tst_resultpage.moc"
