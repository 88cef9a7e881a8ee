// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QUrl>

#include <functional>
#include <optional>

namespace paydesk::test {

/// How long a step may take. Long, because a loaded machine is slow, not wrong.
inline constexpr int tillPatienceMs = 40'000;

/// Where a program is to be killed, see killstep.cpp.
struct KillStep
{
    int number = 0; ///< 0: nowhere, the steps are only counted
    QString log; ///< the file that tells which steps were taken
};
/// Environment that loads the library that counts, and kills, into a program.
QMap<QString, QString> killEnvironment(const KillStep &step);
/// The steps that were taken, in their order.
QStringList stepsTaken(const KillStep &step);

/// What one till is run on.
struct TillSetup
{
    QString home; ///< of the program; the journal is in a folder of it
    QUrl service;
    double pace = 0.02;
    int deadlineMs = 2000;

    QString journal() const { return home + QStringLiteral("/journal"); }
};

/// A headless till (headlesstill.cpp) that is used, killed, and started again. May live on any thread.
class TillDriver
{
public:
    explicit TillDriver(const TillSetup &setup);
    ~TillDriver();
    Q_DISABLE_COPY_MOVE(TillDriver)

    /// False where it was not ready for the first sale in time, or died before.
    bool start(const std::optional<KillStep> &kill = std::nullopt);
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    /// It ended by a SIGKILL.
    bool wasKilled() const { return m_killed; }
    void kill();
    /// True where it ended by itself.
    bool quit();

    /// Has the till bring in what the service knows, and does not wait.
    void startSync();
    /// How many payments the sync has read, as last told; -1 before it has begun.
    qint64 syncRead() const { return m_syncRead; }
    /// What a sync that came to its end has done since the last start; empty before.
    const QJsonObject &finishedSync() const { return m_finishedSync; }

    /// Sends a command, and waits for the reply. Empty where it died before that.
    std::optional<QJsonObject> ask(const QString &what, QJsonObject command = {});
    /// The id of the sale; empty where it died before it said so.
    QString charge(qint64 amount, const QString &description);
    /// Waits until this is so; false where the till ended before, or nothing came about in time.
    bool waitFor(const std::function<bool()> &isSo, int timeoutMs = tillPatienceMs);

    /// What was last told of each sale since the first start, by its id.
    const QHash<QString, QJsonObject> &sales() const { return m_sales; }
    QJsonObject sale(const QString &id) const { return m_sales.value(id); }
    /// Sales that were announced as paid twice.
    const QSet<QString> &paidTwice() const { return m_paidTwice; }
    /// What cannot be: a sale that was shown as settled in one way, and later in another.
    const QStringList &contradictions() const { return m_contradictions; }
    const QStringList &problems() const { return m_problems; } ///< of storage, as reported
    /// The longest time that the till's event loop did not turn, as of the last reply, and the longest that
    /// it computed without a pause.
    qint64 longestStallMs() const { return m_longestStallMs; }
    qint64 longestWorkMs() const { return m_longestWorkMs; }

private:
    void read();
    void hear(const QJsonObject &message);

    TillSetup m_setup;
    QProcess m_process;
    bool m_ready = false;
    bool m_killed = false;
    int m_lastCommand = 0;
    qint64 m_longestStallMs = 0;
    qint64 m_longestWorkMs = 0;
    qint64 m_syncRead = -1;
    QJsonObject m_finishedSync;
    QHash<int, QJsonObject> m_replies;
    QHash<QString, QJsonObject> m_sales;
    QSet<QString> m_paidTwice;
    QStringList m_contradictions;
    QStringList m_problems;
};

} // namespace paydesk::test
