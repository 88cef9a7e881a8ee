// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/books.h"
#include "desk/dayclosedialog.h"
#include "desk/palettes.h"
#include "desk/printing.h"
#include "settings/settings.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDateEdit>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPrintDialog>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>
#include <QTimeEdit>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// The day close, as it is read, kept and printed.
class TestDayCloseDialog : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void saysEverything();
    void saysThatNoMoneyMoved_data();
    void saysThatNoMoneyMoved();
    void goesFromDayToDay();
    void today();
    void keepsTheBusinessDay();
    void refusesAZoneThatIsNone();
    void saysWhenItCannotBeKept();
    void printsWithoutBlocking();
    void savesAPdf();
    void pdfSaysWhenItCannot();
    void tabReachesEverything();
    void looksRight_data();
    void looksRight();

private:
    void open(Mode mode = Mode::Live, const QString &settingsFile = {});
    QString text() const { return m_dialog->findChild<QTextBrowser *>()->toPlainText(); }
    QString news() const { return m_dialog->findChild<QLabel *>(u"news"_s)->text(); }
    QString settingsFile() const { return m_folder->filePath(u"paydesk.ini"_s); }
    template <typename T> T *child(const QString &name) const { return m_dialog->findChild<T *>(name); }

    std::unique_ptr<OpenJournal> m_source;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<DayCloseDialog> m_dialog;
};

void TestDayCloseDialog::initTestCase()
{
    m_source = std::make_unique<OpenJournal>();
    fillBooks(*m_source);
}

void TestDayCloseDialog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    open();
}

void TestDayCloseDialog::cleanup()
{
    m_dialog.reset();
}

void TestDayCloseDialog::open(Mode mode, const QString &settingsFile)
{
    const BusinessDay day{.start = {0, 0}, .zone = QTimeZone::utc()};
    m_dialog = std::make_unique<DayCloseDialog>(m_source->history(), day,
        settingsFile.isEmpty() ? this->settingsFile() : settingsFile,
        ReportHead{.shop = {.shopName = u"Corner <b>Shop</b>"_s, .mode = mode}, .till = u"till-1"_s});
    m_dialog->showDate(bookDay);
    m_dialog->open();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    QTRY_VERIFY(text().contains(u"EUR"_s));
}

void TestDayCloseDialog::saysEverything()
{
    for (const QString &expected : {u"Corner <b>Shop</b>"_s, u"10 March 2026"_s, u"Not known yet"_s,
             u"Paid"_s, u"EUR 47.11"_s, u"EUR 33.00"_s, u"Check now"_s, u"pay_"_s, u"40.00"_s, u"20.00"_s,
             u"Somebody must look"_s, u"till-1"_s, u"As of"_s, u"Refunds made on this day"_s})
        QVERIFY2(text().contains(expected), qPrintable(expected + u"\n"_s + text()));
    QVERIFY(!text().contains(u"So far"_s));
    QVERIFY(!text().contains(u"TEST"_s));
}

void TestDayCloseDialog::saysThatNoMoneyMoved_data()
{
    QTest::addColumn<Mode>("mode");
    QTest::newRow("test") << Mode::Test;
    QTest::newRow("training") << Mode::Training;
}

void TestDayCloseDialog::saysThatNoMoneyMoved()
{
    QFETCH(Mode, mode);
    open(mode);
    QVERIFY2(text().contains(u"TEST"_s), qPrintable(text()));
}

void TestDayCloseDialog::goesFromDayToDay()
{
    child<QAbstractButton>(u"next"_s)->click();
    QTRY_VERIFY2(text().contains(u"11 March 2026"_s), qPrintable(text()));
    QVERIFY(!text().contains(u"EUR"_s));
    QTest::keyClick(m_dialog->windowHandle(), Qt::Key_P, Qt::AltModifier);
    QTRY_VERIFY(text().contains(u"10 March 2026"_s));
}

void TestDayCloseDialog::today()
{
    m_dialog->showDate(QDateTime::currentDateTimeUtc().date());
    QTRY_VERIFY2(text().contains(u"So far"_s), qPrintable(text()));
}

void TestDayCloseDialog::keepsTheBusinessDay()
{
    QSignalSpy changed(m_dialog.get(), &DayCloseDialog::businessDayChanged);
    auto *start = child<QTimeEdit>(u"start"_s);
    start->setFocus();
    start->setTime({9, 0});
    QTest::keyClick(start, Qt::Key_Return);
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().value<BusinessDay>().start, QTime(9, 0));
    auto *zone = child<QComboBox>(u"zone"_s);
    zone->setFocus();
    zone->lineEdit()->setText(u"asia/kathmandu"_s);
    QTest::keyClick(zone->lineEdit(), Qt::Key_Tab);
    QTRY_COMPARE(changed.size(), 2);
    const BusinessDay expected{.start = {9, 0}, .zone = QTimeZone("Asia/Kathmandu")};
    QCOMPARE(changed.last().first().value<BusinessDay>(), expected);
    QCOMPARE(settings::load(QProcessEnvironment(), settingsFile(), settings::User::Ordinary).businessDay,
        expected);
    QTRY_VERIFY2(text().contains(u"Asia/Kathmandu"_s), qPrintable(text()));
}

void TestDayCloseDialog::refusesAZoneThatIsNone()
{
    QSignalSpy changed(m_dialog.get(), &DayCloseDialog::businessDayChanged);
    auto *zone = child<QComboBox>(u"zone"_s);
    zone->setFocus();
    zone->lineEdit()->setText(u"Nowhere/Town"_s);
    QTest::keyClick(zone->lineEdit(), Qt::Key_Tab);
    QCOMPARE(zone->currentText(), u"UTC"_s);
    QCOMPARE(changed.size(), 0);
}

void TestDayCloseDialog::saysWhenItCannotBeKept()
{
    QFile file(m_folder->filePath(u"file"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    open(Mode::Live, file.fileName() + u"/paydesk.ini"_s);
    QSignalSpy changed(m_dialog.get(), &DayCloseDialog::businessDayChanged);
    auto *start = child<QTimeEdit>(u"start"_s);
    start->setFocus();
    start->setTime({9, 0});
    QTest::keyClick(start, Qt::Key_Return);
    QVERIFY(news().contains(file.fileName()));
    QCOMPARE(start->time(), QTime(0, 0));
    QCOMPARE(changed.size(), 0);
}

void TestDayCloseDialog::printsWithoutBlocking()
{
    child<QAbstractButton>(u"printButton"_s)->click();
    QTRY_VERIFY(m_dialog->findChild<QPrintDialog *>());
    m_dialog->findChild<QPrintDialog *>()->reject();
    QTRY_VERIFY(!m_dialog->findChild<QPrintDialog *>());
}

void TestDayCloseDialog::savesAPdf()
{
    child<QAbstractButton>(u"pdfButton"_s)->click();
    auto *dialog = m_dialog->findChild<QFileDialog *>();
    QVERIFY(dialog);
    const QString file = m_folder->filePath(u"close.pdf"_s);
    dialog->setDirectory(m_folder->path());
    dialog->selectFile(file);
    dialog->QDialog::done(QDialog::Rejected);
    QTRY_VERIFY(!m_dialog->findChild<QFileDialog *>());
    QTextDocument document;
    document.setPlainText(text());
    QVERIFY(writePdf(document, u"Day close"_s, file).ok());
    QFile written(file);
    QVERIFY(written.open(QFile::ReadOnly));
    QVERIFY(written.readAll().startsWith("%PDF-"));
    QCOMPARE(written.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"close.pdf"_s});
}

void TestDayCloseDialog::pdfSaysWhenItCannot()
{
    const QString file = m_folder->filePath(u"missing/close.pdf"_s);
    const auto written = writePdf(QTextDocument(), u"Day close"_s, file);
    QVERIFY(!written.ok());
    QVERIFY(written.error().text.contains(file));
}

void TestDayCloseDialog::tabReachesEverything()
{
    QSet<QString> wanted = {u"date"_s, u"previous"_s, u"next"_s, u"start"_s, u"zone"_s, u"preview"_s,
        u"printButton"_s, u"pdfButton"_s, u"closeButton"_s};
    for (int presses = 0; presses < 30; ++presses) {
        QTest::keyClick(m_dialog->windowHandle(), Qt::Key_Tab);
        if (QApplication::focusWidget())
            wanted.remove(QApplication::focusWidget()->objectName());
    }
    QVERIFY2(wanted.isEmpty(), qPrintable(QStringList(wanted.values()).join(u' ')));
    QTest::keyClick(m_dialog->windowHandle(), Qt::Key_Escape);
    QTRY_VERIFY(!m_dialog->isVisible());
}

void TestDayCloseDialog::looksRight_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

void TestDayCloseDialog::looksRight()
{
    QFETCH(QPalette, palette);
    QApplication::setPalette(palette);
    open(Mode::Test);
    m_dialog->resize(1280, 800);
    const QImage image
        = pictureOf(*m_dialog, u"dayclose-%1"_s.arg(QLatin1StringView(QTest::currentDataTag())));
    QCOMPARE(image.size(), QSize(1280, 800));
    for (const QWidget *widget : m_dialog->findChildren<QAbstractButton *>()) {
        if (widget->isVisible())
            QVERIFY(widget->width() >= widget->minimumSizeHint().width());
    }
    QApplication::setPalette(lightPalette());
}

QTEST_MAIN(TestDayCloseDialog)
#include "tst_dayclosedialog.moc"
