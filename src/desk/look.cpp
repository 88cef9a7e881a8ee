// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/look.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSvgRenderer>
#include <QTextBoundaryFinder>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

namespace {

QString shapeFile(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Paid:
        return u":/desk/paid.svg"_s;
    case Outcome::Declined:
    case Outcome::NotCreated:
        return u":/desk/declined.svg"_s;
    case Outcome::Canceled:
        return u":/desk/canceled.svg"_s;
    case Outcome::Expired:
        return u":/desk/expired.svg"_s;
    case Outcome::InProgress:
        return u":/desk/progress.svg"_s;
    case Outcome::NotKnownYet:
        return u":/desk/unknown.svg"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Good:
        return dark ? QColor(0x5f, 0xd0, 0x84) : QColor(0x12, 0x75, 0x3a);
    case Tone::Bad:
        return dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb3, 0x1d, 0x1d);
    case Tone::Open:
        return dark ? QColor(0xf2, 0xb5, 0x4a) : QColor(0x8f, 0x56, 0x00);
    }
    Q_UNREACHABLE();
}

QColor modeColor(Mode mode)
{
    switch (mode) {
    case Mode::Training:
        return QColor(0x5b, 0x3a, 0xb8);
    case Mode::Test:
        return QColor(0x0b, 0x5c, 0xad);
    case Mode::Live:
        return QColor(0x26, 0x2b, 0x33);
    }
    Q_UNREACHABLE();
}

QIcon tintedIcon(const QString &file, const QColor &color)
{
    // The shapes are drawn in black; they take their colour here, so that one file serves both themes.
    QSvgRenderer shape(file);
    QIcon icon;
    for (const int size : {16, 32, 64, 128}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        shape.render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), color);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

QIcon outcomeIcon(Outcome outcome, const QPalette &palette)
{
    return tintedIcon(shapeFile(outcome), toneColor(outcomeTone(outcome), palette));
}

QIcon reviewIcon(Tone tone, const QPalette &palette)
{
    return tintedIcon(u":/desk/review.svg"_s, toneColor(tone, palette));
}

QIcon noticeIcon(Tone tone, const QPalette &palette)
{
    switch (tone) {
    case Tone::Good:
        return outcomeIcon(Outcome::Paid, palette);
    case Tone::Bad:
        return outcomeIcon(Outcome::Declined, palette);
    case Tone::Open:
        return reviewIcon(tone, palette);
    }
    Q_UNREACHABLE();
}

QString breakable(const QString &text)
{
    constexpr int longWord = 16;
    constexpr QChar zeroWidthSpace(0x200b);
    QString broken;
    qsizetype start = 0;
    int run = 0;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype end = finder.toNextBoundary(); end >= 0; end = finder.toNextBoundary()) {
        const QStringView character = QStringView(text).sliced(start, end - start);
        run = character.front().isSpace() ? 0 : run + 1;
        if (run > longWord) {
            broken += zeroWidthSpace;
            run = 1;
        }
        broken += character;
        start = end;
    }
    return broken;
}

void scaleFont(QWidget *widget, qreal factor, bool bold)
{
    QFont font = QApplication::font(widget);
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(bold);
    widget->setFont(font);
}

void setTextColor(QLabel *label, const QColor &color)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}

void makePrimary(QPushButton *button)
{
    scaleFont(button, 1.3, true);
    // A style of its own: the platform's would lighten the colour until white on it cannot be read.
    button->setStyleSheet(
        u"QPushButton { background: #1a5fb4; color: white; border: none; border-radius: 4px;"
        " padding: 4px; }"
        "QPushButton:hover { background: #1c6acb; }"
        "QPushButton:pressed { background: #154c90; }"
        "QPushButton:focus { border: 3px solid #62a0ea; }"
        "QPushButton:disabled { background: #6b7683; }"_s);
}

} // namespace paydesk::desk
