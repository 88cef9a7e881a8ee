// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkout/protocol.h"
#include "core/childprocess.h"

#include <QDeadlineTimer>
#include <QList>
#include <QObject>

namespace paydesk::checkout {

/// The desk's half: one warm, hidden paydesk-checkout that serves many payments, and is replaced when it
/// dies. Knows nothing of money. Main thread only, as ChildProcess.
class CheckoutProcess : public QObject
{
    Q_OBJECT
public:
    explicit CheckoutProcess(QObject *parent = nullptr);
    /// Another program beside the running one, for tests.
    explicit CheckoutProcess(const QString &program, QObject *parent = nullptr);

    /// Starts the child, hidden, so that the first page need not wait for it.
    void warmUp();
    /// 0 while there is none.
    qint64 processId() const;

    /// Shows a page, once the child is ready; starts a child where there is none. Shown already: asks for
    /// the keyboard again.
    void show(const ShowPage &page);
    /// Takes the page of this payment away; does nothing when another one is shown.
    void hide(const QString &payment);
    /// The payment whose page is shown, or about to be; empty at idle, and from `returned`, `closed` and
    /// `lost` on.
    QString currentPayment() const;

signals:
    void shown(const QString &payment);
    void loaded(const QString &payment);
    /// The page is gone from the screen already. `query` is a hint that anyone could have forged.
    void returned(const QString &payment, const QString &query);
    /// The page is gone from the screen already; `how` is one of `closedby`.
    void closed(const QString &payment, const QString &how);
    void blocked(const QString &payment, const QString &what);
    void crashed(const QString &payment);
    /// The process died while this payment's page was shown, or about to be. A new, hidden one is being
    /// started, unless `failed` follows.
    void lost(const QString &payment);
    /// The process could not be started, or died too often in a short while. Only the next `show` or
    /// `warmUp` tries again. `reason` is for support, untranslated.
    void failed(const QString &reason);

private:
    void start();
    void receive(const QJsonObject &json);
    void dispatch(const PageMessage &message);
    void replaceDead(const QString &reason);

    ChildProcess m_child;
    ShowPage m_page;
    QList<QDeadlineTimer> m_restarts; ///< one for each restart that still counts against the limit
    bool m_started = false;
    bool m_ready = false;
};

} // namespace paydesk::checkout
