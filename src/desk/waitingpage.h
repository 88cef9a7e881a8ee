// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

private:
    std::unique_ptr<Ui::WaitingPage> m_ui;
};

} // namespace paydesk::desk
