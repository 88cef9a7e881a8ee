// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/faults.h"

namespace paydesk::sandbox {

/// The body of the service's answer as a fault of FaultPlace::InTheBody has it. Of a list the first payment
/// is changed. What has no payment in it (an error, an empty list) stays as it is.
QByteArray tamperedBody(const Fault &fault, const QByteArray &body);

} // namespace paydesk::sandbox
