// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QProcess>

#include <optional>

namespace paydesk::bench {

/// The `sqlite3` shell, running, as the peer of a search: from the statement's last character until the shell
/// has printed what comes after its last row.
class ShellPeer
{
public:
    explicit ShellPeer(const QString &directory)
    {
        m_shell.start(QStringLiteral("sqlite3"),
            {QStringLiteral("-readonly"), QStringLiteral("-batch"),
                directory + QStringLiteral("/journal.db")});
    }
    ~ShellPeer()
    {
        m_shell.closeWriteChannel();
        m_shell.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(ShellPeer)

    std::optional<double> ms(const QString &sql)
    {
        QElapsedTimer clock;
        clock.start();
        m_shell.write(sql.toUtf8() + ";\n.print paydesk-end\n");
        QByteArray printed;
        while (!printed.endsWith("paydesk-end\n")) {
            if (!m_shell.waitForReadyRead(longestMs))
                return {};
            printed += m_shell.readAllStandardOutput();
        }
        return double(clock.nsecsElapsed()) / 1e6;
    }

private:
    static constexpr int longestMs = 600'000;
    QProcess m_shell;
};

} // namespace paydesk::bench
