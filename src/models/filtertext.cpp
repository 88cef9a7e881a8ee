// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filtertext.h"

#include "core/moneytext.h"
#include "models/saletext.h"

#include <QCoreApplication>
#include <QLocale>

#include <map>

using namespace Qt::StringLiterals;

namespace paydesk::models {

namespace {

struct FilterText
{
    Q_DECLARE_TR_FUNCTIONS(Filter)
};

/// Whole business days by their dates: the end is that of the day before.
QString periodText(const journal::SaleFilter &filter, const BusinessDay &day)
{
    const auto momentText = [&day](const QDateTime &moment) {
        return QLocale().toString(day.local(moment), QLocale::ShortFormat);
    };
    if (!filter.before.isValid())
        return FilterText::tr("Since %1").arg(momentText(filter.from));
    if (!filter.from.isValid())
        return FilterText::tr("Before %1").arg(momentText(filter.before));
    const QDate first = day.dateOf(filter.from);
    const QDate last = day.dateOf(filter.before.addMSecs(-1));
    const bool wholeDays
        = filter.from == day.firstMoment(first) && filter.before == day.firstMoment(last.addDays(1));
    if (!wholeDays)
        return FilterText::tr("%1 to %2").arg(momentText(filter.from), momentText(filter.before));
    const auto dateText = [](const QDate &date) { return QLocale().toString(date, QLocale::ShortFormat); };
    return first == last ? dateText(first) : FilterText::tr("%1 to %2").arg(dateText(first), dateText(last));
}

/// Minor units of whatever currency: all that the service takes have two digits.
QString amountsText(const journal::SaleFilter &filter)
{
    const auto text = [](qint64 minor) { return amountText(Money(minor, Currency::Eur), QLocale()); };
    if (!filter.greatestAmount)
        return FilterText::tr("Amount from %1").arg(text(*filter.leastAmount));
    if (!filter.leastAmount)
        return FilterText::tr("Amount up to %1").arg(text(*filter.greatestAmount));
    if (*filter.leastAmount == *filter.greatestAmount)
        return FilterText::tr("Amount: %1").arg(text(*filter.leastAmount));
    return FilterText::tr("Amount from %1 to %2")
        .arg(text(*filter.leastAmount), text(*filter.greatestAmount));
}

/// Collects chips; each is the same filter with one condition as in a new one.
class Chips
{
public:
    explicit Chips(const journal::SaleFilter &filter)
        : m_filter(filter)
    {
    }
    template <typename... Member> void add(const QString &text, Member... members)
    {
        FilterChip chip{.text = text, .without = m_filter};
        const journal::SaleFilter none;
        ((chip.without.*members = none.*members), ...);
        m_chips += chip;
    }
    const QList<FilterChip> &all() const { return m_chips; }

private:
    const journal::SaleFilter &m_filter;
    QList<FilterChip> m_chips;
};

template <typename List, typename Word> QString joined(const List &list, Word word)
{
    QStringList words;
    for (const auto &each : list)
        words += word(each);
    return words.join(u", "_s);
}

} // namespace

QList<FilterChip> chipsOf(const journal::SaleFilter &filter, const QUuid &thisTill, const BusinessDay &day)
{
    using journal::SaleFilter;
    Chips chips(filter);
    if (const QString text = filter.text.simplified(); !text.isEmpty())
        chips.add(FilterText::tr("Search: %1").arg(text), &SaleFilter::text);
    if (filter.from.isValid() || filter.before.isValid())
        chips.add(periodText(filter, day), &SaleFilter::from, &SaleFilter::before);
    if (!filter.outcomes.isEmpty())
        chips.add(
            FilterText::tr("Status: %1").arg(joined(filter.outcomes, outcomeWord)), &SaleFilter::outcomes);
    if (!filter.currencies.isEmpty())
        chips.add(FilterText::tr("Currency: %1").arg(joined(filter.currencies, currencyCode)),
            &SaleFilter::currencies);
    if (!filter.channels.isEmpty())
        chips.add(
            FilterText::tr("Channel: %1").arg(joined(filter.channels, channelText)), &SaleFilter::channels);
    if (!filter.tills.isEmpty())
        chips.add(
            FilterText::tr("Till: %1")
                .arg(joined(filter.tills, [&](const QString &till) { return tillText(till, thisTill); })),
            &SaleFilter::tills);
    if (filter.leastAmount || filter.greatestAmount)
        chips.add(amountsText(filter), &SaleFilter::leastAmount, &SaleFilter::greatestAmount);
    if (filter.refunded)
        chips.add(*filter.refunded ? FilterText::tr("Refunded") : FilterText::tr("Not refunded"),
            &SaleFilter::refunded);
    if (filter.needsReview)
        chips.add(FilterText::tr("Needs review"), &SaleFilter::needsReview);
    return chips.all();
}

QString totalsText(const QList<journal::SaleTotal> &totals)
{
    qint64 count = 0;
    std::map<Currency, journal::SaleTotal> sums;
    for (const journal::SaleTotal &total : totals) {
        count += total.count;
        sums[total.currency].gross += total.gross;
        sums[total.currency].refunded += total.refunded;
    }
    QStringList parts = {FilterText::tr("%Ln payment(s)", nullptr, int(count))};
    for (const auto &[currency, sum] : sums) {
        if (sum.gross == 0)
            continue;
        const QString gross = moneyText(Money(sum.gross, currency), QLocale());
        if (sum.refunded == 0)
            parts += FilterText::tr("%1 paid").arg(gross);
        else
            parts += FilterText::tr("%1 paid, %2 refunded, %3 net")
                         .arg(gross, amountText(Money(sum.refunded, currency), QLocale()),
                             amountText(Money(sum.net(), currency), QLocale()));
    }
    return parts.join(u"  ·  "_s);
}

} // namespace paydesk::models
