// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/refunddialog.h"

#include "core/chargerequest.h"
#include "core/moneytext.h"
#include "desk/look.h"
#include "models/saletext.h"
#include "payments/refunding.h"
#include "payments/till.h"
#include "ui_refunddialog.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLineEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using payments::RefundPhase;

namespace {

constexpr int pictureSize = 32;
constexpr int fieldMargin = 8;

QString underWay(const payments::RefundProgress &progress)
{
    if (progress.problem)
        return RefundDialog::tr("%1 Trying again…").arg(progress.problem->text);
    if (progress.record().state == journal::RefundState::Pending)
        return RefundDialog::tr(
            "Flowlix has the refund and carries it out. You can close this; Paydesk tells you "
            "when it is done.");
    return RefundDialog::tr("Asking Flowlix for the refund…");
}

} // namespace

RefundDialog::RefundDialog(
    payments::Till &till, const journal::SaleRecord &sale, const QString &paymentId, QWidget *parent)
    : QDialog(parent)
    , m_ui(std::make_unique<Ui::RefundDialog>())
    , m_till(till)
    , m_sale(sale)
    , m_paymentId(paymentId)
{
    m_ui->setupUi(this);
    scaleFont(m_ui->sale, 1.3, true);
    scaleFont(m_ui->amount, 1.6, true);
    scaleFont(m_ui->reason, 1.15);
    scaleFont(m_ui->question, 1.6, true);
    scaleFont(m_ui->askedReason, 1.15);
    for (QLabel *label : {m_ui->sale, m_ui->payment, m_ui->news, m_ui->question, m_ui->askedReason})
        label->setTextFormat(Qt::PlainText);
    scaleFont(m_ui->news, 1.1);
    m_ui->amount->setTextMargins(fieldMargin, 0, fieldMargin, 0);
    for (QPushButton *button : {m_ui->confirm, m_ui->proceed}) {
        makePrimary(button);
        button->setAutoDefault(true);
        button->installEventFilter(this);
    }
    m_ui->reason->lineEdit()->setPlaceholderText(tr("Choose or type"));
    setRecentReasons({});

    connect(m_ui->amount, &QLineEdit::textChanged, this, &RefundDialog::showWhatIsTyped);
    connect(m_ui->reason, &QComboBox::editTextChanged, this, &RefundDialog::showWhatIsTyped);
    connect(m_ui->amount, &QLineEdit::returnPressed, m_ui->reason, qOverload<>(&QWidget::setFocus));
    connect(
        m_ui->reason->lineEdit(), &QLineEdit::returnPressed, m_ui->confirm, qOverload<>(&QWidget::setFocus));
    connect(m_ui->confirm, &QPushButton::clicked, this, &RefundDialog::ask);
    connect(m_ui->back, &QPushButton::clicked, this, &RefundDialog::goBack);
    connect(m_ui->proceed, &QPushButton::clicked, this, &RefundDialog::submit);
    connect(m_ui->closeButton, &QPushButton::clicked, this, &QDialog::reject);
    showSale();
    m_ui->amount->setText(
        amountText(journal::refundable(m_sale, *journal::findPayment(m_sale, m_paymentId)), QLocale()));
    goBack();
    m_ui->amount->setFocus();
    m_ui->amount->selectAll();
    showObstacle();
}

RefundDialog::~RefundDialog() = default;

void RefundDialog::setReason(const QString &reason)
{
    m_ui->reason->setEditText(reason);
}

void RefundDialog::setRecentReasons(const QStringList &reasons)
{
    const QStringList usual = {tr("Goods returned"), tr("Order canceled"), tr("Charged twice"),
        tr("Wrong amount"), tr("Price reduced")};
    QStringList all;
    for (const QString &reason : reasons + usual) {
        if (!all.contains(reason, Qt::CaseInsensitive))
            all += reason;
    }
    const QString typed = m_ui->reason->currentText();
    m_ui->reason->clear();
    m_ui->reason->addItems(all);
    m_ui->reason->setEditText(typed);
}

void RefundDialog::setSale(const journal::SaleRecord &sale)
{
    if (!m_ui->amount->isEnabled() || sale.attemptId != m_sale.attemptId
        || !journal::findPayment(sale, m_paymentId))
        return; // a refund that was begun here is followed by itself
    m_sale = sale;
    showSale();
    showObstacle();
}

void RefundDialog::keyPressEvent(QKeyEvent *event)
{
    // QDialog would press a button from any field.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->accept();
    else if (event->key() == Qt::Key_Escape && m_ui->steps->currentWidget() == m_ui->asking)
        goBack();
    else
        QDialog::keyPressEvent(event);
}

bool RefundDialog::eventFilter(QObject *watched, QEvent *event)
{
    // The Enter that opened the second step, held down a little longer, must not go through it.
    if (event->type() == QEvent::KeyPress) {
        const auto *press = static_cast<QKeyEvent *>(event);
        const auto presses = {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space};
        if (press->isAutoRepeat() && std::find(presses.begin(), presses.end(), press->key()) != presses.end())
            return true;
    }
    return QDialog::eventFilter(watched, event);
}

void RefundDialog::showSale()
{
    const Payment &payment = *journal::findPayment(m_sale, m_paymentId);
    const QString description = m_sale.description.simplified();
    const QString sale
        = tr("%1 from %2").arg(moneyText(m_sale.amount, QLocale()), models::whenText(m_sale.startedAt));
    m_ui->sale->setText(description.isEmpty() ? sale : sale + u" · "_s + breakable(description));
    const bool isSecond = m_sale.payment && m_sale.payment->id != m_paymentId;
    QStringList parts = {isSecond ? tr("Second payment") : QString(), models::cardText(payment), payment.id};
    parts.removeAll(QString());
    m_ui->payment->setText(parts.join(u" · "_s));
    m_ui->most->setText(tr("At most %1").arg(moneyText(journal::refundable(m_sale, payment), QLocale())));
}

std::optional<Money> RefundDialog::amount() const
{
    const auto typed = parseAmount(m_ui->amount->text(), m_sale.amount.currency(), QLocale());
    const Money most = journal::refundable(m_sale, *journal::findPayment(m_sale, m_paymentId));
    if (!typed || typed->minorUnits() > most.minorUnits())
        return {};
    return *typed;
}

void RefundDialog::showWhatIsTyped()
{
    const auto sum = amount();
    const qsizetype length = characterCount(m_ui->reason->currentText().simplified());
    const QString confirm = sum ? tr("Refund %1…").arg(moneyText(*sum, QLocale())) : tr("Refund…");
    m_ui->confirm->setText(confirm);
    m_ui->confirm->setAccessibleName(confirm);
    m_ui->confirm->setEnabled(m_ui->amount->isEnabled() && m_till.mayRefund(m_sale, m_paymentId));
    m_ui->reasonCount->setText(tr("%1 of %2 characters").arg(length).arg(payments::maximumReasonLength));
    setTextColor(m_ui->reasonCount,
        length > payments::maximumReasonLength ? toneColor(Tone::Bad, palette())
                                               : palette().color(QPalette::WindowText));
    m_ui->news->clear();
    m_ui->newsPicture->clear();
}

void RefundDialog::showObstacle()
{
    const auto possible = m_till.mayRefund(m_sale, m_paymentId);
    if (m_ui->amount->isEnabled())
        m_ui->confirm->setEnabled(possible.ok());
    if (!possible)
        showNews(noticeIcon(Tone::Bad, palette()), toneColor(Tone::Bad, palette()), possible.error().text);
}

void RefundDialog::refuse(const QString &why, QWidget *field)
{
    goBack();
    showNews(noticeIcon(Tone::Bad, palette()), toneColor(Tone::Bad, palette()), why);
    field->setFocus();
}

void RefundDialog::ask()
{
    const auto typed = parseAmount(m_ui->amount->text(), m_sale.amount.currency(), QLocale());
    if (!typed) {
        refuse(typed.error().text, m_ui->amount);
        return;
    }
    const auto possible = m_till.mayRefund(m_sale, m_paymentId, *typed);
    if (!possible) {
        refuse(possible.error().text, m_ui->amount);
        return;
    }
    const auto reason = payments::validReason(m_ui->reason->currentText());
    if (!reason) {
        refuse(reason.error().text, m_ui->reason);
        return;
    }
    const QString sum = moneyText(*typed, QLocale());
    const QString card = models::cardText(*journal::findPayment(m_sale, m_paymentId));
    m_ui->question->setText(
        card.isEmpty() ? tr("Refund %1 to the card?").arg(sum) : tr("Refund %1 to %2?").arg(sum, card));
    m_ui->askedReason->setText(tr("Reason: %1").arg(breakable(*reason)));
    m_ui->proceed->setText(tr("Refund %1").arg(sum));
    m_ui->proceed->setAccessibleName(m_ui->proceed->text());
    m_ui->news->clear();
    m_ui->newsPicture->clear();
    m_ui->steps->setCurrentWidget(m_ui->asking);
    m_ui->proceed->show();
    m_ui->back->show();
    // The keyboard first, or it would go on to the button that is next.
    m_ui->proceed->setFocus();
    m_ui->confirm->hide();
    m_ui->closeButton->hide();
    QAccessibleEvent alert(m_ui->question, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void RefundDialog::goBack()
{
    m_ui->steps->setCurrentWidget(m_ui->typing);
    m_ui->confirm->show();
    m_ui->closeButton->show();
    m_ui->confirm->setFocus();
    m_ui->proceed->hide();
    m_ui->back->hide();
}

void RefundDialog::submit()
{
    if (m_ui->steps->currentWidget() != m_ui->asking)
        return;
    const auto typed = parseAmount(m_ui->amount->text(), m_sale.amount.currency(), QLocale());
    const auto started = m_till.refund(
        m_sale, {.paymentId = m_paymentId, .amount = typed.value(), .reason = m_ui->reason->currentText()});
    if (!started) { // something has happened since it was asked
        refuse(started.error().text, m_ui->amount);
        emit refused();
        return;
    }
    goBack();
    m_refundId = (*started)->state().refundId;
    setTyping(false);
    follow(**started);
}

void RefundDialog::follow(const payments::Refunding &refunding)
{
    connect(&refunding, &payments::Refunding::changed, this,
        [this, &refunding] { showProgress(refunding.state()); });
    showProgress(refunding.state());
}

void RefundDialog::showProgress(const payments::RefundProgress &progress)
{
    const journal::RefundRecord &record = progress.record();
    const QString amount = moneyText(record.amount, QLocale());
    const auto bad = [&](const QString &text) {
        setTyping(true);
        showNews(noticeIcon(Tone::Bad, palette()), toneColor(Tone::Bad, palette()), text);
        m_ui->confirm->setFocus();
    };
    if (progress.phase == RefundPhase::NotStarted) {
        bad(progress.problem->text);
        emit refused();
        return;
    }
    m_sale = progress.sale;
    showSale();
    switch (record.state) {
    case journal::RefundState::Refunded:
        showNews(outcomeIcon(Outcome::Paid, palette()), toneColor(Tone::Good, palette()),
            tr("%1 has been refunded.").arg(amount));
        m_ui->closeButton->setFocus();
        break;
    case journal::RefundState::Failed:
    case journal::RefundState::NotMade:
        bad(models::refundText(record));
        break;
    case journal::RefundState::NotKnownYet:
    case journal::RefundState::Pending:
        showNews(outcomeIcon(Outcome::InProgress, palette()), toneColor(Tone::Open, palette()),
            underWay(progress));
        break;
    }
}

void RefundDialog::showNews(const QIcon &icon, const QColor &color, const QString &text)
{
    const bool isNew = m_ui->news->text() != text;
    m_ui->newsPicture->setPixmap(icon.pixmap(pictureSize, pictureSize));
    m_ui->news->setText(text);
    setTextColor(m_ui->news, color);
    if (isNew) {
        QAccessibleEvent alert(m_ui->news, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void RefundDialog::setTyping(bool possible)
{
    // The keyboard first, or it would go on to the button that is next.
    if (!possible)
        setFocus();
    m_ui->most->setVisible(possible);
    for (QWidget *widget : {static_cast<QWidget *>(m_ui->amount), static_cast<QWidget *>(m_ui->reason),
             static_cast<QWidget *>(m_ui->confirm)})
        widget->setEnabled(possible);
}

} // namespace paydesk::desk
