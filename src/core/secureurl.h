// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace paydesk {

/// True for the loopback range: "localhost", 127.0.0.0/8 and [::1].
bool isLoopbackHost(const QString &host);

/// Where the program talks to: https to a named host, or http to this machine itself. No user name or
/// password in it (the service takes a key in a header, and a URL ends up in logs).
bool isSecureUrl(const QUrl &url);

} // namespace paydesk
