// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/faults.h"
#include "sandbox/httpmessage.h"

namespace paydesk::sandbox {

/// What the proxy does to the caller's connection to answer one request.
struct Delivery
{
    enum class End { KeepOpen, Close, Stall };

    QByteArray bytes;
    qint64 padding = 0; ///< spaces after the bytes
    qint64 delayMs = 0; ///< before the first byte
    qint64 dripMs = 0; ///< between bytes; 0: all at once
    End end = End::KeepOpen;
};

/// The answer that a fault gives instead of the service.
Delivery deliverInstead(const Fault &fault, qint64 nowMs);
/// The service's answer, as a fault (if any) lets it through.
Delivery deliver(const HttpMessage &answer, const std::optional<Fault> &fault, qint64 nowMs);

/// A response as bytes for the wire.
QByteArray wireBytes(const Response &response);

} // namespace paydesk::sandbox
