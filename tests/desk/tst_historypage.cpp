// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/filterbar.h"
#include "desk/historypage.h"
#include "desk/palettes.h"
#include "desk/paymentstable.h"
#include "desk/saledetails.h"
#include "models/openjournal.h"
#include "models/paymentsmodel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace paydesk;
using namespace paydesk::desk;
using models::PaymentsModel;
using test::OpenJournal;
using namespace Qt::StringLiterals;

/// The managers' page over a real journal, by keyboard.
class TestHistoryPage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void readsWhenItIsShown();
    void findsWhileTyping();
    void anythingMayBeTyped_data();
    void anythingMayBeTyped();
    void goesBackAndForward();
    void typingIsOneStep();
    void chipsTakeConditionsAway();
    void filtersByFields();
    void periods();
    void anAmountThatIsNone();
    void ordersByAClickOnTheHeader();
    void fromTheSearchIntoTheList();
    void keepsToTheSale();
    void saysThatNothingIsFound();
    void handsOverWhatItShows();
    void isReadableInEitherTheme_data();
    void isReadableInEitherTheme();

private:
    QLineEdit *search() const { return m_page->findChild<QLineEdit *>(u"search"_s); }
    PaymentsTable *table() const { return m_page->findChild<PaymentsTable *>(); }
    QString sums() const { return m_page->findChild<QLabel *>(u"sums"_s)->text(); }
    QStringList chips() const;
    void type(const QString &text);
    /// Chooses by the keyboard what begins with these letters.
    void pick(const QString &box, const QString &letters);
    /// Waits until the list is that of the present filter, and has this many rows.
    bool finds(int rows);

    std::unique_ptr<OpenJournal> m_source;
    std::unique_ptr<PaymentsModel> m_model;
    std::unique_ptr<HistoryPage> m_page;
    QList<QUuid> m_ids; ///< newest first
};

void TestHistoryPage::init()
{
    m_source = std::make_unique<OpenJournal>();
    // Newest first: 0 tickets EUR 3.00 paid, 1 USD 2.00, 2 EUR 1.00 declined
    m_ids = m_source->sell(1, Money(100, Currency::Eur));
    m_ids.prepend(m_source->sell(1, Money(200, Currency::Usd)).first());
    m_ids.prepend(m_source->sell(1, Money(300, Currency::Eur)).first());
    m_source->settle(m_ids[0], PaymentStatus::Succeeded, Money(300, Currency::Eur));
    m_source->settle(m_ids[2], PaymentStatus::Failed, Money(100, Currency::Eur));
    m_model = std::make_unique<PaymentsModel>(m_source->journal(), m_source->history());
    m_page = std::make_unique<HistoryPage>();
    m_page->setModel(*m_model, m_source->journal(), m_source->history());
    m_page->resize(1280, 700);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->activateWindow();
    m_page->focusSearch();
    QVERIFY(finds(3));
}

void TestHistoryPage::cleanup()
{
    m_page.reset();
    m_model.reset();
    m_source.reset();
}

QStringList TestHistoryPage::chips() const
{
    QStringList texts;
    for (const QPushButton *chip : m_page->findChild<QWidget *>(u"chips"_s)->findChildren<QPushButton *>()) {
        if (!chip->isHidden())
            texts += chip->text().remove(u"  ✕"_s);
    }
    return texts;
}

void TestHistoryPage::type(const QString &text)
{
    search()->setFocus();
    search()->selectAll();
    QTest::keyClicks(search(), text);
}

void TestHistoryPage::pick(const QString &name, const QString &letters)
{
    auto *box = m_page->findChild<QComboBox *>(name);
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    while (!box->currentText().startsWith(letters)) {
        const int before = box->currentIndex();
        QTest::keyClick(box, Qt::Key_Down);
        QVERIFY2(box->currentIndex() != before, qPrintable(letters));
    }
}

bool TestHistoryPage::finds(int rows)
{
    const auto *filter = m_page->findChild<FilterBar *>();
    return QTest::qWaitFor([&] {
        return m_model->query().filter == filter->filter() && filter->filter().text == search()->text()
            && m_model->isComplete() && m_model->rowCount() == rows;
    });
}

void TestHistoryPage::readsWhenItIsShown()
{
    PaymentsModel model(m_source->journal(), m_source->history());
    HistoryPage hidden;
    hidden.setModel(model, m_source->journal(), m_source->history());
    QCOMPARE(model.rowCount(), 0);
    hidden.show();
    QTRY_COMPARE(model.rowCount(), 3);
    QVERIFY(sums().contains(u"EUR 3.00 paid"_s));
}

void TestHistoryPage::findsWhileTyping()
{
    type(m_ids[1].toString(QUuid::WithoutBraces).mid(4, 12));
    QVERIFY2(finds(0), "a sale that the service has not seen is not found by an id that it gave");
    type(m_ids[0].toString(QUuid::WithoutBraces).last(12));
    QVERIFY(finds(1));
    QCOMPARE(table()->model()->index(0, 0).isValid(), true);
    type(u"CONCERT tick"_s);
    QVERIFY(finds(3));
    type(u"zoe"_s); // the guest is Zoë
    QVERIFY(finds(3));
    type(u"47"_s);
    QVERIFY(finds(3));
    QTest::keyClick(search(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(search(), Qt::Key_Delete);
    QVERIFY(finds(3));
    QCOMPARE(chips(), QStringList());
}

void TestHistoryPage::anythingMayBeTyped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("rows");

    QTest::newRow("quote") << u"\""_s << 0;
    QTest::newRow("quotes") << u"\"tickets\""_s << 0;
    QTest::newRow("apostrophe") << u"'; DROP TABLE payments; --"_s << 0;
    QTest::newRow("percent") << u"%"_s << 0;
    QTest::newRow("star") << u"tick*"_s << 0;
    QTest::newRow("operator") << u"tickets AND row"_s << 0;
    QTest::newRow("words") << u"row tickets"_s << 3;
    QTest::newRow("column") << u"text:tickets"_s << 0;
    QTest::newRow("brackets") << u"(tickets"_s << 0;
    QTest::newRow("emoji") << u"\U0001F3BB"_s << 3;
    QTest::newRow("other emoji") << u"\U0001F600"_s << 0;
    QTest::newRow("right to left") << u"שלום"_s << 0;
    QTest::newRow("spaces") << u"   "_s << 3;
    QTest::newRow("a page") << u"tickets and more "_s.repeated(600) << 0;
    QTest::newRow("a word of ten thousand") << u"x"_s.repeated(10'000) << 0;
}

void TestHistoryPage::anythingMayBeTyped()
{
    QFETCH(QString, text);
    QFETCH(int, rows);
    const QSignalSpy failed(m_model.get(), &PaymentsModel::failed);
    search()->setFocus();
    search()->clear();
    search()->insert(text); // as a paste does
    QTest::keyClick(search(), Qt::Key_Return);
    emit search()->textEdited(text);
    QVERIFY(finds(rows));
    QCOMPARE(failed.size(), 0);
}

void TestHistoryPage::goesBackAndForward()
{
    type(u"nothing like it"_s);
    QVERIFY(finds(0));
    pick(u"status"_s, u"Paid"_s);
    QVERIFY(finds(0));
    QTest::keyClick(m_page.get(), Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(chips(), QStringList{u"Search: nothing like it"_s});
    m_page->findChild<FilterBar *>()->goBack();
    QVERIFY(finds(3));
    QCOMPARE(search()->text(), QString());
    m_page->findChild<FilterBar *>()->goForward();
    QVERIFY(finds(0));
    QCOMPARE(search()->text(), u"nothing like it"_s);
}

void TestHistoryPage::typingIsOneStep()
{
    type(u"con"_s);
    QVERIFY(finds(3));
    QTest::keyClicks(search(), u"cert"_s);
    QVERIFY(finds(3));
    QTRY_COMPARE(chips(), QStringList{u"Search: concert"_s});
    m_page->findChild<FilterBar *>()->goBack();
    QCOMPARE(search()->text(), QString());
    QVERIFY(!m_page->findChild<QToolButton *>(u"back"_s)->isEnabled());
}

void TestHistoryPage::chipsTakeConditionsAway()
{
    pick(u"status"_s, u"Paid"_s);
    pick(u"currency"_s, u"EUR"_s);
    QVERIFY(finds(1));
    QCOMPARE(chips(), (QStringList{u"Status: Paid"_s, u"Currency: EUR"_s, u"All conditions"_s}));
    QTest::keyClick(
        m_page->findChild<QWidget *>(u"chips"_s)->findChildren<QPushButton *>().constFirst(), Qt::Key_Space);
    QVERIFY(finds(2));
    QTRY_COMPARE(chips(), QStringList{u"Currency: EUR"_s});
    QCOMPARE(m_page->findChild<QComboBox *>(u"status"_s)->currentIndex(), 0);
}

void TestHistoryPage::filtersByFields()
{
    const auto *more = m_page->findChild<QToolButton *>(u"more"_s);
    QTest::keyClick(m_page.get(), Qt::Key_F, Qt::AltModifier);
    QTRY_VERIFY(more->isChecked());
    pick(u"currency"_s, u"USD"_s);
    QVERIFY(finds(1));
    pick(u"currency"_s, u"Any"_s);
    QVERIFY(finds(3));
    auto *least = m_page->findChild<QLineEdit *>(u"least"_s);
    least->setFocus();
    QTest::keyClicks(least, u"2"_s);
    QTest::keyClick(least, Qt::Key_Return);
    QVERIFY(finds(2));
    auto *greatest = m_page->findChild<QLineEdit *>(u"greatest"_s);
    greatest->setFocus();
    QTest::keyClicks(greatest, u"2,00"_s);
    QTest::keyClick(greatest, Qt::Key_Return);
    QVERIFY(finds(1));
    QCOMPARE(chips().first(), u"Amount: 2.00"_s);
    m_page->findChild<FilterBar *>()->setFilter({});
    QVERIFY(finds(3));
    QCOMPARE(least->text(), QString());
    pick(u"refunded"_s, u"Not"_s);
    QVERIFY(finds(3));
    QTest::keyClick(m_page->findChild<QCheckBox *>(u"review"_s), Qt::Key_Space);
    QVERIFY(finds(0));
}

void TestHistoryPage::periods()
{
    pick(u"period"_s, u"Today"_s);
    QVERIFY(finds(3));
    QCOMPARE(m_model->query().filter.from, QDate::currentDate().startOfDay().toUTC());
    QCOMPARE(m_model->query().filter.before, QDate::currentDate().addDays(1).startOfDay().toUTC());
    pick(u"period"_s, u"Yesterday"_s);
    QVERIFY(finds(0));
    pick(u"period"_s, u"From"_s);
    QVERIFY(m_page->findChild<QWidget *>(u"custom"_s)->isVisible());
    pick(u"period"_s, u"Any"_s);
    QVERIFY(finds(3));
    QVERIFY(!m_page->findChild<QWidget *>(u"custom"_s)->isVisible());
}

void TestHistoryPage::anAmountThatIsNone()
{
    auto *least = m_page->findChild<QLineEdit *>(u"least"_s);
    m_page->findChild<QToolButton *>(u"more"_s)->setChecked(true);
    least->setFocus();
    QTest::keyClicks(least, u"much"_s);
    QTest::keyClick(least, Qt::Key_Return);
    QVERIFY(finds(3));
    QVERIFY2(least->toolTip().contains(u"digits"_s), qPrintable(least->toolTip()));
    QCOMPARE(least->text(), u"much"_s);
}

void TestHistoryPage::ordersByAClickOnTheHeader()
{
    QHeaderView *header = table()->horizontalHeader();
    const auto click = [header](int column) {
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
            {header->sectionViewportPosition(column) + 20, header->height() / 2});
    };
    click(PaymentsModel::Amount);
    QCOMPARE(m_model->orderColumn(), int(PaymentsModel::Amount));
    QVERIFY(finds(3));
    const auto order = m_model->query().order;
    click(PaymentsModel::FlowlixId);
    QCOMPARE(m_model->query().order, order);
    QCOMPARE(header->sortIndicatorSection(), int(PaymentsModel::Amount));
}

void TestHistoryPage::fromTheSearchIntoTheList()
{
    type(u"concert"_s);
    QTest::keyClick(search(), Qt::Key_Return);
    QVERIFY(finds(3));
    QTest::keyClick(search(), Qt::Key_Down);
    QCOMPARE(QApplication::focusWidget(), table());
    QCOMPARE(table()->currentIndex().row(), 0);
    QTest::keyClick(table(), Qt::Key_Down);
    QTRY_VERIFY(table()->currentSale());
    auto *details = m_page->findChild<SaleDetails *>();
    QTRY_VERIFY(details->isVisible());
    QCOMPARE(details->attemptId(), m_ids[1]);
    QTest::keyClick(table(), Qt::Key_Return);
    QVERIFY(details->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(m_page.get(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), search());
}

void TestHistoryPage::keepsToTheSale()
{
    table()->selectRow(1);
    QTRY_VERIFY(table()->currentSale());
    QCOMPARE(table()->currentSale()->attemptId, m_ids[1]);
    m_source->sell(1);
    QTRY_COMPARE(m_model->rowCount(), 4);
    QCOMPARE(table()->currentSale()->attemptId, m_ids[1]);
    m_model->sort(PaymentsModel::Time, Qt::AscendingOrder);
    QTRY_VERIFY(m_model->isComplete() && table()->currentSale());
    QCOMPARE(table()->currentSale()->attemptId, m_ids[1]);
    QCOMPARE(table()->currentIndex().row(), 1);
}

void TestHistoryPage::saysThatNothingIsFound()
{
    type(u"nothing like it"_s);
    QVERIFY(finds(0));
    auto *hint = m_page->findChild<QLabel *>(u"hint"_s);
    QTRY_VERIFY(hint->isVisible());
    QVERIFY(hint->text().contains(u"condition"_s));
}

void TestHistoryPage::handsOverWhatItShows()
{
    QSignalSpy exported(m_page.get(), &HistoryPage::exportRequested);
    pick(u"status"_s, u"Paid"_s);
    m_model->sort(PaymentsModel::Amount, Qt::AscendingOrder);
    QVERIFY(finds(1));
    QTest::keyClick(m_page->findChild<QPushButton *>(u"exportList"_s), Qt::Key_Space);
    QCOMPARE(exported.size(), 1);
    QCOMPARE(exported.first().first().value<journal::SaleQuery>(), m_model->query());
    QCOMPARE(m_model->query().filter.outcomes, QList{Outcome::Paid});
}

void TestHistoryPage::isReadableInEitherTheme_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << test::lightPalette();
    QTest::newRow("dark") << test::darkPalette();
}

void TestHistoryPage::isReadableInEitherTheme()
{
    QFETCH(QPalette, palette);
    const QPalette before = QApplication::palette();
    QApplication::setPalette(palette);
    const auto restore = qScopeGuard([&before] { QApplication::setPalette(before); });
    type(u"concert"_s);
    pick(u"status"_s, u"Paid"_s);
    QVERIFY(finds(1));
    table()->selectRow(0);
    const auto *details = m_page->findChild<SaleDetails *>();
    QTRY_VERIFY(details->isVisible() && !details->visibleRegion().isEmpty() && details->width() > 200);
    if (const QString folder = qEnvironmentVariable("PAYDESK_TEST_PICTURES"); !folder.isEmpty())
        m_page->grab().save(u"%1/history-%2.png"_s.arg(folder, QLatin1StringView(QTest::currentDataTag())));
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (!label->isVisible() || label->text().isEmpty())
            continue;
        const QPalette &its = label->palette();
        QVERIFY2(
            test::contrast(its.color(label->foregroundRole()), its.color(QPalette::Window)) >= test::readable,
            qPrintable(label->text()));
    }
}

QTEST_MAIN(TestHistoryPage)
#include "tst_historypage.moc"
