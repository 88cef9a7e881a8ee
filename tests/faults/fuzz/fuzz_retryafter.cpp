// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/fuzz/fuzz.h"
#include "flowlix/retryafter.h"

#include <QLocale>

#include <algorithm>
#include <array>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;
using paydesk::fuzz::require;

/// The value of a Retry-After header, and an HTTP date: one character for what time it is ('0' to '4'), then
/// the value.

namespace {

QDateTime timeOf(uint8_t character)
{
    static const std::array times = {QDateTime(QDate(2026, 11, 22), QTime(15, 30), Qt::UTC),
        QDateTime(QDate(1994, 11, 6), QTime(8, 49, 37), Qt::UTC),
        QDateTime(QDate(1, 1, 1), QTime(0, 0), Qt::UTC),
        QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59), Qt::UTC), QDateTime()};
    return times[(character - '0') % times.size()];
}

bool isDigits(const QByteArray &text)
{
    return !text.isEmpty()
        && std::all_of(text.cbegin(), text.cend(), [](char c) { return c >= '0' && c <= '9'; });
}

/// How many seconds digits mean, capped, without any arithmetic that could overflow.
qint64 cappedSeconds(QByteArray digits)
{
    while (digits.size() > 1 && digits.startsWith('0'))
        digits.remove(0, 1);
    return digits.size() > 2 ? 60 : qMin(60, digits.toInt());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const QDateTime now = timeOf(input.byte());
    const QByteArray value = input.rest();
    const QByteArray trimmed = value.trimmed();

    const QDateTime date = parseHttpDate(value);
    if (date.isValid()) {
        require(date.timeSpec() == Qt::UTC, "an HTTP date is in UTC");
        const QString written = QLocale::c().toString(date, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
        require(written == QString::fromLatin1(trimmed), "an HTTP date is of the preferred form", written);
    }

    const auto wait = parseRetryAfter(value, now);
    if (wait)
        require(wait->count() >= 0 && *wait <= maximumWait, "a wait is within 0 to 60 s",
            QString::number(wait->count()));
    if (isDigits(trimmed))
        require(wait && *wait == std::chrono::seconds(cappedSeconds(trimmed)), "digits are seconds");
    else
        require(
            wait.has_value() == (date.isValid() && now.isValid()), "what is no digits is a date, or nothing");
    return 0;
}
