// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/accessible.h"
#include "support/session.h"
#include "support/x11client.h"

#include <QProcess>

#include <functional>

namespace paydesk::test {

/// How long a test waits for what must come. Long, because a loaded machine is slow, not wrong.
inline constexpr int patienceMs = 20'000;

/// A real paydesk in a session, used as a cashier does: by what its window offers to a screen reader and by
/// the keyboard.
class DeskDriver
{
public:
    explicit DeskDriver(const Session &session);
    /// The paydesk in another folder, with whatever else is there.
    DeskDriver(const Session &session, const QString &folder);
    ~DeskDriver();
    Q_DISABLE_COPY_MOVE(DeskDriver)

    /// Has effect from the next start().
    void setVariable(const QString &name, const QString &value) { m_environment.insert(name, value); }
    /// Starts the program and waits until its window can be read.
    bool start();
    /// Waits until payments can be taken.
    bool waitUntilReady();
    void quit();
    void kill();
    /// Waiting ends at once when it no longer does.
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    bool waitFor(const std::function<bool()> &isSo) const;
    qint64 processId() const { return m_process.processId(); }
    /// Everything the program and its children wrote to their output so far.
    QByteArray output();
    /// Process ids of its child processes with this program name.
    QList<qint64> children(const QString &program) const;

    Accessible window() const;
    bool fill(const QString &field, const QString &text) const;
    bool press(const QString &button) const;
    /// Through the keyboard: letters, digits, and the marks that the tests need.
    void type(const QString &text);
    void tap(quint32 keysym, const QList<quint32> &held = {}) { m_keyboard.tap(keysym, held); }
    bool addMetadata(const QString &name, const QString &value);
    QString textOf(const QString &field) const;

    /// Fills the form with a sale that steers the sandbox's page, and presses Charge.
    bool charge(
        const QString &amount, const QString &description, const QMap<QString, QString> &metadata = {});
    /// The word of the result on the screen; empty while there is none.
    QString headline() const;
    bool waitForHeadline(const QString &word) const;
    /// The list as shown, a row a payment.
    QList<QStringList> payments() const;
    /// What a screen reader finds, a line an object: for the log of a failed test.
    QString description() const;
    X11Client &screen() { return m_keyboard; }

private:
    const Session &m_session;
    const QString m_program;
    QProcessEnvironment m_environment;
    QProcess m_process;
    QByteArray m_output;
    X11Client m_keyboard;
};

} // namespace paydesk::test
