// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsontext.h"

#include <QJsonDocument>

namespace paydesk {

namespace {

constexpr QByteArrayView mark("\xef\xbb\xbf");

} // namespace

QByteArray compactJson(const QJsonObject &object)
{
    return withMarksEscaped(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QByteArray compactJson(const QJsonArray &array)
{
    return withMarksEscaped(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QByteArray withMarksEscaped(const QByteArray &json)
{
    // The one in front of everything says only that this is UTF-8.
    QByteArray text = json.startsWith(mark) ? json.sliced(mark.size()) : json;
    return text.replace(mark, "\\ufeff");
}

} // namespace paydesk
