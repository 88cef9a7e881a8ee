// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/secretkey.h"

#include <QColor>
#include <QIcon>
#include <QPalette>

class QLabel;
class QPushButton;
class QWidget;

/// Colours, icons and sizes, in one place. Every colour is chosen by the palette's lightness, with a
/// contrast of at least 4.5:1 against the palette's base.
namespace paydesk::desk {

bool isDark(const QPalette &palette);
QColor toneColor(Tone tone, const QPalette &palette);
/// The ground of the mode's banner; text on it is white.
QColor modeColor(Mode mode);
/// A drawing in one colour, whatever colour it is in.
QIcon tintedIcon(const QString &file, const QColor &color);
/// A shape for each outcome, in the colour of its tone: never colour alone.
QIcon outcomeIcon(Outcome outcome, const QPalette &palette);
/// A shape of its own for a sale that staff must look at, whatever its outcome.
QIcon reviewIcon(Tone tone, const QPalette &palette);
/// A shape for each tone.
QIcon noticeIcon(Tone tone, const QPalette &palette);

/// The text with places to break in its long words, which would make a label as wide as they are.
QString breakable(const QString &text);
/// Makes a widget's font larger by a factor of the application's.
void scaleFont(QWidget *widget, qreal factor, bool bold = false);
void setTextColor(QLabel *label, const QColor &color);
/// The one button of a page that goes on: white on blue in either theme.
void makePrimary(QPushButton *button);

} // namespace paydesk::desk
