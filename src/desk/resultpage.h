// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>

namespace Ui {
class ResultPage;
}
namespace paydesk::payments {
struct ChargeState;
}

namespace paydesk::desk {

/// What became of a sale, and what can be done next.
class ResultPage : public QWidget
{
    Q_OBJECT
public:
    explicit ResultPage(QWidget *parent = nullptr);
    ~ResultPage() override;

    void showState(const payments::ChargeState &state);
    /// One key (Enter) goes on from here.
    void focusNext();

signals:
    void newPaymentRequested();
    void tryAnotherCardRequested();
    void checkAgainRequested();
    void reopenPageRequested();
    void receiptRequested();
    void refundRequested();

private:
    std::unique_ptr<Ui::ResultPage> m_ui;
};

} // namespace paydesk::desk
