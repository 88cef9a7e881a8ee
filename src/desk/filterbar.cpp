// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/filterbar.h"

#include "core/moneytext.h"
#include "desk/flowlayout.h"
#include "desk/look.h"
#include "models/filtertext.h"
#include "models/saletext.h"
#include "ui_filterbar.h"

#include <QKeyEvent>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace paydesk::desk {

using journal::SaleFilter;

namespace {

constexpr auto typingPause = 120ms; ///< shorter than between the words of one who types on
constexpr int longestTrail = 100;

enum Period { AnyTime, Today, Yesterday, ThisWeek, ThisMonth, LastMonth, Custom };

/// The business days of a period, both included.
std::pair<QDate, QDate> daysOf(int period, const QDate &today)
{
    const QDate monthBegin(today.year(), today.month(), 1);
    switch (period) {
    case Today:
        return {today, today};
    case Yesterday:
        return {today.addDays(-1), today.addDays(-1)};
    case ThisWeek: {
        const int since = (today.dayOfWeek() - QLocale().firstDayOfWeek() + 7) % 7;
        return {today.addDays(-since), today.addDays(6 - since)};
    }
    case ThisMonth:
        return {monthBegin, monthBegin.addMonths(1).addDays(-1)};
    case LastMonth:
        return {monthBegin.addMonths(-1), monthBegin.addDays(-1)};
    default:
        return {};
    }
}

void setDays(SaleFilter &filter, const std::pair<QDate, QDate> &days, const BusinessDay &day)
{
    filter.from = days.first.isValid() ? day.firstMoment(days.first) : QDateTime();
    filter.before = days.second.isValid() ? day.firstMoment(days.second.addDays(1)) : QDateTime();
}

QDate today(const BusinessDay &day)
{
    return day.dateOf(QDateTime::currentDateTimeUtc());
}

/// The value of what is chosen in a box; an invalid one for "Any".
QVariant chosen(const QComboBox *box)
{
    return box->currentData();
}

void choose(QComboBox *box, const QVariant &value)
{
    const int index = value.isValid() ? box->findData(value) : 0;
    box->setCurrentIndex(qMax(index, 0));
}

/// Fills a box anew with "Any" and what there is, and keeps what is chosen.
void fill(QComboBox *box, const QList<std::pair<QString, QVariant>> &choices)
{
    const QVariant before = chosen(box);
    box->clear();
    box->addItem(FilterBar::tr("Any"));
    for (const auto &[text, value] : choices)
        box->addItem(text, value);
    choose(box, before);
}

std::optional<qint64> amountIn(const QLineEdit *field)
{
    // Every currency of the service has two digits.
    const auto amount = parseAmount(field->text(), Currency::Eur, QLocale());
    return amount ? std::optional(amount->minorUnits()) : std::nullopt;
}

/// What is no amount is no condition; the field says so while it is there.
void showWhetherItIsAnAmount(QLineEdit *field)
{
    const auto amount = parseAmount(field->text(), Currency::Eur, QLocale());
    const bool isWrong = !amount && !field->text().trimmed().isEmpty();
    const QString why = isWrong ? amount.error().text : QString();
    field->setToolTip(why);
    field->setAccessibleDescription(why);
    QPalette palette;
    if (isWrong)
        palette.setColor(QPalette::Text, toneColor(Tone::Bad, palette));
    field->setPalette(palette);
}

QString amountOrNothing(const std::optional<qint64> &minor)
{
    return minor ? amountText(Money(*minor, Currency::Eur), QLocale()) : QString();
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::FilterBar>())
    , m_day({.zone = systemZone()})
{
    m_ui->setupUi(this);
    scaleFont(m_ui->search, 1.15);
    m_ui->chips->setLayout(new FlowLayout);
    m_ui->chips->layout()->setContentsMargins(0, 0, 0, 0);
    m_ui->chips->layout()->setSpacing(6);
    m_ui->chips->hide();
    m_ui->panel->hide();
    m_ui->search->installEventFilter(this);
    m_typed.setSingleShot(true);
    m_typed.setInterval(typingPause);

    connect(m_ui->search, &QLineEdit::textEdited, &m_typed, qOverload<>(&QTimer::start));
    connect(&m_typed, &QTimer::timeout, this, [this] {
        enter(m_isTyping ? Remember::SameStep : Remember::Step);
        m_isTyping = true;
    });
    connect(m_ui->search, &QLineEdit::returnPressed, this, [this] {
        if (m_typed.isActive()) {
            m_typed.stop();
            enter();
        }
        m_isTyping = false;
        emit searchEntered();
    });
    connect(m_ui->more, &QToolButton::toggled, m_ui->panel, &QWidget::setVisible);
    connect(m_ui->back, &QToolButton::clicked, this, &FilterBar::goBack);
    connect(m_ui->forward, &QToolButton::clicked, this, &FilterBar::goForward);
    setUpPeriods();
    setUpChoices();
    showFilter();
}

FilterBar::~FilterBar()
{
    // A field that loses the keyboard because it goes reports what is in it.
    for (QWidget *field : findChildren<QWidget *>())
        field->disconnect(this);
}

void FilterBar::setUpPeriods()
{
    for (const auto &[text, period] : {std::pair(tr("Any time"), AnyTime), std::pair(tr("Today"), Today),
             std::pair(tr("Yesterday"), Yesterday), std::pair(tr("This week"), ThisWeek),
             std::pair(tr("This month"), ThisMonth), std::pair(tr("Last month"), LastMonth),
             std::pair(tr("From … to …"), Custom)})
        m_ui->period->addItem(text, period);
    connect(m_ui->period, &QComboBox::activated, this, &FilterBar::choosePeriod);
    for (QDateEdit *edit : {m_ui->from, m_ui->to}) {
        edit->setDate(QDate::currentDate());
        connect(edit, &QDateEdit::userDateChanged, this, [this] { enter(); });
    }
}

void FilterBar::setUpChoices()
{
    QList<std::pair<QString, QVariant>> outcomes;
    for (const Outcome outcome : {Outcome::Paid, Outcome::Declined, Outcome::Canceled, Outcome::Expired,
             Outcome::InProgress, Outcome::NotKnownYet, Outcome::NotCreated})
        outcomes.append({outcomeWord(outcome), int(outcome)});
    fill(m_ui->status, outcomes);
    fill(m_ui->refunded, {{tr("Refunded"), true}, {tr("Not refunded"), false}});
    setChoices({}, {});
    for (QComboBox *box : {m_ui->status, m_ui->currency, m_ui->channel, m_ui->till, m_ui->refunded})
        connect(box, &QComboBox::activated, this, [this] { enter(); });
    for (QLineEdit *field : {m_ui->least, m_ui->greatest}) {
        connect(field, &QLineEdit::editingFinished, this, [this] { enter(); });
        connect(field, &QLineEdit::textChanged, this, [field] { showWhetherItIsAnAmount(field); });
    }
    connect(m_ui->review, &QCheckBox::clicked, this, [this] { enter(); });
}

void FilterBar::setChoices(const journal::FilterChoices &choices, const QUuid &thisTill)
{
    m_thisTill = thisTill;
    QList<std::pair<QString, QVariant>> currencies;
    for (const Currency currency : choices.currencies)
        currencies.append({currencyCode(currency), int(currency)});
    QList<std::pair<QString, QVariant>> channels;
    for (const QString &channel : choices.channels)
        channels.append({models::channelText(channel), channel});
    QList<std::pair<QString, QVariant>> tills;
    for (const QString &till : choices.tills)
        tills.append({models::tillText(till, thisTill), till});
    fill(m_ui->currency, currencies);
    fill(m_ui->channel, channels);
    fill(m_ui->till, tills);
    showFilter();
}

void FilterBar::setBusinessDay(const BusinessDay &day)
{
    m_day = day;
    showFilter();
}

void FilterBar::focusSearch()
{
    m_ui->search->setFocus();
    m_ui->search->selectAll();
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    // From the field straight into the list below it.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        emit searchEntered();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

SaleFilter FilterBar::entered() const
{
    SaleFilter filter{.text = m_ui->search->text(), .from = m_filter.from, .before = m_filter.before};
    if (m_ui->period->currentData() == Custom)
        setDays(filter, {m_ui->from->date(), m_ui->to->date()}, m_day);
    if (const QVariant outcome = chosen(m_ui->status); outcome.isValid())
        filter.outcomes = {Outcome(outcome.toInt())};
    if (const QVariant currency = chosen(m_ui->currency); currency.isValid())
        filter.currencies = {Currency(currency.toInt())};
    if (const QVariant channel = chosen(m_ui->channel); channel.isValid())
        filter.channels = {channel.toString()};
    if (const QVariant till = chosen(m_ui->till); till.isValid())
        filter.tills = {till.toString()};
    if (const QVariant refunded = chosen(m_ui->refunded); refunded.isValid())
        filter.refunded = refunded.toBool();
    filter.leastAmount = amountIn(m_ui->least);
    filter.greatestAmount = amountIn(m_ui->greatest);
    filter.needsReview = m_ui->review->isChecked();
    return filter;
}

void FilterBar::enter(Remember remember)
{
    if (m_isShowing)
        return;
    if (remember == Remember::Step)
        m_isTyping = false;
    take(entered(), remember);
}

void FilterBar::choosePeriod(int index)
{
    const int period = m_ui->period->itemData(index).toInt();
    m_isCustomPeriod = period == Custom;
    if (period == Custom) {
        m_ui->custom->show();
        enter();
        m_ui->from->setFocus();
        return;
    }
    SaleFilter filter = entered();
    setDays(filter, daysOf(period, today(m_day)), m_day);
    take(filter, Remember::Step);
}

void FilterBar::setFilter(const SaleFilter &filter)
{
    m_isTyping = false;
    m_isCustomPeriod = false;
    take(filter, Remember::Step);
}

void FilterBar::take(const SaleFilter &filter, Remember remember)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    if (remember == Remember::Step) {
        m_trail.resize(m_at + 1);
        m_trail.append(filter);
        if (m_trail.size() > longestTrail)
            m_trail.removeFirst();
        m_at = m_trail.size() - 1;
    } else if (remember == Remember::SameStep) {
        m_trail[m_at] = filter;
    }
    showFilter();
    emit filterChanged();
}

void FilterBar::goBack()
{
    go(-1);
}

void FilterBar::goForward()
{
    go(1);
}

void FilterBar::go(qsizetype step)
{
    m_typed.stop();
    m_isTyping = false;
    if (m_at + step < 0 || m_at + step >= m_trail.size())
        return;
    m_isCustomPeriod = false;
    m_at += step;
    take(m_trail.at(m_at), Remember::Nothing);
}

void FilterBar::showFilter()
{
    m_isShowing = true;
    if (m_ui->search->text() != m_filter.text)
        m_ui->search->setText(m_filter.text);
    choose(m_ui->status, m_filter.outcomes.isEmpty() ? QVariant() : int(m_filter.outcomes.first()));
    choose(m_ui->currency, m_filter.currencies.isEmpty() ? QVariant() : int(m_filter.currencies.first()));
    choose(m_ui->channel, m_filter.channels.isEmpty() ? QVariant() : m_filter.channels.first());
    choose(m_ui->till, m_filter.tills.isEmpty() ? QVariant() : m_filter.tills.first());
    choose(m_ui->refunded, m_filter.refunded ? QVariant(*m_filter.refunded) : QVariant());
    // What is being typed is not overwritten with what was made of it.
    if (amountIn(m_ui->least) != m_filter.leastAmount)
        m_ui->least->setText(amountOrNothing(m_filter.leastAmount));
    if (amountIn(m_ui->greatest) != m_filter.greatestAmount)
        m_ui->greatest->setText(amountOrNothing(m_filter.greatestAmount));
    m_ui->review->setChecked(m_filter.needsReview);
    showPeriod();
    showChips();
    m_ui->back->setEnabled(m_at > 0);
    m_ui->forward->setEnabled(m_at + 1 < m_trail.size());
    m_isShowing = false;
}

void FilterBar::showPeriod()
{
    int period = Custom;
    for (int each = AnyTime; each < Custom && !m_isCustomPeriod; ++each) {
        SaleFilter filter;
        setDays(filter, daysOf(each, today(m_day)), m_day);
        if (filter.from == m_filter.from && filter.before == m_filter.before) {
            period = each;
            break;
        }
    }
    m_ui->period->setCurrentIndex(m_ui->period->findData(period));
    m_ui->custom->setVisible(period == Custom);
    if (period == Custom && m_filter.from.isValid())
        m_ui->from->setDate(m_day.dateOf(m_filter.from));
    if (period == Custom && m_filter.before.isValid())
        m_ui->to->setDate(m_day.dateOf(m_filter.before.addMSecs(-1)));
}

void FilterBar::showChips()
{
    // A chip that is being clicked must not be deleted under its own click.
    const QList<QPushButton *> before = m_ui->chips->findChildren<QPushButton *>();
    for (QPushButton *chip : before) {
        chip->hide();
        m_ui->chips->layout()->removeWidget(chip);
        chip->deleteLater();
    }
    QList<models::FilterChip> chips = models::chipsOf(m_filter, m_thisTill, m_day);
    if (chips.size() > 1)
        chips.append({.text = tr("All conditions"), .without = {}});
    for (const models::FilterChip &chip : std::as_const(chips)) {
        const QString text = QFontMetrics(font()).elidedText(chip.text, Qt::ElideRight, 320);
        auto *button = new QPushButton(QString(text).replace(u'&', u"&&"_s) + u"  ✕"_s, m_ui->chips);
        button->setAccessibleName(tr("Remove: %1").arg(chip.text));
        button->setToolTip(u"<qt>"_s + button->accessibleName().toHtmlEscaped() + u"</qt>"_s);
        connect(button, &QPushButton::clicked, this, [this, without = chip.without] {
            setFilter(without);
            focusSearch();
        });
        m_ui->chips->layout()->addWidget(button);
    }
    m_ui->chips->setVisible(!chips.isEmpty());
}

} // namespace paydesk::desk
