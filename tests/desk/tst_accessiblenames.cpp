// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/chargepage.h"
#include "desk/historypage.h"
#include "desk/interlockpage.h"
#include "desk/mainwindow.h"
#include "desk/paymentspage.h"
#include "desk/resultpage.h"
#include "desk/states.h"
#include "desk/waitingpage.h"
#include "models/paymentsmodel.h"
#include "models/todaytotals.h"
#include "payments/counter.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSet>
#include <QStackedWidget>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// Whoever hears the screen instead of seeing it, or has no mouse, can do all of it.
class TestAccessibleNames : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void everythingHasAName_data() { pages(); }
    void everythingHasAName();
    void cellsHaveNamesWhileTyped();
    void noLabelBeginsWithAResult_data() { pages(); }
    void noLabelBeginsWithAResult();
    void namesAreTheAgreedOnes();
    void tabReachesEverything_data() { pages(); }
    void tabReachesEverything();

private:
    static void pages();
    /// Brings a page up, with something in it.
    void bringUp(const QString &page, Outcome outcome);

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Service> m_service;
    std::unique_ptr<Counter> m_counter;
    std::unique_ptr<models::PaymentsModel> m_payments;
    std::unique_ptr<models::PaymentsModel> m_found;
    std::unique_ptr<models::TodayTotals> m_totals;
    std::unique_ptr<MainWindow> m_window;
};

namespace {

QString nameOf(QWidget *widget)
{
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
    if (!interface)
        return {};
    // Of a combo box, Qt names on this platform what is chosen, and what it is by its label.
    for (const auto &[label, relation] : interface->relations(QAccessible::Label)) {
        if (qobject_cast<QComboBox *>(widget))
            return label->text(QAccessible::Name);
    }
    return interface->text(QAccessible::Name);
}

bool isControl(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
        || qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractItemView *>(widget);
}

/// Parts that a larger control is made of: a screen reader meets the whole.
bool isPart(const QWidget *widget)
{
    for (const QWidget *parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        if (isControl(parent))
            return true;
    }
    return false;
}

QString described(const QWidget *widget)
{
    return u"%1 \"%2\""_s.arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
}

} // namespace

void TestAccessibleNames::init()
{
    m_home = std::make_unique<Home>();
    m_service = std::make_unique<Service>();
    m_counter = std::make_unique<Counter>(*m_home, m_service->url());
    QVERIFY(m_counter->open());
    m_payments = std::make_unique<models::PaymentsModel>(m_counter->journal, m_counter->history);
    m_found = std::make_unique<models::PaymentsModel>(m_counter->journal, m_counter->history);
    m_totals = std::make_unique<models::TodayTotals>(m_counter->journal, m_counter->history, BusinessDay());
    m_window = std::make_unique<MainWindow>(
        settings::Settings{.mode = Mode::Training, .shopName = u"Corner"_s}, true);
    m_window->setModels(*m_payments, *m_totals);
    m_window->setHistory(*m_found, m_counter->journal, m_counter->history);
    m_window->openCounter(m_counter->till, m_counter->checkout, m_counter->journal);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestAccessibleNames::cleanup()
{
    m_window.reset();
    m_totals.reset();
    m_found.reset();
    m_payments.reset();
    m_counter.reset();
    m_service.reset();
    m_home.reset();
}

void TestAccessibleNames::pages()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<Outcome>("outcome");

    QTest::newRow("history") << u"historyPage"_s << Outcome::InProgress;
    QTest::newRow("form") << u"chargePage"_s << Outcome::InProgress;
    QTest::newRow("waiting") << u"waitingPage"_s << Outcome::InProgress;
    QTest::newRow("interlock") << u"interlockPage"_s << Outcome::NotKnownYet;
    QTest::newRow("interlock, paid") << u"interlockPage"_s << Outcome::Paid;
    for (const Outcome outcome : allOutcomes)
        QTest::newRow(qPrintable(outcomeWord(outcome))) << u"resultPage"_s << outcome;
}

void TestAccessibleNames::bringUp(const QString &page, Outcome outcome)
{
    payments::ChargeState state = stateWith(outcome);
    state.pageOpen = page == "waitingPage"_L1;
    m_window->findChild<WaitingPage *>()->showState(state);
    m_window->findChild<ResultPage *>()->showState(state);
    m_window->findChild<InterlockPage *>()->showState(state);
    auto *form = m_window->findChild<ChargePage *>();
    form->fill({.amount = Money(2500, Currency::Eur), .metadata = {{u"order"_s, u"4711"_s}}});
    form->showProblem(invalidInput(u"Something is wrong."_s));
    if (page == "historyPage"_L1) {
        QTest::keyClick(m_window.get(), Qt::Key_F2);
        QTRY_VERIFY(m_window->findChild<HistoryPage *>()->isVisible());
        return;
    }
    auto *counter = m_window->findChild<QStackedWidget *>(u"counter"_s);
    counter->setCurrentWidget(m_window->findChild<QWidget *>(page));
    QTRY_VERIFY(counter->currentWidget()->isVisible());
}

void TestAccessibleNames::everythingHasAName()
{
    QFETCH(QString, page);
    QFETCH(Outcome, outcome);
    bringUp(page, outcome);
    m_window->closeCounter({.kind = ErrorKind::Storage, .text = u"The disk is full."_s});
    QStringList nameless;
    int seen = 0;
    for (QWidget *widget : m_window->findChildren<QWidget *>()) {
        const auto *label = qobject_cast<QLabel *>(widget);
        const bool speaks = label && (!label->text().isEmpty() || !label->pixmap().isNull());
        const bool matters = speaks || widget->focusPolicy() != Qt::NoFocus || isControl(widget);
        if (!widget->isVisible() || !matters || isPart(widget))
            continue;
        ++seen;
        if (nameOf(widget).trimmed().isEmpty())
            nameless += described(widget);
    }
    QVERIFY(seen > 8);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

void TestAccessibleNames::cellsHaveNamesWhileTyped()
{
    bringUp(u"chargePage"_s, Outcome::InProgress);
    m_window->findChild<QAbstractButton *>(u"add"_s)->click();
    QStringList names;
    for (int column = 0; column < 2; ++column) {
        auto *editor = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(editor);
        names += nameOf(editor);
        QTest::keyClick(editor, Qt::Key_Tab);
    }
    QCOMPARE(names, (QStringList{u"Name"_s, u"Value"_s}));
}

void TestAccessibleNames::noLabelBeginsWithAResult()
{
    QFETCH(QString, page);
    QFETCH(Outcome, outcome);
    bringUp(page, outcome);
    m_counter->till.charge(saleOf(2500)).ok();
    QStringList offenders;
    for (QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (widget->objectName() == "headline"_L1)
            continue;
        for (const Outcome word :
            {Outcome::Paid, Outcome::Declined, Outcome::Canceled, Outcome::Expired, Outcome::NotKnownYet}) {
            if (nameOf(widget).startsWith(outcomeWord(word)))
                offenders += described(widget);
        }
    }
    QVERIFY2(offenders.isEmpty(), qPrintable(offenders.join(u'\n')));
}

void TestAccessibleNames::namesAreTheAgreedOnes()
{
    const QMap<QString, QString> agreed
        = {{u"amount"_s, u"Amount"_s}, {u"currency"_s, u"Currency"_s}, {u"description"_s, u"Description"_s},
            {u"chargeButton"_s, u"Charge"_s}, {u"newPayment"_s, u"New payment"_s},
            {u"tryAnotherCard"_s, u"Try another card"_s}, {u"chargeAnyway"_s, u"Charge as a new sale"_s},
            {u"stopWaiting"_s, u"Stop waiting"_s}, {u"reopenPage"_s, u"Resume page"_s}};
    for (auto it = agreed.cbegin(); it != agreed.cend(); ++it) {
        QStringList names;
        for (QWidget *widget : m_window->findChildren<QWidget *>(it.key())) {
            if (isControl(widget) && !m_window->findChild<HistoryPage *>()->isAncestorOf(widget))
                names += nameOf(widget);
        }
        QCOMPARE(names, QStringList{it.value()});
    }
    QCOMPARE(nameOf(m_window->findChild<PaymentsPage *>()->findChild<QAbstractItemView *>()), u"Payments"_s);
    QCOMPARE(nameOf(m_window->findChild<ChargePage *>()->findChild<QAbstractItemView *>(u"table"_s)),
        u"Metadata"_s);
    auto *result = m_window->findChild<ResultPage *>();
    for (const Outcome outcome :
        {Outcome::Paid, Outcome::Declined, Outcome::Canceled, Outcome::Expired, Outcome::NotKnownYet}) {
        result->showState(stateWith(outcome));
        QCOMPARE(nameOf(result->findChild<QLabel *>(u"headline"_s)), outcomeWord(outcome));
    }
}

void TestAccessibleNames::tabReachesEverything()
{
    QFETCH(QString, page);
    QFETCH(Outcome, outcome);
    bringUp(page, outcome);
    QSet<const QWidget *> wanted;
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (isControl(widget) && !isPart(widget) && widget->isVisible() && widget->isEnabled())
            wanted.insert(widget);
    }
    QVERIFY(!wanted.isEmpty());
    m_window->findChild<QWidget *>(page)->setFocus();
    QSet<const QWidget *> reached;
    for (qsizetype presses = 0; presses < 2 * wanted.size() + 10; ++presses) {
        QTest::keyClick(m_window->windowHandle(), Qt::Key_Tab);
        reached.insert(QApplication::focusWidget());
    }
    for (const QWidget *widget : wanted)
        QVERIFY2(reached.contains(widget), qPrintable(described(widget)));
}

QTEST_MAIN(TestAccessibleNames)
#include "tst_accessiblenames.moc"
