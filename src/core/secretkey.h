// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace paydesk {

/// What kind of money a key moves.
enum class Mode {
    Training, ///< the program's own local service, no account needed
    Test, ///< the service's sandbox (`fl_test_sk_`)
    Live, ///< real money (`fl_live_sk_`)
};

/// The name under which a mode's data is kept: a live and a test key never share a list.
QString modeName(Mode mode);

/// The service's secret key. It can be put into an Authorization header and compared by fingerprint;
/// it has no other way out: no stream operator, no conversion to text.
class SecretKey
{
public:
    SecretKey() = default;

    /// Accepts `fl_test_sk_…` and `fl_live_sk_…` with at least 8 further letters, digits, '_' or '-'.
    /// The error (ErrorKind::Configuration) never repeats the text.
    static Result<SecretKey> parse(const QByteArray &text);

    bool isEmpty() const { return m_text.isEmpty(); }
    bool isLive() const;
    /// The value of the Authorization header.
    QByteArray authorization() const;
    /// SHA-256 of salt and key, in hex: tells whether an idempotency key was used under this same key.
    QByteArray fingerprint(const QByteArray &salt) const;
    /// `text` with every occurrence of the key replaced: for texts that came from outside.
    QString redacted(QString text) const;
    QByteArray redacted(QByteArray bytes) const;

private:
    QByteArray m_text;
};

} // namespace paydesk
