// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/jsonreader.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace paydesk::flowlix {

namespace {

constexpr qint64 latestSecond = 253'402'300'799; // the end of the year 9999

/// Empty for anything but an exact integer: toInteger() falls back to its argument for a fraction, for
/// what does not fit, and for what is no number at all.
std::optional<qint64> exactInteger(const QJsonValue &value)
{
    constexpr qint64 none = std::numeric_limits<qint64>::min();
    const qint64 integer = value.toInteger(none);
    return integer == none ? std::nullopt : std::optional(integer);
}

} // namespace

JsonReader::JsonReader(QJsonObject object, QString where)
    : m_object(std::move(object))
    , m_where(std::move(where))
{
}

QString JsonReader::requiredText(QLatin1StringView name)
{
    QString value = text(name);
    if (value.isEmpty())
        fail(u"%1 is not a text"_s.arg(name));
    return value;
}

qint64 JsonReader::requiredUnits(QLatin1StringView name)
{
    const std::optional<qint64> units = exactInteger(m_object.value(name));
    if (!units || *units < 0) {
        fail(u"%1 is not an amount in minor units"_s.arg(name));
        return 0;
    }
    return *units;
}

qint64 JsonReader::unitsOrZero(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    return value.isUndefined() || value.isNull() ? 0 : requiredUnits(name);
}

bool JsonReader::requiredFlag(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isBool())
        fail(u"%1 is neither true nor false"_s.arg(name));
    return value.toBool();
}

QJsonArray JsonReader::requiredArray(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    if (!value.isArray())
        fail(u"%1 is not an array"_s.arg(name));
    return value.toArray();
}

QJsonArray JsonReader::arrayOrEmpty(QLatin1StringView name)
{
    const QJsonValue value = m_object.value(name);
    return value.isUndefined() || value.isNull() ? QJsonArray() : requiredArray(name);
}

QString JsonReader::text(QLatin1StringView name) const
{
    return m_object.value(name).toString();
}

std::optional<int> JsonReader::number(QLatin1StringView name) const
{
    const std::optional<qint64> integer = exactInteger(m_object.value(name));
    return integer && *integer >= 0 && *integer <= std::numeric_limits<int>::max()
        ? std::optional(static_cast<int>(*integer))
        : std::nullopt;
}

bool JsonReader::flag(QLatin1StringView name) const
{
    return m_object.value(name).toBool();
}

QDateTime JsonReader::time(QLatin1StringView name) const
{
    const std::optional<qint64> seconds = exactInteger(m_object.value(name));
    return seconds && *seconds > 0 && *seconds <= latestSecond
        ? QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC)
        : QDateTime();
}

QUrl JsonReader::url(QLatin1StringView name) const
{
    const QUrl url(text(name), QUrl::StrictMode);
    // In the form in which it can be kept: QUrl takes some that are not quite right, and then writes others.
    return url.isValid() ? QUrl::fromEncoded(url.toEncoded()) : QUrl();
}

std::optional<QJsonObject> JsonReader::object(QLatin1StringView name) const
{
    const QJsonValue value = m_object.value(name);
    return value.isObject() ? std::optional(value.toObject()) : std::nullopt;
}

void JsonReader::fail(const QString &what)
{
    if (m_problem.isEmpty())
        m_problem = m_where + u": "_s + what;
}

} // namespace paydesk::flowlix
