// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/refundrefusal.h"

#include "journal/refundrule.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace paydesk::payments {

namespace {

struct RefusalText
{
    Q_DECLARE_TR_FUNCTIONS(RefundRefusal)
};

} // namespace

QString refundRefusalText(const Error &error)
{
    if (error.code == "refund_amount_exceeded"_L1)
        return RefusalText::tr("Less is left of this payment: some of it was refunded elsewhere. See what is "
                               "left, and refund at most that.");
    if (error.code == "payment_already_refunded"_L1)
        return RefusalText::tr("All of this payment was refunded elsewhere, so nothing is left to refund.");
    if (error.code == "refund_window_expired"_L1)
        return RefusalText::tr(
            "The payment is more than %n day(s) old, and Flowlix no longer refunds it. Give "
            "the money back in another way.",
            nullptr, journal::refundDays);
    if (error.code == "payment_not_refundable"_L1)
        return RefusalText::tr(
            "Flowlix does not hold this payment for paid, so it cannot be refunded. Look it "
            "up in the Flowlix dashboard.");
    return error.text;
}

} // namespace paydesk::payments
