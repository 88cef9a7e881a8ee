// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secretkey.h"

#include <QLabel>

namespace paydesk::desk {

/// The band at the top that tells what kind of money is moved. Always there, so that live and test
/// cannot be taken for one another.
class ModeBanner : public QLabel
{
    Q_OBJECT
public:
    explicit ModeBanner(QWidget *parent = nullptr);

    /// `asRoot` adds that the web engine runs without its sandbox.
    void setMode(Mode mode, const QString &shopName, bool asRoot);
};

} // namespace paydesk::desk
