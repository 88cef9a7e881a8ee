// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bootclock.h"
#include "core/result.h"
#include "flowlix/ratebudget.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QObject>
#include <QTimer>

class QNetworkAccessManager;

namespace paydesk::flowlix {

/// A complete answer over HTTP, whatever its status.
struct HttpAnswer
{
    int status = 0;
    QByteArray body;
    QString requestId;
    std::optional<std::chrono::milliseconds> retryAfter;
    RateHeaders rate;
    BootClock::time_point arrival; ///< of its head
    std::chrono::milliseconds took{}; ///< from start() to the last byte
};

/// What is to be sent.
struct HttpRequest
{
    QNetworkRequest head;
    std::optional<QByteArray> body; ///< POST with this body; empty for GET
};

/// One attempt at one request: sends it, reads the answer up to a size, under an absolute deadline, and
/// answers once, always from the event loop. A POST is sent once (see OnceOnlyBody); a GET, which changes
/// nothing, may be repeated by QNetworkAccessManager when its connection breaks before the answer.
/// Deletes itself when it has ended.
class Call : public QObject
{
    Q_OBJECT
public:
    struct Limits
    {
        std::chrono::milliseconds deadline; ///< from start() to the last byte
        qint64 maximumBody = 0; ///< bytes
    };

    Call(HttpRequest request, Limits limits, QObject *parent = nullptr);
    ~Call() override;

    void start(QNetworkAccessManager &manager);
    /// Ends with this error; before start() too, in which case nothing is ever sent.
    void fail(const Error &error);
    /// Nobody waits for the answer any more: ends without one.
    void cancel();

signals:
    /// Errors are ErrorKind::Network and ErrorKind::BadAnswer, or what fail() was given.
    void answered(const paydesk::Result<paydesk::flowlix::HttpAnswer> &answer);
    /// Answered or cancelled: it no longer takes part in anything. Comes once, before answered().
    void ended(const paydesk::flowlix::RateHeaders &rate);

private:
    void readBody();
    void finish();
    void close(const RateHeaders &rate);
    void answer(const Result<HttpAnswer> &answer);
    void letGo();

    const HttpRequest m_request;
    const Limits m_limits;
    QNetworkReply *m_reply = nullptr; ///< owned by its manager, released by letGo()
    QTimer m_deadline;
    QElapsedTimer m_sinceStart;
    std::optional<BootClock::time_point> m_headArrived;
    QByteArray m_body;
    bool m_ended = false;
};

} // namespace paydesk::flowlix
