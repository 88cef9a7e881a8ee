// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waitingpage.h"

#include "core/moneytext.h"
#include "desk/look.h"
#include "payments/chargemachine.h"
#include "ui_waitingpage.h"

namespace paydesk::desk {

using payments::Phase;

WaitingPage::WaitingPage(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::WaitingPage>())
{
    m_ui->setupUi(this);
    scaleFont(m_ui->amount, 2.6, true);
    scaleFont(m_ui->step, 1.15);
    m_ui->description->setTextFormat(Qt::PlainText);
    setFocusPolicy(Qt::ClickFocus);
    m_ui->goToPage->setFocusPolicy(Qt::TabFocus);
    connect(m_ui->goToPage, &QPushButton::clicked, this, &WaitingPage::goToPageRequested);
}

WaitingPage::~WaitingPage() = default;

void WaitingPage::showState(const payments::ChargeState &state)
{
    m_ui->amount->setText(moneyText(state.sale.amount, QLocale()));
    m_ui->description->setText(state.sale.description);
    m_ui->description->setVisible(!state.sale.description.isEmpty());
    m_ui->goToPage->setVisible(state.pageOpen);
    if (state.pageOpen)
        m_ui->step->setText(tr("The customer pays on the page in the other window."));
    else if (state.phase == Phase::Open)
        m_ui->step->setText(tr("The page is closed. Asking Flowlix for the result…"));
    else
        m_ui->step->setText(tr("Creating the payment…"));
}

} // namespace paydesk::desk
