// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace paydesk::test {

/// One object of a program's accessibility tree, read and acted on over the accessibility bus (AT-SPI) as
/// a screen reader does. A value; the object behind it may be gone, and then every question is answered
/// with nothing.
class Accessible
{
public:
    Accessible() = default;

    bool isNull() const { return m_path.isEmpty(); }
    QString name() const;
    QString role() const; ///< as AT-SPI names it: "push button", "text", "label", "table"
    QString text() const; ///< of the Text interface
    bool isShowing() const;
    bool isEnabled() const;
    bool isFocused() const;
    QList<Accessible> children() const;

    /// The first showing object that matches, depth first, this one included.
    std::optional<Accessible> first(const std::function<bool(const Accessible &)> &matches) const;
    /// The first showing object with this name, and role where one is given.
    std::optional<Accessible> find(const QString &name, const QString &role = {}) const;
    /// Every showing object, this one included.
    QList<Accessible> all() const;

    bool press() const; ///< the first action of a control
    bool setText(const QString &text) const;
    bool grabFocus() const;

    friend bool operator==(const Accessible &a, const Accessible &b)
    {
        return a.m_service == b.m_service && a.m_path == b.m_path;
    }

private:
    friend class AccessibilityBus;
    Accessible(const QDBusConnection &bus, const QString &service, const QString &path);

    QVariant property(const QString &interface, const QString &name) const;
    QDBusMessage call(
        const QString &interface, const QString &method, const QVariantList &arguments = {}) const;
    bool hasState(int state) const;

    QDBusConnection m_bus = QDBusConnection(QString());
    QString m_service;
    QString m_path;
};

/// The accessibility bus of a session.
class AccessibilityBus
{
public:
    /// `sessionBus` is the address of a D-Bus session; starts its accessibility bus where needed.
    explicit AccessibilityBus(const QString &sessionBus);
    ~AccessibilityBus();
    Q_DISABLE_COPY_MOVE(AccessibilityBus)

    /// The root object of the program with this process id; null while it has not registered.
    Accessible application(qint64 processId) const;

private:
    QDBusConnection m_bus = QDBusConnection(QString());
};

} // namespace paydesk::test
