// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/look.h"
#include "desk/palettes.h"
#include "desk/states.h"

#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// Colours that can be read and shapes that can be told apart, in a light and a dark theme.
class TestLook : public QObject
{
    Q_OBJECT
private slots:
    void contrastIsMeasuredRight();
    void tellsThemesApart();
    void tonesCanBeRead_data();
    void tonesCanBeRead();
    void modesCanBeRead_data();
    void modesCanBeRead();
    void modesDiffer();
    void outcomesHaveShapes();
    void primaryButtonCanBeRead();
    void scalesFonts();
};

void TestLook::contrastIsMeasuredRight()
{
    QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
    QVERIFY(contrast(QColor(0x77, 0x77, 0x77), Qt::white) < readable); // the well-known grey that just fails
    QVERIFY(contrast(QColor(0x76, 0x76, 0x76), Qt::white) > readable);
}

void TestLook::tellsThemesApart()
{
    QVERIFY(!isDark(lightPalette()));
    QVERIFY(isDark(darkPalette()));
}

void TestLook::tonesCanBeRead_data()
{
    QTest::addColumn<Tone>("tone");
    QTest::addColumn<QPalette>("palette");

    QTest::newRow("good, light") << Tone::Good << lightPalette();
    QTest::newRow("bad, light") << Tone::Bad << lightPalette();
    QTest::newRow("open, light") << Tone::Open << lightPalette();
    QTest::newRow("good, dark") << Tone::Good << darkPalette();
    QTest::newRow("bad, dark") << Tone::Bad << darkPalette();
    QTest::newRow("open, dark") << Tone::Open << darkPalette();
}

void TestLook::tonesCanBeRead()
{
    QFETCH(Tone, tone);
    QFETCH(QPalette, palette);
    const QColor color = toneColor(tone, palette);
    QVERIFY(contrast(color, palette.color(QPalette::Base)) >= readable);
    QVERIFY(contrast(color, palette.color(QPalette::Window)) >= readable);
}

void TestLook::modesCanBeRead_data()
{
    QTest::addColumn<Mode>("mode");

    QTest::newRow("training") << Mode::Training;
    QTest::newRow("test") << Mode::Test;
    QTest::newRow("live") << Mode::Live;
}

void TestLook::modesCanBeRead()
{
    QFETCH(Mode, mode);
    QVERIFY(contrast(modeColor(mode), Qt::white) >= readable);
}

void TestLook::modesDiffer()
{
    const QSet<QRgb> colors
        = {modeColor(Mode::Training).rgb(), modeColor(Mode::Test).rgb(), modeColor(Mode::Live).rgb()};
    QCOMPARE(colors.size(), 3);
}

void TestLook::outcomesHaveShapes()
{
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        QHash<QByteArray, Outcome> shapes;
        for (const Outcome outcome : allOutcomes) {
            const QImage image = outcomeIcon(outcome, palette).pixmap(64, 64).toImage();
            const QImage shape = image.convertToFormat(QImage::Format_Alpha8);
            const QByteArray bytes(reinterpret_cast<const char *>(shape.constBits()), shape.sizeInBytes());
            QVERIFY2(bytes.count('\0') < bytes.size(), "the drawing is empty");
            if (outcome != Outcome::NotCreated) // looks as Declined does
                QVERIFY(!shapes.contains(bytes));
            shapes.insert(bytes, outcome);
        }
    }
}

void TestLook::primaryButtonCanBeRead()
{
    QPushButton button(u"Charge"_s);
    makePrimary(&button);
    for (const bool enabled : {true, false}) {
        button.setEnabled(enabled);
        button.resize(200, 60);
        // A corner of the face, clear of border and text.
        const QColor face = button.grab().toImage().pixelColor(20, 30);
        QVERIFY2(contrast(face, Qt::white) >= readable, qPrintable(face.name()));
    }
}

void TestLook::scalesFonts()
{
    QLabel label;
    const qreal before = label.font().pointSizeF();
    scaleFont(&label, 2.0, true);
    scaleFont(&label, 2.0, true); // of the application's, not of what was there
    QCOMPARE(label.font().pointSizeF(), 2 * before);
    QVERIFY(label.font().bold());
}

QTEST_MAIN(TestLook)
#include "tst_look.moc"
