// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "measurements.h"

#include <QProcess>

#include <memory>

namespace paydesk::test {
class X11Client;
}

namespace paydesk::bench {

/// A program with one window, as a user starts and ends it.
class Program
{
public:
    Program(const QString &name, const QString &windowTitle, const QProcessEnvironment &environment);
    ~Program();
    Program(Program &&) = default;

    void start();
    QString windowTitle() const { return m_windowTitle; }
    qint64 processId() const { return m_process->processId(); }
    /// Through its window, so that it can close its files.
    void close(test::X11Client &screen);

private:
    std::unique_ptr<QProcess> m_process;
    QString m_windowTitle;
};

/// paydesk with a test key against the bench's sandbox, with its files below `home`.
Program deskProgram(const Bench &bench, const QString &home);
/// The same as it starts without a key: with a sandbox of its own.
Program trainingDeskProgram(const Bench &bench, const QString &home);
/// The peer: barewindow.cpp.
Program bareProgram(const Bench &bench);

/// Puts settled sales into the journal that the desk finds below `home`.
bool fillJournal(const QString &home, int sales);

} // namespace paydesk::bench
