// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/interlockpage.h"
#include "desk/look.h"
#include "desk/palettes.h"
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

/// The page between Charge and a sale that may be the same one again.
class TestInterlockPage : public QObject
{
    Q_OBJECT
private slots:
    void showsTheEarlierSale();
    void saysWhatIsKnown();
    void followsIt_data();
    void followsIt();
    void resumesOnlyWhatExists();
    void enterNeverCharges();
    void enterDoesNothingOnceItIsKnown();
    void hasAKeyForEachWay();
    void chargeIsNotWhereChargeWas();
    void canBeRead();
};

namespace {

class Shown : public InterlockPage
{
public:
    explicit Shown(const ChargeState &state, const QPalette &palette = lightPalette())
        : check(this, &InterlockPage::checkAgainRequested)
        , resume(this, &InterlockPage::resumePageRequested)
        , back(this, &InterlockPage::backRequested)
        , anyway(this, &InterlockPage::chargeAnywayRequested)
    {
        setPalette(palette);
        showState(state);
        resize(420, 700);
        show();
        activateWindow();
        focusDefault();
    }
    QLabel *label(const char *name) const { return findChild<QLabel *>(QString::fromLatin1(name)); }
    QString text(const char *name) const
    {
        return label(name)->isVisible() ? label(name)->text() : QString();
    }
    QPushButton *button(const char *name) const
    {
        return findChild<QPushButton *>(QString::fromLatin1(name));
    }
    void press(Qt::Key key) { QTest::keyClick(windowHandle(), key); }

    QSignalSpy check, resume, back, anyway;
};

} // namespace

void TestInterlockPage::showsTheEarlierSale()
{
    const Shown page(stateWith(Outcome::InProgress));
    QVERIFY(QTest::qWaitForWindowExposed(page.window()));
    QCOMPARE(page.text("headline"), u"Not known yet"_s);
    QCOMPARE(page.text("amount"), u"EUR 25.00"_s);
    QCOMPARE(page.text("description"), u"Two tickets"_s);
    QVERIFY(!page.label("picture")->pixmap().isNull());
}

void TestInterlockPage::saysWhatIsKnown()
{
    ChargeState state = stateWith(Outcome::NotKnownYet);
    state.problem = Error{.kind = ErrorKind::Network, .text = u"No <b>answer</b> came."_s};
    Shown page(state);
    QCOMPARE(page.text("known"), state.problem->text);
    QCOMPARE(page.label("known")->textFormat(), Qt::PlainText);
    state.problem.reset();
    page.showState(state);
    QVERIFY(page.text("known").contains(u"has not reported"_s));
}

void TestInterlockPage::followsIt_data()
{
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<QString>("headline");
    QTest::newRow("paid") << Outcome::Paid << u"Paid"_s;
    QTest::newRow("declined") << Outcome::Declined << u"Declined"_s;
    QTest::newRow("not created") << Outcome::NotCreated << u"Not created"_s;
}

void TestInterlockPage::followsIt()
{
    QFETCH(Outcome, outcome);
    Shown page(stateWith(Outcome::NotKnownYet));
    const QString advice = page.text("advice");
    QVERIFY2(advice.contains(u"twice"_s), qPrintable(advice));
    page.showState(stateWith(outcome));
    QTEST(page.text("headline"), "headline");
    QVERIFY(page.text("advice") != advice);
    QVERIFY(!page.button("checkAgain")->isVisible());
    QVERIFY(!page.button("resumePage")->isVisible());
    QVERIFY(page.button("back")->isVisible());
    QVERIFY(page.button("chargeAnyway")->isVisible());
    const QColor tone = toneColor(outcomeTone(outcome), page.palette());
    QCOMPARE(page.label("headline")->palette().color(QPalette::WindowText), tone);
}

void TestInterlockPage::resumesOnlyWhatExists()
{
    ChargeState state = stateWith(Outcome::NotKnownYet);
    state.phase = Phase::Creating;
    state.sale.payment.reset();
    Shown page(state);
    QVERIFY(!page.button("resumePage")->isVisible());
    page.showState(stateWith(Outcome::NotKnownYet));
    QVERIFY(page.button("resumePage")->isVisible());
}

void TestInterlockPage::enterNeverCharges()
{
    Shown page(stateWith(Outcome::NotKnownYet));
    QVERIFY(QTest::qWaitForWindowActive(page.window()));
    page.press(Qt::Key_Return);
    page.press(Qt::Key_Enter);
    QTRY_COMPARE(page.check.size(), 2);
    QCOMPARE(page.anyway.size(), 0);
    for (int i = 0; i < 4; ++i) {
        page.press(Qt::Key_Tab);
        page.press(Qt::Key_Return);
    }
    QCOMPARE(page.anyway.size(), 0);
}

void TestInterlockPage::enterDoesNothingOnceItIsKnown()
{
    Shown page(stateWith(Outcome::NotKnownYet));
    QVERIFY(QTest::qWaitForWindowActive(page.window()));
    page.showState(stateWith(Outcome::Paid));
    page.press(Qt::Key_Return);
    page.press(Qt::Key_Space);
    for (const QSignalSpy *spy : {&page.check, &page.resume, &page.back, &page.anyway})
        QCOMPARE(spy->size(), 0);
}

void TestInterlockPage::hasAKeyForEachWay()
{
    Shown page(stateWith(Outcome::NotKnownYet));
    QVERIFY(QTest::qWaitForWindowActive(page.window()));
    page.press(Qt::Key_F5);
    QTRY_COMPARE(page.check.size(), 1);
    page.press(Qt::Key_F6);
    QTRY_COMPARE(page.resume.size(), 1);
    page.press(Qt::Key_Escape);
    QTRY_COMPARE(page.back.size(), 1);
    page.press(Qt::Key_F8);
    QTRY_COMPARE(page.anyway.size(), 1);
}

void TestInterlockPage::chargeIsNotWhereChargeWas()
{
    Shown page(stateWith(Outcome::NotKnownYet));
    QVERIFY(QTest::qWaitForWindowExposed(page.window()));
    // The form's Charge is at the bottom: there a second click lands.
    const QRect bottom(24, page.height() - 24 - 60, page.width() - 48, 60);
    const auto place = [&page](const char *name) {
        return QRect(page.button(name)->mapTo(&page, QPoint()), page.button(name)->size());
    };
    QVERIFY(bottom.intersects(place("checkAgain")));
    QVERIFY(!bottom.intersects(place("chargeAnyway")));
    const QRect before = place("chargeAnyway");
    page.showState(stateWith(Outcome::Paid));
    QCoreApplication::processEvents();
    QVERIFY(!bottom.intersects(place("chargeAnyway")));
    QVERIFY(!bottom.intersects(place("back")));
    QCOMPARE(place("chargeAnyway").top(), before.top());
}

void TestInterlockPage::canBeRead()
{
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        for (const Outcome outcome : allOutcomes) {
            const Shown page(stateWith(outcome), palette);
            for (const QLabel *label : page.findChildren<QLabel *>())
                QVERIFY2(contrast(label->palette().color(label->foregroundRole()),
                             page.palette().color(QPalette::Window))
                        >= readable,
                    qPrintable(label->objectName()));
        }
    }
}

QTEST_MAIN(TestInterlockPage)
#include "tst_interlockpage.moc"
