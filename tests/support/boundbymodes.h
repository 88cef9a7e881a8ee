// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

namespace paydesk::test {

/// While it lives, this thread opens files as somebody whom their modes bind: root is bound by none.
class BoundByModes
{
public:
    BoundByModes()
    {
        if (geteuid() == 0)
            setfsuid(nobody);
    }
    ~BoundByModes() { setfsuid(geteuid()); }
    Q_DISABLE_COPY_MOVE(BoundByModes)

    static constexpr uid_t nobody = 65534;
    /// Hands a file to the one who is bound, who may be the user of this process.
    static void give(const QString &path, mode_t mode)
    {
        const QByteArray name = path.toLocal8Bit();
        if (geteuid() == 0)
            QVERIFY(chown(name.constData(), nobody, gid_t(-1)) == 0);
        QVERIFY(chmod(name.constData(), mode) == 0);
    }
};

} // namespace paydesk::test
