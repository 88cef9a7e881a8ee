// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

/// JSON as text that Qt reads as it was meant. Where a string begins with a byte-order mark (U+FEFF), Qt
/// drops it when it reads the string, of a name as well: then text comes back shorter, and two names may
/// become one. An escaped mark stays.
namespace paydesk {

/// Compact, with the members sorted: equal values give equal bytes, which give equal values.
QByteArray compactJson(const QJsonObject &object);
QByteArray compactJson(const QJsonArray &array);

/// What others have written, with every mark in a string escaped. What is no JSON does not become any.
QByteArray withMarksEscaped(const QByteArray &json);

} // namespace paydesk
