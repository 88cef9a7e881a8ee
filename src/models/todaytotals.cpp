// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/todaytotals.h"

#include "core/moneytext.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace paydesk::models {

TodayTotals::TodayTotals(journal::Journal &journal, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &TodayTotals::refresh);
    connect(&m_journal, &journal::Journal::saleChanged, &m_refresh, qOverload<>(&QTimer::start));
    // The clock may be set, and a timer of hours drifts through a suspend: look every minute.
    m_midnight.setInterval(1min);
    connect(&m_midnight, &QTimer::timeout, this, [this, day = QDate::currentDate()]() mutable {
        if (std::exchange(day, QDate::currentDate()) != QDate::currentDate())
            refresh();
    });
    m_midnight.start();
}

void TodayTotals::refresh()
{
    const QDate today = QDate::currentDate();
    m_journal.paidTotals(today.startOfDay().toUTC(), today.addDays(1).startOfDay().toUTC(), this,
        [this](const Result<QList<journal::CurrencyTotal>> &totals) {
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
    for (const journal::CurrencyTotal &total : m_totals) {
        count += total.count;
        sums += moneyText(total.sum, QLocale());
    }
    if (sums.isEmpty())
        return tr("No sales yet");
    //: %1 is a list of sums, a currency each: "3 sales: EUR 75.00, USD 10.00"
    return tr("%n sale(s): %1", nullptr, int(count)).arg(sums.join(u", "_s));
}

} // namespace paydesk::models
