// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace paydesk::payments {

/// Why the service refused a refund, in the words of staff: its codes in a sentence that says what to do. The
/// text of the error itself where the code is not known.
QString refundRefusalText(const Error &error);

} // namespace paydesk::payments
