// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace paydesk::flowlix {

/// Whose turn it is when calls have to wait for the service's rate limit.
enum class Priority {
    Foreground, ///< somebody waits for the answer, or a sale does
    Background, ///< can as well come later: behind all of the others, and out of what they leave
};

} // namespace paydesk::flowlix
