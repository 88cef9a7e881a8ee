// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QUrl>
#include <QWidget>

namespace paydesk::checkout {

class ElidedLabel;

/// Says whom the page is from and whether nobody can listen in: a lock, a word and the page's host.
class ConnectionLabel : public QWidget
{
    Q_OBJECT
public:
    enum class State { Connecting, Secure, ThisComputer, NotSecure, NotConnected };

    explicit ConnectionLabel(QWidget *parent = nullptr);

    /// A page from this address is on the screen. Certificate errors are never overridden, so https is
    /// secure; http is let through from this computer alone.
    void setUrl(const QUrl &url);
    /// Nothing of this address is on the screen yet.
    void setConnecting(const QUrl &url);
    void setNotConnected();
    State state() const;
    QString host() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void setState(State state);
    void setHost(const QUrl &url);

    State m_state = State::Connecting;
    QLabel *m_icon;
    QLabel *m_word;
    ElidedLabel *m_host;
};

} // namespace paydesk::checkout
