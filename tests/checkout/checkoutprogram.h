// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/protocol.h"

#include <QList>
#include <QObject>
#include <QProcess>

namespace paydesk::test {

/// The real paydesk-checkout, spoken to over its standard streams.
class CheckoutProgram : public QObject
{
    Q_OBJECT
public:
    explicit CheckoutProgram(const QProcessEnvironment &environment);
    ~CheckoutProgram() override;

    void start(const QStringList &arguments = {});
    void show(const checkout::ShowPage &page);
    void hide(const QString &payment);
    void writeRaw(const QByteArray &bytes) { m_process.write(bytes); }
    void closeInput() { m_process.closeWriteChannel(); }

    bool isRunning() const { return m_process.state() == QProcess::Running; }
    qint64 processId() const { return m_process.processId(); }
    int exitCode() const { return m_process.exitCode(); }
    /// Everything that it wrote where messages for people go.
    const QByteArray &errorOutput() const { return m_errors; }

    const QList<checkout::PageMessage> &messages() const { return m_messages; }
    int count(checkout::PageEvent event) const;
    bool has(checkout::PageEvent event) const { return count(event) > 0; }
    QStringList details(checkout::PageEvent event) const;
    /// How many lines it wrote that were no message.
    int garbage() const { return m_garbage; }
    void forget() { m_messages.clear(); }

private:
    QProcess m_process;
    QByteArray m_errors;
    QList<checkout::PageMessage> m_messages;
    int m_garbage = 0;
};

} // namespace paydesk::test
