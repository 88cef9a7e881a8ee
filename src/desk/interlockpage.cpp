// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/interlockpage.h"

#include "core/moneytext.h"
#include "desk/look.h"
#include "models/saletext.h"
#include "payments/chargemachine.h"
#include "ui_interlockpage.h"

#include <QAccessible>
#include <QApplication>

namespace paydesk::desk {

using payments::Phase;

namespace {

constexpr int pictureSize = 64;

QString whatIsKnown(const payments::ChargeState &earlier)
{
    if (earlier.sale.needsReview)
        return models::reviewText(earlier.sale);
    return earlier.problem ? earlier.problem->text : InterlockPage::tr("Flowlix has not reported a result.");
}

QString adviceFor(Outcome outcome)
{
    if (!isSettled(outcome))
        return InterlockPage::tr(
            "If the customer is paying for this sale, do not charge again: they could pay "
            "twice. Resume its page, or check again.");
    if (outcome == Outcome::Paid)
        return InterlockPage::tr("The earlier sale is paid. Charge only if this is another one.");
    return InterlockPage::tr("Nothing was charged for the earlier sale. You can charge now.");
}

} // namespace

InterlockPage::InterlockPage(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::InterlockPage>())
{
    m_ui->setupUi(this);
    setFocusPolicy(Qt::ClickFocus);
    scaleFont(m_ui->question, 1.3, true);
    scaleFont(m_ui->headline, 2.0, true);
    scaleFont(m_ui->amount, 1.6);
    for (QLabel *label : {m_ui->started, m_ui->description, m_ui->known, m_ui->advice}) {
        scaleFont(label, 1.15);
        label->setTextFormat(Qt::PlainText);
    }
    makePrimary(m_ui->checkAgain);
    m_ui->checkAgain->setAutoDefault(true);
    // It is where the form has Charge, also for the second click of a double click, and nothing takes its
    // place.
    QSizePolicy policy = m_ui->checkAgain->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_ui->checkAgain->setSizePolicy(policy);
    connect(m_ui->checkAgain, &QPushButton::clicked, this, &InterlockPage::checkAgainRequested);
    connect(m_ui->resumePage, &QPushButton::clicked, this, &InterlockPage::resumePageRequested);
    connect(m_ui->back, &QPushButton::clicked, this, &InterlockPage::backRequested);
    connect(m_ui->chargeAnyway, &QPushButton::clicked, this, &InterlockPage::chargeAnywayRequested);
}

InterlockPage::~InterlockPage() = default;

void InterlockPage::showState(const payments::ChargeState &earlier)
{
    const journal::SaleRecord &sale = earlier.sale;
    const Outcome outcome = sale.outcome == Outcome::InProgress ? Outcome::NotKnownYet : sale.outcome;
    const bool settled = isSettled(outcome);
    const bool isNews = isVisible() && m_ui->headline->text() != outcomeWord(outcome);

    m_ui->picture->setPixmap(outcomeIcon(outcome, palette()).pixmap(pictureSize, pictureSize));
    m_ui->headline->setText(outcomeWord(outcome));
    setTextColor(m_ui->headline, toneColor(outcomeTone(outcome), palette()));
    m_ui->amount->setText(moneyText(sale.amount, QLocale()));
    m_ui->started->setText(tr("Started: %1").arg(models::whenText(sale.startedAt)));
    m_ui->description->setText(sale.description);
    m_ui->description->setVisible(!sale.description.isEmpty());
    m_ui->known->setText(whatIsKnown(earlier));
    m_ui->known->setVisible(!settled);
    m_ui->advice->setText(adviceFor(outcome));

    // The keyboard is taken from the button first, or it would go on to the next one.
    if (settled && isVisible() && isAncestorOf(QApplication::focusWidget()))
        setFocus();
    m_ui->question->setVisible(!settled);
    m_ui->checkAgain->setVisible(!settled);
    m_ui->resumePage->setVisible(!settled && earlier.phase == Phase::Open);
    if (isNews) {
        QAccessibleEvent alert(m_ui->headline, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void InterlockPage::focusDefault()
{
    m_ui->checkAgain->setFocus();
}

} // namespace paydesk::desk
