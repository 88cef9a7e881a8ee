// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/waitingpage.h"

#include "core/moneytext.h"
#include "desk/look.h"
#include "payments/chargemachine.h"
#include "ui_waitingpage.h"

using namespace std::chrono_literals;

namespace paydesk::desk {

using payments::Phase;

namespace {

constexpr auto usualCreation = 5s; // a payment is there in a fraction of a second

} // namespace

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
    m_ui->stopWaiting->setFocusPolicy(Qt::TabFocus);
    connect(m_ui->goToPage, &QPushButton::clicked, this, &WaitingPage::goToPageRequested);
    connect(m_ui->stopWaiting, &QPushButton::clicked, this, &WaitingPage::stopWaitingRequested);
    m_slow.setSingleShot(true);
    m_slow.setInterval(usualCreation);
    connect(&m_slow, &QTimer::timeout, this, [this] {
        m_ui->step->setText(tr("Flowlix is slow to answer. Still creating the payment…"));
        m_ui->stopWaiting->show();
    });
}

WaitingPage::~WaitingPage() = default;

void WaitingPage::showState(const payments::ChargeState &state)
{
    m_ui->amount->setText(moneyText(state.sale.amount, QLocale()));
    m_ui->description->setText(state.sale.description);
    m_ui->description->setVisible(!state.sale.description.isEmpty());
    m_ui->goToPage->setVisible(state.pageOpen);
    if (state.phase == Phase::Creating || state.phase == Phase::LookingUp) {
        showCreation(state);
        return;
    }
    m_slow.stop();
    m_ui->stopWaiting->hide();
    if (state.pageOpen)
        m_ui->step->setText(tr("The customer pays on the page in the other window."));
    else if (state.phase == Phase::Open)
        m_ui->step->setText(tr("The page is closed. Asking Flowlix for the result…"));
    else
        m_ui->step->setText(tr("Creating the payment…"));
}

void WaitingPage::showCreation(const payments::ChargeState &state)
{
    if (m_sale != state.sale.attemptId) {
        m_sale = state.sale.attemptId;
        m_ui->stopWaiting->hide();
        m_ui->step->setText(tr("Creating the payment…"));
        m_slow.start();
    }
    if (state.problem) {
        m_slow.stop();
        m_ui->step->setText(tr("%1 Trying again…").arg(state.problem->text));
        m_ui->stopWaiting->show();
    }
}

} // namespace paydesk::desk
