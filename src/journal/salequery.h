// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/money.h"
#include "core/outcome.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

#include <optional>

namespace paydesk::journal {

/// Which sales. Every condition that is set must hold; a default one selects all.
struct SaleFilter
{
    QString text; ///< as typed: each of its words must occur in a field (see searchtext.h)
    QDateTime from; ///< started at or after; invalid for no bound
    QDateTime before; ///< started before; invalid for no bound
    QList<Outcome> outcomes; ///< one of these; empty for any, as with the lists below
    QList<Currency> currencies;
    QStringList channels;
    QStringList tills;
    std::optional<qint64> leastAmount; ///< minor units, of whatever currency
    std::optional<qint64> greatestAmount; ///< minor units, inclusive
    std::optional<bool> refunded; ///< whether some of the money has been given back
    bool needsReview = false; ///< only those that staff must look at
    friend bool operator==(const SaleFilter &, const SaleFilter &) = default;
};

/// By what the list is ordered. Sales that are equal in it are ordered by time, in the same direction.
struct SaleOrder
{
    enum Key { Time, Amount, Refunded, Status, Description, Card, Channel, Till };
    Key key = Time;
    bool descending = true;
    friend bool operator==(const SaleOrder &, const SaleOrder &) = default;
};

struct SaleQuery
{
    SaleFilter filter;
    SaleOrder order;
    friend bool operator==(const SaleQuery &, const SaleQuery &) = default;
};

/// Count and sums of the sales of one currency that came to the same.
struct SaleTotal
{
    Currency currency = Currency::Eur;
    Outcome outcome = Outcome::NotKnownYet;
    qint64 count = 0;
    qint64 gross = 0; ///< minor units paid, of sales with several payments all of them
    qint64 refunded = 0; ///< minor units
    qint64 net() const { return gross - refunded; }
    friend bool operator==(const SaleTotal &, const SaleTotal &) = default;
};

/// All sales of a query: the row ids in their order, and what they add up to.
struct Survey
{
    QList<qint64> rows;
    QList<SaleTotal> totals; ///< by currency, then outcome; none without a sale
};

/// What was taken between two moments.
struct Takings
{
    Currency currency = Currency::Eur;
    qsizetype slot = 0; ///< between which of the moments that were asked for
    qint64 count = 0; ///< of paid sales
    qint64 gross = 0; ///< minor units
    qint64 refunded = 0; ///< minor units, of these sales, whenever it was given back
};

/// What was given back in a currency between two moments, of whichever sales.
struct RefundTotal
{
    Currency currency = Currency::Eur;
    qint64 count = 0; ///< of refunds that did not fail
    qint64 refunded = 0; ///< minor units that have been returned
    qint64 pending = 0; ///< minor units that are still under way
};

/// What there is to choose from in a filter.
struct FilterChoices
{
    QStringList channels;
    QStringList tills;
    QList<Currency> currencies;
};

/// A sale as an export writes it: text as UTF-8, where SQLite has it. Gone when the visit ends.
struct SaleLine
{
    qint64 startedMs = 0; ///< Unix milliseconds
    qint64 amount = 0; ///< minor units, as the two below
    qint64 paid = 0;
    qint64 refunded = 0;
    Currency currency = Currency::Eur;
    Outcome outcome = Outcome::NotKnownYet;
    bool needsReview = false;
    std::optional<qint64> succeededMs; ///< Unix milliseconds
    QByteArrayView attemptId;
    QByteArrayView paymentId; ///< empty where there is none, as all below
    QByteArrayView providerReference;
    QByteArrayView status; ///< the service's word
    QByteArrayView channel;
    QByteArrayView till;
    QByteArrayView cardBrand;
    QByteArrayView cardLast4;
    QByteArrayView customerEmail;
    QByteArrayView customerName;
    QByteArrayView declineCode;
    QByteArrayView description;
    QByteArrayView metadata; ///< a JSON object of strings
};

/// Which sales to read: newest first, those before a row (keyset, so that depth costs nothing).
struct PageQuery
{
    std::optional<qint64> beforeRow; ///< row id; empty for the newest
    int limit = 200;
};

} // namespace paydesk::journal
