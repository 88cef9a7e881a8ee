// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "journal/reply.h"

#include <QThread>

#include <functional>
#include <memory>
#include <optional>

namespace paydesk::journal {

/// A thread that carries out what it is given, one after the other. Its tasks may be given from any thread.
class Worker
{
public:
    /// `name` is for debuggers.
    explicit Worker(const QString &name)
    {
        m_thread.setObjectName(name);
        m_there.moveToThread(&m_thread);
        m_thread.start();
    }
    /// Finishes what was given, then runs `last` there, and ends.
    void finish(const std::function<void()> &last)
    {
        enqueue([this, last] {
            last();
            m_thread.quit();
        });
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(Worker)
    ~Worker() = default;

    void enqueue(std::function<void()> task)
    {
        QMetaObject::invokeMethod(&m_there, std::move(task), Qt::QueuedConnection);
    }

    /// The answer of `work` goes to `callback` on the context's thread, unless the context is gone by then.
    /// No answer calls nothing back.
    template <typename T>
    void ask(QObject *context, Callback<T> callback, std::function<std::optional<Result<T>>()> work)
    {
        auto reply = std::make_shared<Reply>();
        auto answer = std::make_shared<std::optional<Result<T>>>();
        QObject::connect(
            reply.get(), &Reply::ready, context,
            [answer, callback = std::move(callback)] { callback(**answer); }, Qt::QueuedConnection);
        enqueue([reply, answer, work = std::move(work)] {
            *answer = work();
            if (*answer)
                emit reply->ready();
        });
    }

private:
    QThread m_thread;
    QObject m_there; ///< lives on the thread; what is posted to it runs there, in order
};

} // namespace paydesk::journal
