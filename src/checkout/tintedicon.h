// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPixmap>
#include <QString>

class QWidget;

namespace paydesk::checkout {

/// Good, bad and unremarkable, in shades that can be read on this widget's light or dark background. Never
/// the only bearer of a meaning: a word and a shape go with each.
enum class Tone { Good, Bad, Plain };

QColor toneColor(Tone tone, const QWidget &widget);

/// One of the one-colour drawings in resources/checkout ("secure"), in that colour, `size` pixels square.
QPixmap tintedIcon(const QString &name, Tone tone, int size, const QWidget &widget);

} // namespace paydesk::checkout
