// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileInfo>
#include <QTemporaryDir>

#include <memory>

namespace paydesk::test {

/// A folder that is gone with it; in memory where the system offers that, because what is tested there is
/// which writes are made, thousands of times, and not how a disk carries them out.
inline std::unique_ptr<QTemporaryDir> ramFolder()
{
    const QString memory = QStringLiteral("/dev/shm");
    if (!QFileInfo(memory).isWritable())
        return std::make_unique<QTemporaryDir>();
    return std::make_unique<QTemporaryDir>(memory + QStringLiteral("/paydesk-XXXXXX"));
}

} // namespace paydesk::test
