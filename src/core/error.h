// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace paydesk {

/// What went wrong, in the terms in which the program must decide what to do next.
enum class ErrorKind {
    InvalidInput, ///< what staff typed; the text says how to mend it
    Configuration, ///< a setting is missing, malformed or not allowed
    Refused, ///< the service said no (400, 422): this request did nothing
    Unauthorized, ///< the service did not accept the key (401, 403): this request did nothing
    NotFound, ///< the service does not know the object (404)
    InFlight, ///< an earlier request under the same idempotency key runs or ran (409)
    RateLimited, ///< too many requests (429); see Error::retryAfter
    ServiceFault, ///< the service failed (5xx): what became of the request is unknown
    Network, ///< no complete answer arrived: what became of the request is unknown
    BadAnswer, ///< an answer arrived that cannot be relied upon: what became of the request is unknown
    Mismatch, ///< the answer is about another payment, amount or currency than was asked: an alarm
    Storage, ///< the journal could not be read or written
};

/// An error on its way to a person. Never holds a secret key, nor anything typed into a hosted page.
struct Error
{
    ErrorKind kind = ErrorKind::InvalidInput;
    QString text; ///< one translated sentence for staff: what happened and what to do
    QString detail; ///< for support, untranslated: status, code, the service's own message
    QString requestId; ///< the service's `Flowlix-Request-Id`, empty when no answer arrived
    QString code; ///< the service's machine-readable error code, empty when there is none
    std::optional<std::chrono::milliseconds> retryAfter; ///< how long the service asks callers to wait

    /// True where the request certainly had no effect: only then may "not created" be said.
    bool requestHadNoEffect() const
    {
        return kind == ErrorKind::Refused || kind == ErrorKind::Unauthorized || kind == ErrorKind::NotFound;
    }
};

/// What staff typed cannot be used; `text` says how to mend it.
inline Error invalidInput(const QString &text)
{
    return {.kind = ErrorKind::InvalidInput, .text = text};
}

} // namespace paydesk
