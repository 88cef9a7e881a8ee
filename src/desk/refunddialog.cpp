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
    for (QLabel *label : {m_ui->sale, m_ui->payment, m_ui->news})
        label->setTextFormat(Qt::PlainText);
    scaleFont(m_ui->news, 1.1);
    m_ui->amount->setTextMargins(fieldMargin, 0, fieldMargin, 0);
    makePrimary(m_ui->confirm);
    m_ui->confirm->setAutoDefault(true);
    setUpReasons();

    connect(m_ui->amount, &QLineEdit::textChanged, this, &RefundDialog::showWhatIsTyped);
    connect(m_ui->reason, &QComboBox::editTextChanged, this, &RefundDialog::showWhatIsTyped);
    connect(m_ui->amount, &QLineEdit::returnPressed, m_ui->reason, qOverload<>(&QWidget::setFocus));
    connect(
        m_ui->reason->lineEdit(), &QLineEdit::returnPressed, m_ui->confirm, qOverload<>(&QWidget::setFocus));
    connect(m_ui->confirm, &QPushButton::clicked, this, &RefundDialog::submit);
    connect(m_ui->closeButton, &QPushButton::clicked, this, &QDialog::reject);
    showSale();
    m_ui->amount->setText(
        amountText(journal::refundable(m_sale, *journal::findPayment(m_sale, m_paymentId)), QLocale()));
    m_ui->amount->setFocus();
    m_ui->amount->selectAll();
}

RefundDialog::~RefundDialog() = default;

void RefundDialog::setReason(const QString &reason)
{
    m_ui->reason->setEditText(reason);
}

void RefundDialog::keyPressEvent(QKeyEvent *event)
{
    // QDialog would press a button from any field.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->accept();
    else
        QDialog::keyPressEvent(event);
}

void RefundDialog::setUpReasons()
{
    m_ui->reason->addItems({tr("Goods returned"), tr("Order canceled"), tr("Charged twice"),
        tr("Wrong amount"), tr("Price reduced")});
    m_ui->reason->clearEditText();
    m_ui->reason->lineEdit()->setPlaceholderText(tr("Choose or type"));
}

void RefundDialog::showSale()
{
    const Payment &payment = *journal::findPayment(m_sale, m_paymentId);
    const QString description = m_sale.description.simplified();
    const QString sale
        = tr("%1 from %2").arg(moneyText(m_sale.amount, QLocale()), models::whenText(m_sale.startedAt));
    m_ui->sale->setText(description.isEmpty() ? sale : sale + u" · "_s + description);
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
    const QString confirm = sum ? tr("Refund %1").arg(moneyText(*sum, QLocale())) : tr("Refund");
    m_ui->confirm->setText(confirm);
    m_ui->confirm->setAccessibleName(confirm);
    m_ui->confirm->setEnabled(m_ui->amount->isEnabled());
    m_ui->reasonCount->setText(tr("%1 of %2 characters").arg(length).arg(payments::maximumReasonLength));
    setTextColor(m_ui->reasonCount,
        length > payments::maximumReasonLength ? toneColor(Tone::Bad, palette())
                                               : palette().color(QPalette::WindowText));
    m_ui->news->clear();
    m_ui->newsPicture->clear();
}

void RefundDialog::submit()
{
    const auto refuse = [this](const QString &why, QWidget *field) {
        showNews(noticeIcon(Tone::Bad, palette()), toneColor(Tone::Bad, palette()), why);
        field->setFocus();
    };
    const auto typed = parseAmount(m_ui->amount->text(), m_sale.amount.currency(), QLocale());
    if (!typed) {
        refuse(typed.error().text, m_ui->amount);
        return;
    }
    const auto started = m_till.refund(
        m_sale, {.paymentId = m_paymentId, .amount = *typed, .reason = m_ui->reason->currentText()});
    if (!started) {
        refuse(started.error().text, amount() ? static_cast<QWidget *>(m_ui->reason) : m_ui->amount);
        return;
    }
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
