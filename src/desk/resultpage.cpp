// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/resultpage.h"

#include "core/declineadvice.h"
#include "core/moneytext.h"
#include "desk/look.h"
#include "desk/saleactions.h"
#include "models/saletext.h"
#include "payments/chargemachine.h"
#include "ui_resultpage.h"

#include <QAccessible>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using payments::ChargeState;
using payments::Phase;

namespace {

constexpr int pictureSize = 96;

struct Words
{
    QString explanation;
    QString nextStep;
};

QString openText(const ChargeState &state)
{
    if (state.problem)
        return state.problem->text;
    return state.sale.needsReview ? models::reviewText(state.sale)
                                  : ResultPage::tr("Flowlix has not reported a result.");
}

Words wordsFor(const ChargeState &state)
{
    const journal::SaleRecord &sale = state.sale;
    switch (sale.outcome) {
    case Outcome::Paid:
        return {sale.description, sale.needsReview ? models::reviewText(sale) : QString()};
    case Outcome::Declined: {
        const DeclineAdvice advice = declineAdvice(sale.payment->declineCode);
        return {advice.say, advice.next};
    }
    case Outcome::Canceled:
        return {ResultPage::tr("The payment was canceled on the page. Nothing was charged."),
            ResultPage::tr("Charge again if the customer still wants to pay.")};
    case Outcome::Expired:
        return {ResultPage::tr("The page was not completed in time. Nothing was charged."),
            ResultPage::tr("Charge again if the customer still wants to pay.")};
    case Outcome::NotCreated:
        return {state.problem ? state.problem->text : sale.problem, ResultPage::tr("Nothing was charged.")};
    case Outcome::InProgress:
    case Outcome::NotKnownYet:
        if (sale.reviewed)
            return {sale.problem,
                ResultPage::tr("Staff has checked this sale. Paydesk no longer asks about it.")};
        return {openText(state),
            ResultPage::tr("Paydesk goes on asking by itself, also after the next payment was started. "
                           "Do not charge this sale again before it is known.")};
    }
    Q_UNREACHABLE();
}

QString referenceText(const ChargeState &state)
{
    const journal::SaleRecord &sale = state.sale;
    QStringList lines;
    if (sale.payment)
        lines += sale.payment->id;
    const QString requestId = state.problem ? state.problem->requestId : QString();
    if (!requestId.isEmpty())
        lines += ResultPage::tr("Request %1").arg(requestId);
    return lines.join(u'\n');
}

} // namespace

ResultPage::ResultPage(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ResultPage>())
{
    m_ui->setupUi(this);
    scaleFont(m_ui->headline, 2.6, true);
    scaleFont(m_ui->amount, 2.0);
    scaleFont(m_ui->card, 1.25);
    scaleFont(m_ui->explanation, 1.15);
    scaleFont(m_ui->nextStep, 1.15);
    scaleFont(m_ui->reference, 0.85);
    for (QLabel *label : {m_ui->card, m_ui->explanation, m_ui->nextStep, m_ui->reference})
        label->setTextFormat(Qt::PlainText);
    makePrimary(m_ui->newPayment);
    m_ui->newPayment->setAutoDefault(true);
    connect(m_ui->newPayment, &QPushButton::clicked, this, &ResultPage::newPaymentRequested);
    connect(m_ui->tryAnotherCard, &QPushButton::clicked, this, &ResultPage::tryAnotherCardRequested);
    connect(m_ui->checkAgain, &QPushButton::clicked, this, &ResultPage::checkAgainRequested);
    connect(m_ui->reopenPage, &QPushButton::clicked, this, &ResultPage::reopenPageRequested);
    connect(m_ui->printReceipt, &QPushButton::clicked, this, &ResultPage::receiptRequested);
    connect(m_ui->refund, &QPushButton::clicked, this, &ResultPage::refundRequested);
}

ResultPage::~ResultPage() = default;

void ResultPage::showState(const ChargeState &state)
{
    journal::SaleRecord sale = state.sale;
    if (sale.outcome == Outcome::InProgress) // nobody is at the page any more
        sale.outcome = Outcome::NotKnownYet;
    const Outcome outcome = sale.outcome;
    const models::SaleStatus status = models::saleStatus(sale);
    const QString word = status.text;
    const bool isNew = m_ui->headline->text() != word;
    const Words words = wordsFor(state);
    const auto setLine = [](QLabel *label, const QString &text) {
        label->setText(text);
        label->setVisible(!text.isEmpty());
    };

    const QIcon picture
        = status.review ? reviewIcon(status.tone, palette()) : outcomeIcon(outcome, palette());
    m_ui->picture->setPixmap(picture.pixmap(pictureSize, pictureSize));
    m_ui->headline->setText(word);
    setTextColor(m_ui->headline, toneColor(status.tone, palette()));
    m_ui->amount->setText(moneyText(state.sale.amount, QLocale()));
    setLine(m_ui->card, models::cardText(state.sale.payment));
    setLine(m_ui->explanation, words.explanation);
    setLine(m_ui->nextStep, words.nextStep);
    setLine(m_ui->reference, referenceText(state));

    const bool settled = isSettled(outcome);
    m_ui->checkAgain->setVisible(!settled && state.phase != Phase::Settled);
    m_ui->reopenPage->setVisible(!settled && state.phase == Phase::Open);
    m_ui->tryAnotherCard->setVisible(settled && outcome != Outcome::Paid);
    m_ui->printReceipt->setVisible(SaleActions::canPrint(sale));
    m_ui->refund->setVisible(SaleActions::canRefund(sale));
    if (isNew) {
        QAccessibleEvent alert(m_ui->headline, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void ResultPage::focusNext()
{
    m_ui->newPayment->setFocus();
}

} // namespace paydesk::desk
