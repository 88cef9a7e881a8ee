// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "journal/salerecord.h"

/// How a sale is put into words, in lists, notices and on paper alike.
namespace paydesk::models {

/// What a sale has come to, with what staff must know besides: "Paid, partly refunded".
struct SaleStatus
{
    QString text;
    Tone tone = Tone::Open;
    bool review = false; ///< staff must look: shown with a shape of its own
};
SaleStatus saleStatus(const journal::SaleRecord &sale);
/// The same without what only staff must know: for the customer.
QString outcomeText(const journal::SaleRecord &sale);
/// Why staff must look at a sale that needs review, and what to do. Never empty.
QString reviewText(const journal::SaleRecord &sale);
/// What became of a refund, in a sentence with its amount.
QString refundText(const journal::RefundRecord &refund);

/// The local time, with the date unless it is today: "14:03".
QString whenText(const QDateTime &utc);
/// The local time with its date and seconds, whenever it was; empty for an invalid one.
QString fullTimeText(const QDateTime &utc);
/// The state of a refund in a word.
QString refundStateWord(journal::RefundState state);
/// "Visa •••• 1111", or what of it the service told; empty before the page was completed.
QString cardText(const std::optional<Payment> &payment);

/// How a sale was made: "Counter"; a word of another program as it is.
QString channelText(const QString &channel);
/// "This till" or the beginning of the other till's id; empty where no till is named.
QString tillText(const QString &till, const QUuid &thisTill);

} // namespace paydesk::models
