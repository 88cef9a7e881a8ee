// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "flowlix/call.h"
#include "flowlix/priority.h"
#include "flowlix/ratebudget.h"

#include <QNetworkAccessManager>

#include <deque>

namespace paydesk::flowlix {

/// Owns the connections to one host, and the calls that use them. A call that the service would refuse
/// for its rate waits its turn, first come, first served, for maximumWait at most. A background call waits
/// until no other one does, and until the rate budget has enough for it and for those to come.
class Sender : public QObject
{
    Q_OBJECT
public:
    /// `host` decides on the proxy: the system's, and none for this machine itself.
    explicit Sender(const QString &host, QObject *parent = nullptr);
    ~Sender() override;

    /// A call of this sender's. It does nothing until it is handed to send(), or fails.
    Call *makeCall(const HttpRequest &request, Call::Limits limits);
    /// Starts the call as soon as the service takes it.
    void send(Call *call, Priority priority = Priority::Foreground);
    /// See RateBudget::hasToSpare().
    bool hasToSpare();

private:
    struct Waiting
    {
        Call *call = nullptr;
        std::chrono::steady_clock::time_point since;
    };

    void sendWhatMayBeSent();
    std::chrono::milliseconds wait(const Waiting &first, const RateBudget::Moment &now);
    void start(Call *call);
    void forget(const Call *call, const RateHeaders &rate);

    QNetworkAccessManager m_manager;
    RateBudget m_budget;
    QTimer m_turn; ///< wakes the queue when the rate window is over
    std::deque<Waiting> m_queue;
    std::deque<Call *> m_background; ///< wait until m_queue is empty
    int m_inFlight = 0;
};

} // namespace paydesk::flowlix
