// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/books.h"
#include "desk/exportdialog.h"
#include "desk/palettes.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// Writing what the list shows into a file, by keyboard.
class TestExportDialog : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void exportsWithEnter();
    void formatChangesTheName();
    void asksForAFile();
    void saysWhatWentWrong();
    void escCancelsFirst();
    void choosesWithoutBlocking();
    void looksRight_data();
    void looksRight();

private:
    QString news() const { return m_dialog->findChild<QLabel *>(u"news"_s)->text(); }
    QLineEdit *file() const { return m_dialog->findChild<QLineEdit *>(u"file"_s); }
    QPushButton *button(const QString &name) const { return m_dialog->findChild<QPushButton *>(name); }

    std::unique_ptr<OpenJournal> m_source;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ExportDialog> m_dialog;
};

void TestExportDialog::initTestCase()
{
    m_source = std::make_unique<OpenJournal>();
    fillBooks(*m_source);
}

void TestExportDialog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_dialog = std::make_unique<ExportDialog>(
        m_source->history(), journal::SaleQuery{.filter = {.outcomes = {Outcome::Paid}}}, QTimeZone::utc());
    QVERIFY(file()->text().endsWith(u".csv"_s));
    file()->setText(m_folder->filePath(u"payments.csv"_s));
    m_dialog->open();
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestExportDialog::exportsWithEnter()
{
    file()->setFocus();
    QTest::keyClick(file(), Qt::Key_Return);
    QTRY_VERIFY2(news().contains(file()->text()), qPrintable(news()));
    QVERIFY2(news().startsWith(u"14 "_s), qPrintable(news()));
    QFile written(file()->text());
    QVERIFY(written.open(QFile::ReadOnly));
    QCOMPARE(written.readAll().count("\r\n"), 15);
    auto *progress = m_dialog->findChild<QProgressBar *>();
    QCOMPARE(progress->value(), progress->maximum());
    QVERIFY(button(u"exportButton"_s)->isEnabled());
    QVERIFY(button(u"closeButton"_s)->hasFocus());
    QTest::keyClick(m_dialog->windowHandle(), Qt::Key_Escape);
    QTRY_VERIFY(!m_dialog->isVisible());
}

void TestExportDialog::formatChangesTheName()
{
    auto *format = m_dialog->findChild<QComboBox *>(u"format"_s);
    format->setFocus();
    QTest::keyClick(format, Qt::Key_Down);
    QCOMPARE(file()->text(), m_folder->filePath(u"payments.jsonl"_s));
    button(u"exportButton"_s)->click();
    QTRY_VERIFY(QFileInfo::exists(file()->text()));
    QTRY_VERIFY(news().contains(file()->text()));
    file()->setText(u"/x/my.name"_s);
    QTest::keyClick(format, Qt::Key_Up);
    QCOMPARE(file()->text(), u"/x/my.name"_s);
}

void TestExportDialog::asksForAFile()
{
    file()->setText(u" "_s);
    button(u"exportButton"_s)->click();
    QVERIFY(!news().isEmpty());
    QVERIFY(file()->hasFocus());
    QVERIFY(file()->isEnabled());
}

void TestExportDialog::saysWhatWentWrong()
{
    file()->setText(m_folder->filePath(u"missing/payments.csv"_s));
    button(u"exportButton"_s)->click();
    QTRY_VERIFY2(news().contains(file()->text()), qPrintable(news()));
    QVERIFY(file()->isEnabled() && file()->hasFocus());
}

void TestExportDialog::escCancelsFirst()
{
    button(u"exportButton"_s)->click();
    QCOMPARE(button(u"closeButton"_s)->accessibleName(), u"Cancel"_s);
    QVERIFY(!file()->isEnabled());
    QTest::keyClick(m_dialog->windowHandle(), Qt::Key_Escape);
    QVERIFY(m_dialog->isVisible());
    // So few payments may all be written already.
    QTRY_COMPARE(button(u"closeButton"_s)->accessibleName(), u"Close"_s);
    QCOMPARE(QFileInfo::exists(file()->text()), !news().contains(u"Canceled"_s));
}

void TestExportDialog::choosesWithoutBlocking()
{
    button(u"choose"_s)->click();
    auto *dialog = m_dialog->findChild<QFileDialog *>();
    QVERIFY(dialog);
    dialog->reject();
    QTRY_VERIFY(!m_dialog->findChild<QFileDialog *>());
}

void TestExportDialog::looksRight_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

void TestExportDialog::looksRight()
{
    QFETCH(QPalette, palette);
    QApplication::setPalette(palette);
    init();
    button(u"exportButton"_s)->click();
    QTRY_VERIFY(news().contains(file()->text()));
    const QImage image = pictureOf(*m_dialog, u"export-%1"_s.arg(QLatin1StringView(QTest::currentDataTag())));
    QVERIFY(image.width() <= 1280 && image.height() <= 800);
    QVERIFY(contrast(m_dialog->findChild<QLabel *>(u"news"_s)->palette().color(QPalette::WindowText),
                palette.color(QPalette::Window))
        >= readable);
    QApplication::setPalette(lightPalette());
}

QTEST_MAIN(TestExportDialog)
#include "tst_exportdialog.moc"
