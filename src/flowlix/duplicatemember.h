// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QLatin1StringView>

#include <span>

namespace paydesk::flowlix {

/// The first of `names` (32 at most) that stands twice in one object of a JSON text, at whatever depth;
/// empty where none does. QJsonDocument quietly takes the last of two, and another reader may take the
/// first: two amounts are no amount.
///
/// `json` must be well-formed, which QJsonDocument has already found out.
QLatin1StringView duplicateMember(const QByteArray &json, std::span<const QLatin1StringView> names);

} // namespace paydesk::flowlix
