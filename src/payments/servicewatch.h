// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace paydesk::flowlix {
class Client;
}

namespace paydesk::payments {

/// How well the service can be reached.
enum class Reach {
    Unknown, ///< nothing was heard yet
    Online,
    Slow, ///< it answers, or may still answer, but takes its time
    Faulty, ///< it answers that it has a fault (5xx)
    Offline, ///< the last call brought no answer
};

struct ServiceState
{
    Reach reach = Reach::Unknown;
    /// It answered 401 or 403, and no 2xx since: no payment can be made before the settings are mended.
    bool keyRefused = false;
    std::chrono::milliseconds delay{}; ///< while Slow: what the last answer took, or the wait for it so far
    QString problem; ///< while Offline: why, in a sentence for staff
    QString detail; ///< while Offline: for support

    friend bool operator==(const ServiceState &, const ServiceState &) = default;
};

/// Knows whether the service can be reached before a sale has to find out: hears how all calls of the client
/// fare, and when there are none, asks for the newest payment now and then. Never while the rate budget runs
/// low: that is the sales'.
class ServiceWatch : public QObject
{
    Q_OBJECT
public:
    struct Pauses
    {
        std::chrono::milliseconds quiet = std::chrono::seconds(30); ///< without calls before it asks
        std::chrono::milliseconds retry = std::chrono::seconds(5); ///< the same while Offline or Faulty
        std::chrono::milliseconds slowAnswer
            = std::chrono::seconds(2); ///< an answer that takes longer is slow
        std::chrono::milliseconds slowProbe
            = std::chrono::seconds(3); ///< so is none to its own question by then
        std::chrono::milliseconds tick = std::chrono::seconds(1); ///< how often a growing delay is told
    };

    /// The client must outlive it, and live on the same thread.
    explicit ServiceWatch(flowlix::Client &client, const Pauses &pauses, QObject *parent = nullptr);
    explicit ServiceWatch(flowlix::Client &client, QObject *parent = nullptr);

    /// Asks at once, which also tells the client the service's time. Call once.
    void start();
    const ServiceState &state() const { return m_state; }

signals:
    void changed();

private:
    void hearAnswer(std::chrono::milliseconds took, int httpStatus);
    void hearNothing(const Error &error);
    void become(const ServiceState &state);
    bool isInTrouble() const;
    void probe();
    void tellDelay();

    flowlix::Client &m_client;
    const Pauses m_pauses;
    ServiceState m_state;
    QTimer m_next; ///< to the next question
    QTimer m_patience; ///< to the next word about an answer that does not come
    QElapsedTimer m_asked;
    bool m_asking = false;
};

} // namespace paydesk::payments
