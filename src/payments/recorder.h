// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "journal/event.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace paydesk::payments {

struct Services;

/// Appends the facts of one sale or refund to the journal, in their order. What the disk refuses after the
/// request was sent cannot be taken back: it is kept in memory, and tried again until the disk takes it.
class Recorder : public QObject
{
    Q_OBJECT
public:
    explicit Recorder(const Services &services, QObject *parent);

    /// Calls `then` when the event is on the disk, or kept in memory because the disk refused it or an
    /// earlier one.
    void append(const journal::Event &event, const std::function<void()> &then);
    /// Everything is on the disk.
    bool isIdle() const { return !m_appending && m_unsaved.isEmpty(); }

signals:
    /// The journal could not be written. Staff must know.
    void failed(const paydesk::Error &error);
    void recovered();

private:
    void keep(const journal::Event &event);
    void saveKept();

    const Services &m_services;
    bool m_appending = false;
    QList<journal::Event> m_unsaved; ///< what the disk refused, oldest first
    QTimer m_retry;
};

} // namespace paydesk::payments
