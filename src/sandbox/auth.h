// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/apierror.h"

namespace paydesk::sandbox {

/// Who calls: a fingerprint of the request's API key, which may be any `fl_test_sk_…`. Else the 401 to
/// answer with. A live key is refused with its reason: a sandbox never plays live. No answer repeats what
/// was sent, and nothing keeps the key.
Checked<QByteArray> authenticate(const Request &request);

} // namespace paydesk::sandbox
