// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/accessible.h"
#include "support/display.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include <memory>

namespace paydesk::test {

/// A desktop session of a test's own: display with a window manager, D-Bus session with an accessibility
/// bus, home and runtime folders. Everything it started ends with it.
class Session
{
public:
    Session();
    ~Session();
    Q_DISABLE_COPY_MOVE(Session)

    bool isReady() const { return m_ready; }
    /// For programs of this session. Nothing of the test's own environment but PATH and locale.
    QProcessEnvironment environment() const;
    /// The home folder, below which the programs keep all their files.
    QString home() const { return m_home.path(); }
    const AccessibilityBus &accessibility() const { return *m_accessibility; }

    /// Runs a program of the session to its end, for example xdotool; false unless it ended well.
    bool run(const QString &program, const QStringList &arguments) const;

private:
    QTemporaryDir m_home;
    Display m_display;
    QProcess m_bus;
    QString m_busAddress;
    std::unique_ptr<AccessibilityBus> m_accessibility;
    bool m_ready = false;
};

} // namespace paydesk::test
