// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/books.h"
#include "desk/palettes.h"
#include "desk/reportdocument.h"
#include "desk/takingschart.h"
#include "desk/totalsdialog.h"
#include "models/takingsmodel.h"
#include "models/totalsmodel.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// What the list adds up to, as tables and as a chart.
class TestTotalsDialog : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void addsUpByCurrencyAndStatus();
    void divides_data();
    void divides();
    void tableHasTheChartsFigures();
    void showsOneCurrencyAtATime();
    void nothingToAddUp();
    void chartIsLegible_data();
    void chartIsLegible();
    void namesTheHourThatComesTwice();
    void tabReachesEverything();
    void looksRight_data() { chartIsLegible_data(); }
    void looksRight();

private:
    void open(const journal::SaleFilter &filter = {});
    QAbstractItemModel *model(const QString &table) const
    {
        return m_dialog->findChild<QTableView *>(table)->model();
    }
    static QStringList cells(const QAbstractItemModel &model, int row)
    {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        return cells;
    }

    std::unique_ptr<OpenJournal> m_source;
    std::unique_ptr<TotalsDialog> m_dialog;
};

namespace {

const BusinessDay utcDay{.start = {0, 0}, .zone = QTimeZone::utc()};

} // namespace

void TestTotalsDialog::initTestCase()
{
    m_source = std::make_unique<OpenJournal>();
    fillBooks(*m_source);
}

void TestTotalsDialog::open(const journal::SaleFilter &filter)
{
    m_dialog = std::make_unique<TotalsDialog>(m_source->history(), journal::SaleQuery{.filter = filter},
        utcDay, ReportHead{.shop = {.shopName = u"Corner Shop"_s, .mode = Mode::Live}, .till = {}});
    m_dialog->resize(1280, 800);
    m_dialog->open();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestTotalsDialog::addsUpByCurrencyAndStatus()
{
    models::TotalsModel totals;
    const QAbstractItemModelTester tester(&totals);
    totals.setTotals(
        {{.currency = Currency::Eur, .outcome = Outcome::Paid, .count = 3, .gross = 7500, .refunded = 500},
            {.currency = Currency::Eur, .outcome = Outcome::Declined, .count = 1},
            {.currency = Currency::Usd, .outcome = Outcome::Paid, .count = 1, .gross = 1}});
    QCOMPARE(totals.rowCount(), 5);
    QCOMPARE(cells(totals, 0), (QStringList{u"EUR"_s, u"Paid"_s, u"3"_s, u"75.00"_s, u"5.00"_s, u"70.00"_s}));
    QCOMPARE(
        cells(totals, 1), (QStringList{u"EUR"_s, u"Declined"_s, u"1"_s, u"0.00"_s, u"0.00"_s, u"0.00"_s}));
    QCOMPARE(cells(totals, 2), (QStringList{u"EUR"_s, u"All"_s, u"4"_s, u"75.00"_s, u"5.00"_s, u"70.00"_s}));
    QCOMPARE(cells(totals, 4), (QStringList{u"USD"_s, u"All"_s, u"1"_s, u"0.01"_s, u"0.00"_s, u"0.01"_s}));
}

void TestTotalsDialog::divides_data()
{
    QTest::addColumn<int>("hours");
    QTest::addColumn<int>("unit");
    QTest::newRow("an hour") << 1 << int(TimeUnit::Hour);
    QTest::newRow("a day") << 24 << int(TimeUnit::Hour);
    QTest::newRow("two days with an hour more") << 49 << int(TimeUnit::Hour);
    QTest::newRow("three days") << 72 << int(TimeUnit::Day);
    QTest::newRow("three months") << 92 * 24 << int(TimeUnit::Day);
    QTest::newRow("four months") << 120 * 24 << int(TimeUnit::Month);
}

void TestTotalsDialog::divides()
{
    QFETCH(int, hours);
    QFETCH(int, unit);
    const QDateTime from(bookDay, QTime(0, 0), Qt::UTC);
    QCOMPARE(int(models::unitFor(from, from.addSecs(hours * 3600))), unit);
}

void TestTotalsDialog::tableHasTheChartsFigures()
{
    open({.from = QDateTime(bookDay, QTime(0, 0), Qt::UTC),
        .before = QDateTime(bookDay.addDays(1), QTime(0, 0), Qt::UTC)});
    QTRY_COMPARE(model(u"takings"_s)->rowCount(), 24);
    const QAbstractItemModel &takings = *model(u"takings"_s);
    QCOMPARE(cells(takings, 14).mid(1), (QStringList{u"2"_s, u"127.50"_s, u"20.00"_s, u"107.50"_s}));
    QVERIFY(cells(takings, 14).first().startsWith(u"14:00"_s));
    QCOMPARE(cells(takings, 3).mid(1), (QStringList{u"0"_s, u"0.00"_s, u"0.00"_s, u"0.00"_s}));
    QVERIFY(m_dialog->findChild<QLabel *>(u"takingsTitle"_s)->text().contains(u"hour"_s));
}

void TestTotalsDialog::showsOneCurrencyAtATime()
{
    open();
    auto *currency = m_dialog->findChild<QComboBox *>(u"currency"_s);
    QTRY_VERIFY(currency->isVisible());
    QCOMPARE(currency->count(), 2);
    auto *takings = qobject_cast<models::TakingsModel *>(model(u"takings"_s));
    QCOMPARE(takings->currency(), Currency::Eur);
    currency->setFocus();
    QTest::keyClick(currency, Qt::Key_Down);
    QTRY_COMPARE(takings->currency(), Currency::Usd);
    open({.currencies = {Currency::Usd}});
    QTRY_COMPARE(model(u"takings"_s)->rowCount(), 1);
    QVERIFY(!m_dialog->findChild<QComboBox *>(u"currency"_s)->isVisible());
}

void TestTotalsDialog::nothingToAddUp()
{
    open({.text = u"nobody has this"_s});
    QTRY_VERIFY(m_dialog->findChild<QLabel *>(u"range"_s)->text().contains(u"no payments"_s));
    QCOMPARE(model(u"totals"_s)->rowCount(), 0);
    QCOMPARE(model(u"takings"_s)->rowCount(), 0);
}

void TestTotalsDialog::chartIsLegible_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

void TestTotalsDialog::chartIsLegible()
{
    QFETCH(QPalette, palette);
    QList<journal::Takings> takings;
    QList<QDateTime> moments;
    for (int day = 0; day <= 92; ++day)
        moments += utcDay.firstMoment(bookDay.addDays(day));
    for (int day = 0; day < 92; ++day)
        takings.append({.slot = day, .count = 3, .gross = 10'000 + day * 700, .refunded = day % 7 * 500});
    models::TakingsModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTakings(takings, moments, utcDay, TimeUnit::Day);
    QCOMPARE(model.rowCount(), 92);
    TakingsChart chart(model);
    chart.setPalette(palette);
    chart.resize(1000, 450);
    const QImage image = pictureOf(chart, u"chart-%1"_s.arg(QLatin1StringView(QTest::currentDataTag())));
    // The ground is the palette's, and there are bars on it that can be told from it.
    QCOMPARE(image.pixelColor(2, 2), palette.color(QPalette::Base));
    int bars = 0;
    for (int x = 0; x < image.width(); ++x)
        bars += contrast(image.pixelColor(x, image.height() * 6 / 10), palette.color(QPalette::Base)) >= 3;
    QVERIFY2(bars > 200, qPrintable(QString::number(bars)));
    QVERIFY(!TakingsChart::onPaper(model).isNull());
    QCOMPARE(TakingsChart::onPaper(model).pixelColor(2, 2), QColor(Qt::white));
}

void TestTotalsDialog::namesTheHourThatComesTwice()
{
    const BusinessDay berlin{.start = {0, 0}, .zone = QTimeZone("Europe/Berlin")};
    const QDate change(2025, 10, 26);
    const auto hours = boundaries(
        berlin, berlin.firstMoment(change), berlin.firstMoment(change.addDays(1)), TimeUnit::Hour);
    models::TakingsModel model;
    model.setTakings({}, hours, berlin, TimeUnit::Hour);
    QCOMPARE(model.rowCount(), 25);
    QSet<QString> labels;
    for (int row = 0; row < model.rowCount(); ++row)
        labels.insert(model.label(row));
    QCOMPARE(labels.size(), 25);
}

void TestTotalsDialog::tabReachesEverything()
{
    open();
    QTRY_VERIFY(m_dialog->findChild<QComboBox *>(u"currency"_s)->isVisible());
    QTest::keyClick(m_dialog->windowHandle(), Qt::Key_T, Qt::AltModifier);
    QTRY_VERIFY(m_dialog->findChild<QTableView *>(u"takings"_s)->isVisible());
    QSet<QString> wanted
        = {u"totals"_s, u"currency"_s, u"takings"_s, u"printButton"_s, u"pdfButton"_s, u"closeButton"_s};
    for (int presses = 0; presses < 24; ++presses) {
        QTest::keyClick(m_dialog->windowHandle(), Qt::Key_Tab);
        if (QApplication::focusWidget())
            wanted.remove(QApplication::focusWidget()->objectName());
    }
    QVERIFY2(wanted.isEmpty(), qPrintable(QStringList(wanted.values()).join(u' ')));
    QTest::keyClick(m_dialog->windowHandle(), Qt::Key_Escape);
    QTRY_VERIFY(!m_dialog->isVisible());
}

void TestTotalsDialog::looksRight()
{
    QFETCH(QPalette, palette);
    QApplication::setPalette(palette);
    const auto restore = qScopeGuard([] { QApplication::setPalette(lightPalette()); });
    open();
    QTRY_VERIFY(m_dialog->findChild<QComboBox *>(u"currency"_s)->isVisible());
    const QString tag = QLatin1StringView(QTest::currentDataTag());
    QCOMPARE(pictureOf(*m_dialog, u"totals-%1"_s.arg(tag)).size(), QSize(1280, 800));
    m_dialog->findChild<QTabWidget *>()->setCurrentIndex(1);
    pictureOf(*m_dialog, u"totals-table-%1"_s.arg(tag));
}

QTEST_MAIN(TestTotalsDialog)
#include "tst_totalsdialog.moc"
