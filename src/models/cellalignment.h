// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariant>

namespace paydesk::models {

/// For Qt::TextAlignmentRole, of a cell and of the title above it: numbers end at the right.
inline QVariant cellAlignment(bool isNumber)
{
    return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft)));
}

} // namespace paydesk::models
