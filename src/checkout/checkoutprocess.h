// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/protocol.h"
#include "core/childprocess.h"

#include <QObject>

namespace paydesk::checkout {

/// The desk's half: one warm, hidden paydesk-checkout that serves many payments, and is replaced when it
/// dies. Knows nothing of money.
class CheckoutProcess : public QObject
{
    Q_OBJECT
public:
    explicit CheckoutProcess(QObject *parent = nullptr);

    /// Starts the child, hidden, so that the first page need not wait for it.
    void warmUp();
    qint64 processId() const;

    /// Shows a page, once the child is ready. Shown already: asks for the keyboard again.
    void show(const ShowPage &page);
    /// Takes the page of this payment away; does nothing when another one is shown.
    void hide(const QString &payment);
    /// The payment whose page is shown, or about to be; empty at idle.
    QString currentPayment() const;

signals:
    void shown(const QString &payment);
    void loaded(const QString &payment);
    void returned(const QString &payment, const QString &query);
    void closed(const QString &payment, const QString &how);
    void blocked(const QString &payment, const QString &what);
    void crashed(const QString &payment);
    /// The process died while this payment's page was shown. A new, hidden one is being started.
    void lost(const QString &payment);

private:
    ChildProcess m_child;
    ShowPage m_page;
    bool m_ready = false;
};

} // namespace paydesk::checkout
