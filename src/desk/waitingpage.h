// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QUuid>
#include <QWidget>

#include <memory>

namespace Ui {
class WaitingPage;
}
namespace paydesk::payments {
struct ChargeState;
}

namespace paydesk::desk {

/// Shown from Charge until the result. Nothing on it takes the keyboard by itself: keys that are meant
/// for the hosted page must not do anything here.
class WaitingPage : public QWidget
{
    Q_OBJECT
public:
    explicit WaitingPage(QWidget *parent = nullptr);
    ~WaitingPage() override;

    void showState(const payments::ChargeState &state);

signals:
    /// Staff wants the checkout window in front again.
    void goToPageRequested();
    /// Staff no longer waits for the payment to be created.
    void stopWaitingRequested();

private:
    void showCreation(const payments::ChargeState &state);

    std::unique_ptr<Ui::WaitingPage> m_ui;
    QUuid m_sale; ///< shown last
    QTimer m_slow; ///< runs out when a payment takes so long to be created that staff may want to stop
};

} // namespace paydesk::desk
