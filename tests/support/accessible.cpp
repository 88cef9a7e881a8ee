// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/accessible.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

constexpr int timeoutMs = 5000;
const QString accessibleInterface = u"org.a11y.atspi.Accessible"_s;
const QString registry = u"org.a11y.atspi.Registry"_s;
const QString rootPath = u"/org/a11y/atspi/accessible/root"_s;

// Bits of AT-SPI's state set.
constexpr int stateEnabled = 8;
constexpr int stateFocused = 12;
constexpr int stateShowing = 25;

struct Reference
{
    QString service;
    QString path;
};

QList<Reference> references(const QDBusMessage &reply)
{
    QList<Reference> list;
    if (reply.type() != QDBusMessage::ReplyMessage || reply.arguments().isEmpty())
        return list;
    const auto argument = reply.arguments().constFirst().value<QDBusArgument>();
    argument.beginArray();
    while (!argument.atEnd()) {
        Reference reference;
        QDBusObjectPath path;
        argument.beginStructure();
        argument >> reference.service >> path;
        argument.endStructure();
        reference.path = path.path();
        list.append(reference);
    }
    argument.endArray();
    return list;
}

} // namespace

Accessible::Accessible(const QDBusConnection &bus, const QString &service, const QString &path)
    : m_bus(bus)
    , m_service(service)
    , m_path(path)
{
}

QDBusMessage Accessible::call(
    const QString &interface, const QString &method, const QVariantList &arguments) const
{
    QDBusMessage message = QDBusMessage::createMethodCall(m_service, m_path, interface, method);
    message.setArguments(arguments);
    return m_bus.call(message, QDBus::Block, timeoutMs);
}

QVariant Accessible::property(const QString &interface, const QString &name) const
{
    const QDBusMessage reply = call(u"org.freedesktop.DBus.Properties"_s, u"Get"_s, {interface, name});
    if (reply.type() != QDBusMessage::ReplyMessage)
        return {};
    return reply.arguments().constFirst().value<QDBusVariant>().variant();
}

QString Accessible::name() const
{
    return property(accessibleInterface, u"Name"_s).toString();
}

QString Accessible::role() const
{
    const QDBusMessage reply = call(accessibleInterface, u"GetRoleName"_s);
    return reply.type() == QDBusMessage::ReplyMessage ? reply.arguments().constFirst().toString() : QString();
}

QString Accessible::text() const
{
    const QDBusMessage reply = call(u"org.a11y.atspi.Text"_s, u"GetText"_s, {0, -1});
    return reply.type() == QDBusMessage::ReplyMessage ? reply.arguments().constFirst().toString() : QString();
}

bool Accessible::hasState(int state) const
{
    const QDBusMessage reply = call(accessibleInterface, u"GetState"_s);
    if (reply.type() != QDBusMessage::ReplyMessage)
        return false;
    QList<uint> words;
    reply.arguments().constFirst().value<QDBusArgument>() >> words;
    return words.value(state / 32) >> (state % 32) & 1;
}

bool Accessible::isShowing() const
{
    return hasState(stateShowing);
}

bool Accessible::isEnabled() const
{
    return hasState(stateEnabled);
}

bool Accessible::isFocused() const
{
    return hasState(stateFocused);
}

QList<Accessible> Accessible::children() const
{
    QList<Accessible> list;
    for (const Reference &reference : references(call(accessibleInterface, u"GetChildren"_s)))
        list.append(Accessible(m_bus, reference.service, reference.path));
    return list;
}

std::optional<Accessible> Accessible::first(const std::function<bool(const Accessible &)> &matches) const
{
    if (matches(*this))
        return *this;
    const QList<Accessible> below = children();
    for (const Accessible &child : below) {
        if (!child.isShowing())
            continue;
        if (const auto found = child.first(matches))
            return found;
    }
    return {};
}

std::optional<Accessible> Accessible::find(const QString &wanted, const QString &wantedRole) const
{
    return first([&](const Accessible &object) {
        return object.name() == wanted && (wantedRole.isEmpty() || object.role() == wantedRole);
    });
}

QList<Accessible> Accessible::all() const
{
    QList<Accessible> list;
    first([&list](const Accessible &object) {
        list.append(object);
        return false;
    });
    return list;
}

bool Accessible::press() const
{
    const QDBusMessage reply = call(u"org.a11y.atspi.Action"_s, u"DoAction"_s, {0});
    return reply.type() == QDBusMessage::ReplyMessage && reply.arguments().constFirst().toBool();
}

bool Accessible::setText(const QString &text) const
{
    const QDBusMessage reply = call(u"org.a11y.atspi.EditableText"_s, u"SetTextContents"_s, {text});
    return reply.type() == QDBusMessage::ReplyMessage && reply.arguments().constFirst().toBool();
}

bool Accessible::grabFocus() const
{
    const QDBusMessage reply = call(u"org.a11y.atspi.Component"_s, u"GrabFocus"_s);
    return reply.type() == QDBusMessage::ReplyMessage && reply.arguments().constFirst().toBool();
}

AccessibilityBus::AccessibilityBus(const QString &sessionBus)
{
    const QString sessionName = QUuid::createUuid().toString();
    const QDBusConnection session = QDBusConnection::connectToBus(sessionBus, sessionName);
    const QDBusMessage reply = session.call(QDBusMessage::createMethodCall(
        u"org.a11y.Bus"_s, u"/org/a11y/bus"_s, u"org.a11y.Bus"_s, u"GetAddress"_s));
    QDBusConnection::disconnectFromBus(sessionName);
    if (reply.type() == QDBusMessage::ReplyMessage)
        m_bus = QDBusConnection::connectToBus(
            reply.arguments().constFirst().toString(), QUuid::createUuid().toString());
    else
        qWarning("No accessibility bus: %s", qPrintable(reply.errorMessage()));
}

AccessibilityBus::~AccessibilityBus()
{
    QDBusConnection::disconnectFromBus(m_bus.name());
}

Accessible AccessibilityBus::application(qint64 processId) const
{
    const QList<Accessible> applications = Accessible(m_bus, registry, rootPath).children();
    for (const Accessible &application : applications) {
        QDBusMessage ask = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s,
            u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"GetConnectionUnixProcessID"_s);
        ask.setArguments({application.m_service});
        const QDBusMessage reply = m_bus.call(ask, QDBus::Block, timeoutMs);
        if (reply.type() == QDBusMessage::ReplyMessage
            && reply.arguments().constFirst().toLongLong() == processId)
            return application;
    }
    return {};
}

} // namespace paydesk::test
