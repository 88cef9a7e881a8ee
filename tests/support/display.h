// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QString>

namespace paydesk::test {

/// An X display of a test's own: Xvfb under a free number, and a window manager on it. Both end with the
/// object, and with the test, however that ends.
class Display
{
public:
    enum class WindowManager { None, Openbox };

    explicit Display(WindowManager manager = WindowManager::Openbox);
    ~Display();
    Q_DISABLE_COPY_MOVE(Display)

    /// Returns when windows can be opened; false when that did not come about.
    bool start();
    QString name() const { return m_name; } ///< ":5"
    /// The test's own environment, but with this display.
    QProcessEnvironment environment() const;

private:
    bool startServer();
    bool startWindowManager();

    WindowManager m_wanted;
    QString m_name;
    QProcess m_server;
    QProcess m_manager;
};

} // namespace paydesk::test
