// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

/// The errors of a call that no answer of the service explains, each with its sentence for staff. None
/// of them says that a payment failed: that is not known.
namespace paydesk::flowlix {

/// An answer arrived that cannot be relied upon.
Error badAnswer(const QString &detail);
/// An answer arrived that is about another payment, amount or currency than was asked for.
Error mismatch(const QString &detail);
/// The service could not be reached.
Error noConnection(const QString &detail);
/// No encrypted connection to the genuine service came about.
Error noSecureConnection(const QString &detail);
/// The connection broke before the answer was complete.
Error connectionLost(const QString &detail);
/// The deadline passed.
Error noAnswerInTime(const QString &detail);
/// The program's own settings do not allow the call; nothing was sent.
Error notConfigured(const QString &text);

} // namespace paydesk::flowlix
