// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUuid>
#include <QWidget>

#include <memory>

namespace Ui {
class InterlockPage;
}
namespace paydesk::payments {
struct ChargeState;
}

namespace paydesk::desk {

/// Stands between Charge and a second sale of an amount of which an earlier one is not known yet: to charge
/// again could be to charge the customer twice. Shows the earlier sale, live. Enter only asks Flowlix again,
/// and does nothing any more once the earlier sale is known: whoever pressed it meant what was there before.
class InterlockPage : public QWidget
{
    Q_OBJECT
public:
    explicit InterlockPage(QWidget *parent = nullptr);
    ~InterlockPage() override;

    void showState(const payments::ChargeState &earlier);
    /// Enter asks again.
    void focusDefault();

signals:
    void checkAgainRequested();
    /// The earlier sale is the one that the customer wants to pay.
    void resumePageRequested();
    void backRequested();
    /// Staff says that it is another sale.
    void chargeAnywayRequested();

private:
    std::unique_ptr<Ui::InterlockPage> m_ui;
};

} // namespace paydesk::desk
