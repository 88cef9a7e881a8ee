// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/chargepage.h"

#include "core/moneytext.h"
#include "desk/look.h"
#include "ui_chargepage.h"

#include <QAccessible>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

namespace {

constexpr int fieldMargin = 8;

} // namespace

ChargePage::ChargePage(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::ChargePage>())
{
    m_ui->setupUi(this);
    scaleFont(m_ui->amount, 2.6, true);
    scaleFont(m_ui->currency, 1.5);
    scaleFont(m_ui->description, 1.15);
    scaleFont(m_ui->amountLabel, 1.1, true);
    scaleFont(m_ui->currencyLabel, 1.1, true);
    scaleFont(m_ui->descriptionLabel, 1.1, true);
    m_ui->amount->setTextMargins(fieldMargin, 0, fieldMargin, 0);
    m_ui->description->setTextMargins(fieldMargin, 0, fieldMargin, 0);
    makePrimary(m_ui->chargeButton);
    setTextColor(m_ui->problem, toneColor(Tone::Bad, palette()));
    m_ui->amount->setPlaceholderText(amountText(Money(0, Currency::Eur), QLocale()));
    m_ui->problem->setTextFormat(Qt::PlainText);
    setHint({});
    for (const Currency currency : allCurrencies)
        m_ui->currency->addItem(currencyCode(currency), QVariant::fromValue(currency));

    connect(m_ui->chargeButton, &QPushButton::clicked, this, &ChargePage::submit);
    connect(m_ui->amount, &QLineEdit::returnPressed, this, &ChargePage::submit);
    connect(m_ui->description, &QLineEdit::returnPressed, this, &ChargePage::submit);
    connect(m_ui->amount, &QLineEdit::textEdited, this, &ChargePage::clearProblem);
    connect(m_ui->description, &QLineEdit::textChanged, this, &ChargePage::updateDescriptionCount);
    updateDescriptionCount();
}

ChargePage::~ChargePage() = default;

bool ChargePage::isEmpty() const
{
    return m_ui->amount->text().isEmpty() && m_ui->description->text().isEmpty() && m_ui->metadata->isEmpty();
}

void ChargePage::clear()
{
    m_ui->amount->clear();
    m_ui->description->clear();
    m_ui->metadata->setMetadata({});
    clearProblem();
}

void ChargePage::fill(const ChargeRequest &request)
{
    m_ui->currency->setCurrentIndex(m_ui->currency->findData(QVariant::fromValue(request.amount.currency())));
    m_ui->amount->setText(amountText(request.amount, QLocale()));
    m_ui->description->setText(request.description);
    m_ui->metadata->setMetadata(request.metadata);
    clearProblem();
}

void ChargePage::showProblem(const Error &error)
{
    m_ui->problem->setText(error.text);
    m_ui->problem->setToolTip(error.detail.toHtmlEscaped());
    QAccessibleEvent alert(m_ui->problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ChargePage::setReady(bool ready, const QString &why)
{
    m_ui->chargeButton->setEnabled(ready);
    m_ui->chargeButton->setToolTip(why);
}

void ChargePage::setHint(const QString &text)
{
    m_ui->chargeHint->setText(text);
    m_ui->chargeHint->setVisible(!text.isEmpty());
    m_ui->chargeButton->setAccessibleDescription(text);
}

void ChargePage::focusAmount()
{
    m_ui->amount->setFocus();
    m_ui->amount->selectAll();
}

void ChargePage::submit()
{
    if (!m_ui->chargeButton->isEnabled())
        return;
    m_ui->metadata->finishTyping();
    const auto currency = m_ui->currency->currentData().value<Currency>();
    const auto amount = parseAmount(m_ui->amount->text(), currency, QLocale());
    if (!amount) {
        showProblem(amount.error());
        focusAmount();
        return;
    }
    const auto metadata = m_ui->metadata->metadata();
    if (!metadata) {
        showProblem(metadata.error());
        return;
    }
    const ChargeRequest request{
        .amount = *amount, .description = m_ui->description->text().trimmed(), .metadata = *metadata};
    if (const auto valid = validate(request); !valid) {
        showProblem(valid.error());
        return;
    }
    clearProblem();
    emit chargeRequested(request);
}

void ChargePage::updateDescriptionCount()
{
    const qsizetype used = characterCount(m_ui->description->text());
    m_ui->descriptionCount->setText(tr("%1 of %2 characters").arg(used).arg(maximumDescriptionLength));
    setTextColor(m_ui->descriptionCount,
        used > maximumDescriptionLength ? toneColor(Tone::Bad, palette())
                                        : palette().color(QPalette::PlaceholderText));
    clearProblem();
}

void ChargePage::clearProblem()
{
    m_ui->problem->clear();
    m_ui->problem->setToolTip({});
}

} // namespace paydesk::desk
