// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/money.h"

#include <QDBusConnection>
#include <QObject>

namespace paydesk::desk {

/// Tells the desktop that money has come in, for staff who look at another program. Sends and forgets: where
/// there is no notification service, nothing happens. Names the amount only, because a notification is
/// shown on locked screens and kept by the desktop.
class DesktopNotifier : public QObject
{
    Q_OBJECT
public:
    explicit DesktopNotifier(
        const QDBusConnection &bus = QDBusConnection::sessionBus(), QObject *parent = nullptr);

    void paid(Money amount) const;
    void paidTwice(Money amount) const;

private:
    void send(const QString &summary) const;

    QDBusConnection m_bus;
};

} // namespace paydesk::desk
