// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>

#include <chrono>
#include <optional>

namespace paydesk::flowlix {

/// No wait that the service asks for is taken for longer than this: its rate window is 60 s long.
inline constexpr std::chrono::seconds maximumWait(60);

/// An HTTP date in its preferred form, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7), in UTC;
/// invalid for anything else.
QDateTime parseHttpDate(const QByteArray &text);

/// The value of a Retry-After header (RFC 9110, section 10.2.3): whole seconds, or an HTTP date, which is
/// compared with `now`. At least 0 and at most maximumWait; empty where it cannot be read.
std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &now);

} // namespace paydesk::flowlix
