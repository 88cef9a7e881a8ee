// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/desktopnotifier.h"

#include "core/moneytext.h"

#include <QDBusMessage>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

namespace {

// The values of the desktop notification specification.
constexpr quint32 replacesNone = 0;
constexpr uchar critical = 2; ///< stays until somebody takes it away
constexpr int byDefault = -1;

} // namespace

DesktopNotifier::DesktopNotifier(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
{
}

void DesktopNotifier::paid(Money amount) const
{
    send(tr("%1 has been paid").arg(moneyText(amount, QLocale())));
}

void DesktopNotifier::paidTwice(Money amount) const
{
    send(tr("%1 has been paid twice").arg(moneyText(amount, QLocale())));
}

void DesktopNotifier::send(const QString &summary) const
{
    if (!m_bus.isConnected())
        return;
    QDBusMessage message = QDBusMessage::createMethodCall(u"org.freedesktop.Notifications"_s,
        u"/org/freedesktop/Notifications"_s, u"org.freedesktop.Notifications"_s, u"Notify"_s);
    message << u"Paydesk"_s << replacesNone << QString() << summary << QString() << QStringList()
            << QVariantMap{{u"urgency"_s, QVariant::fromValue(critical)}} << byDefault;
    m_bus.send(message);
}

} // namespace paydesk::desk
