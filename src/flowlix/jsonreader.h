// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QUrl>

#include <optional>

namespace paydesk::flowlix {

/// Reads the members of one JSON object from the service. There are two ways to ask: a strict one, for
/// what money depends on, which notes the first member that is missing or wrong (see problem()), and a
/// tolerant one, for which a missing, null or oddly typed member is simply not there.
class JsonReader
{
public:
    /// `where` names the object in problems: "payment.refunds[1]".
    JsonReader(QJsonObject object, QString where);

    /// Strict: a string that is not empty.
    QString requiredText(QLatin1StringView name);
    /// Strict: an amount in minor units, an exact integer of 0 or more.
    qint64 requiredUnits(QLatin1StringView name);
    /// Strict about the type, but missing and null are 0.
    qint64 unitsOrZero(QLatin1StringView name);
    /// Strict: true or false.
    bool requiredFlag(QLatin1StringView name);
    /// Strict: an array.
    QJsonArray requiredArray(QLatin1StringView name);
    /// Strict about the type, but missing and null are an empty array.
    QJsonArray arrayOrEmpty(QLatin1StringView name);

    QString text(QLatin1StringView name) const;
    std::optional<int> number(QLatin1StringView name) const;
    bool flag(QLatin1StringView name) const;
    /// From Unix seconds, in UTC; invalid where there is none.
    QDateTime time(QLatin1StringView name) const;
    QUrl url(QLatin1StringView name) const;
    std::optional<QJsonObject> object(QLatin1StringView name) const;

    /// Notes a problem of this object, unless one was noted before.
    void fail(const QString &what);
    /// What is wrong, for support; empty when everything that money depends on is right.
    const QString &problem() const { return m_problem; }

private:
    QJsonObject m_object;
    QString m_where;
    QString m_problem;
};

} // namespace paydesk::flowlix
