// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/todaytotals.h"

#include "core/moneytext.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace paydesk::models {

TodayTotals::TodayTotals(
    journal::Journal &journal, journal::History &history, const BusinessDay &day, QObject *parent)
    : QObject(parent)
    , m_history(history)
    , m_day(day)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &TodayTotals::refresh);
    connect(&journal, &journal::Journal::saleChanged, &m_refresh, qOverload<>(&QTimer::start));
    connect(&journal, &journal::Journal::salesImported, &m_refresh, qOverload<>(&QTimer::start));
    // The clock may be set, and a timer of hours drifts through a suspend: look every minute.
    m_clock.setInterval(1min);
    connect(&m_clock, &QTimer::timeout, this, [this, shown = QDate()]() mutable {
        const QDate today = m_day.dateOf(QDateTime::currentDateTimeUtc());
        if (std::exchange(shown, today) != today)
            refresh();
    });
    m_clock.start();
}

void TodayTotals::setBusinessDay(const BusinessDay &day)
{
    m_day = day;
    refresh();
}

void TodayTotals::refresh()
{
    const QDate today = m_day.dateOf(QDateTime::currentDateTimeUtc());
    const journal::SaleFilter filter{.from = m_day.firstMoment(today),
        .before = m_day.firstMoment(today.addDays(1)),
        .outcomes = {Outcome::Paid}};
    m_history.totals(filter, this, [this](const Result<QList<journal::SaleTotal>> &totals) {
        if (!totals)
            return; // The list, which reads the same file, reports it.
        m_totals = *totals;
        emit changed();
    });
}

QString TodayTotals::text() const
{
    qint64 count = 0;
    QStringList sums;
    QStringList refunds;
    for (const journal::SaleTotal &total : m_totals) {
        count += total.count;
        sums += moneyText(Money(total.net(), total.currency), QLocale());
        if (total.refunded > 0)
            refunds += moneyText(Money(total.refunded, total.currency), QLocale());
    }
    if (sums.isEmpty())
        return tr("No sales yet");
    //: %1 is a list of sums, a currency each: "3 sales: EUR 75.00, USD 10.00"
    const QString text = tr("%n sale(s): %1", nullptr, int(count)).arg(sums.join(u", "_s));
    //: "3 sales: EUR 70.00 (EUR 5.00 refunded)"
    return refunds.isEmpty() ? text : tr("%1 (%2 refunded)").arg(text, refunds.join(u", "_s));
}

} // namespace paydesk::models
