// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/saledetails.h"

#include "core/declineadvice.h"
#include "core/moneytext.h"
#include "desk/look.h"
#include "desk/rawanswerdialog.h"
#include "desk/saleactions.h"
#include "journal/history.h"
#include "models/salefields.h"
#include "models/saletext.h"
#include "models/timeline.h"
#include "payments/till.h"
#include "ui_saledetails.h"

#include <QAccessible>
#include <QEvent>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using payments::CheckResult;

namespace {

constexpr int pictureSize = 22;

void setLine(QLabel *label, const QString &text)
{
    label->setText(breakable(text));
    label->setVisible(!text.isEmpty());
}

QList<QByteArray> rawAnswers(const journal::SaleRecord &sale)
{
    QList<QByteArray> answers;
    if (sale.payment)
        answers += sale.payment->raw;
    for (const Payment &other : sale.others)
        answers += other.raw;
    answers.removeAll(QByteArray());
    return answers;
}

QString adviceText(const journal::SaleRecord &sale)
{
    if (sale.outcome == Outcome::Declined && sale.payment) {
        const DeclineAdvice advice = declineAdvice(sale.payment->declineCode);
        return advice.say + u' ' + advice.next;
    }
    return sale.outcome == Outcome::NotCreated || (sale.reviewed && !isSettled(sale.outcome)) ? sale.problem
                                                                                              : QString();
}

} // namespace

SaleDetails::SaleDetails(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::SaleDetails>())
{
    m_ui->setupUi(this);
    setFocusProxy(m_ui->fields);
    scaleFont(m_ui->amount, 1.9, true);
    scaleFont(m_ui->status, 1.25, true);
    m_ui->empty->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel *label : findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText);
    m_ui->fields->setModel(&m_fields);
    m_ui->timeline->setModel(&m_timeline);

    for (DetailView *view : {m_ui->fields, m_ui->timeline})
        connect(view, &DetailView::copied, this,
            [this](const QString &caption) { showNews(Tone::Good, tr("Copied: %1").arg(caption)); });
    connect(m_ui->checkNow, &QPushButton::clicked, this, &SaleDetails::checkNow);
    connect(m_ui->rawAnswer, &QPushButton::clicked, this, &SaleDetails::showRawAnswer);
    connect(m_ui->openPage, &QPushButton::clicked, this, [this] { emit openPageRequested(attemptId()); });
    connect(m_ui->refund, &QPushButton::clicked, this, [this] { emit refundRequested(attemptId()); });
    connect(m_ui->printReceipt, &QPushButton::clicked, this, [this] { emit receiptRequested(attemptId()); });
    connect(m_ui->markReviewed, &QPushButton::clicked, this, [this] { emit reviewedRequested(attemptId()); });
    clear();
}

SaleDetails::~SaleDetails() = default;

void SaleDetails::setServices(payments::Till &till, journal::History &history)
{
    m_till = &till;
    m_history = &history;
}

void SaleDetails::showSale(const journal::SaleRecord &sale)
{
    const bool isAnother = sale.attemptId != attemptId();
    m_sale = sale;
    if (isAnother) {
        setLine(m_ui->news, {});
        delete m_rawAnswer;
        m_timeline.setRows({});
    }
    showHead();
    showActions();
    m_ui->fields->keepPlace([this] { m_fields.setRows(models::saleFields(*m_sale)); });
    if (isAnother) {
        for (DetailView *view : {m_ui->fields, m_ui->timeline}) {
            view->clearSelection();
            view->setCurrentIndex({});
            view->scrollToTop();
        }
    }
    m_ui->stack->setCurrentWidget(m_ui->sale);
    loadTimeline();
}

void SaleDetails::clear()
{
    m_sale.reset();
    m_fields.setRows({});
    m_timeline.setRows({});
    delete m_rawAnswer;
    m_ui->stack->setCurrentWidget(m_ui->empty);
}

void SaleDetails::showHead()
{
    const models::SaleStatus status = models::saleStatus(*m_sale);
    const QIcon picture
        = status.review ? reviewIcon(status.tone, palette()) : outcomeIcon(m_sale->outcome, palette());
    m_ui->amount->setText(moneyText(m_sale->amount, QLocale()));
    m_ui->picture->setPixmap(picture.pixmap(pictureSize, pictureSize));
    m_ui->status->setText(status.text);
    setTextColor(m_ui->status, toneColor(status.tone, palette()));
    QStringList facts = {models::cardText(m_sale->payment), models::fullTimeText(m_sale->startedAt)};
    facts.removeAll(QString());
    setLine(m_ui->facts, facts.join(u" · "_s));
    const QString review = m_sale->needsReview ? models::reviewText(*m_sale) : QString();
    setLine(m_ui->review, review);
    setTextColor(m_ui->review, toneColor(Tone::Open, palette()));
    const QString advice = adviceText(*m_sale);
    setLine(m_ui->advice, advice == review ? QString() : advice);
}

void SaleDetails::showActions()
{
    // A button that goes away hands the keyboard on to whatever is next.
    const QPointer<QWidget> focus = focusWidget();
    m_ui->openPage->setVisible(m_till && m_till->canReopenPage(m_sale->attemptId));
    m_ui->printReceipt->setEnabled(SaleActions::canPrint(*m_sale));
    m_ui->markReviewed->setVisible(SaleActions::canMarkReviewed(*m_sale));
    m_ui->rawAnswer->setEnabled(!rawAnswers(*m_sale).isEmpty());
    m_ui->checkNow->setEnabled(m_till);
    const QString obstacle = m_till ? SaleActions::refundObstacle(*m_till, *m_sale) : QString();
    m_ui->refund->setEnabled(m_till && obstacle.isEmpty());
    m_ui->refund->setAccessibleDescription(obstacle);
    setLine(m_ui->refundNote, obstacle);
    if (focus && isAncestorOf(focus) && (!focus->isEnabled() || focus->isHidden()))
        m_ui->fields->setFocus();
}

void SaleDetails::loadTimeline()
{
    if (!m_history)
        return;
    const QUuid id = attemptId();
    m_history->events(id, this, [this, id](const Result<QList<journal::Event>> &events) {
        if (id != attemptId())
            return;
        if (events)
            m_ui->timeline->keepPlace([&] { m_timeline.setRows(models::timelineRows(*events)); });
        else
            showNews(Tone::Bad, events.error().text);
    });
}

void SaleDetails::checkNow()
{
    if (!m_till || !m_sale)
        return;
    showNews(Tone::Open, tr("Asking Flowlix…"));
    const QUuid id = attemptId();
    m_till->check(*m_sale, this, [this, id](const Result<CheckResult> &result) {
        if (id == attemptId())
            showChecked(result);
    });
}

void SaleDetails::showChecked(const Result<CheckResult> &result)
{
    if (!result) {
        showNews(Tone::Bad, result.error().text);
        return;
    }
    switch (*result) {
    case CheckResult::NothingNew:
        showNews(Tone::Good, tr("Nothing new."));
        break;
    case CheckResult::Updated:
        showNews(Tone::Good, tr("Updated: Flowlix had something new."));
        break;
    case CheckResult::Contradiction:
        showNews(Tone::Bad,
            tr("Flowlix contradicted itself or answered about another payment. Compare this sale with the "
               "Flowlix dashboard."));
        break;
    case CheckResult::UnderWay:
        showNews(Tone::Open, tr("Flowlix is being asked. What it says shows up here by itself."));
        break;
    case CheckResult::NoPayment:
        showNews(Tone::Open, tr("Flowlix has no payment of this sale."));
        break;
    }
}

void SaleDetails::showNews(Tone tone, const QString &text)
{
    setLine(m_ui->news, text);
    setTextColor(m_ui->news, toneColor(tone, palette()));
    QAccessibleEvent alert(m_ui->news, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void SaleDetails::showRawAnswer()
{
    delete m_rawAnswer;
    m_rawAnswer = new RawAnswerDialog(rawAnswers(*m_sale), this);
    m_rawAnswer->setAttribute(Qt::WA_DeleteOnClose);
    m_rawAnswer->open();
}

void SaleDetails::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_sale)
        showHead(); // in the colours of the other theme
}

} // namespace paydesk::desk
