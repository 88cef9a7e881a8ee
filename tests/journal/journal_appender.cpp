// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/refundrule.h"
#include "journal/samples.h"

#include <QCoreApplication>

#include <cstdio>

namespace {

void say(const QByteArray &line)
{
    std::puts(line.constData());
    std::fflush(stdout);
}

bool appendSales(samples::Store &store, int count)
{
    for (int i = 0; i < count; ++i) {
        const QUuid id = paydesk::makeUuidV7();
        if (!store.append(samples::intent(id)) || !store.append(paydesk::journal::pageShownEvent(id)))
            return false;
        say(id.toByteArray(QUuid::WithoutBraces));
    }
    return true;
}

/// As often as it may. The service's part is played here: whoever holds the one open intent tells that it was
/// carried out.
bool refund(samples::Store &store, const QUuid &saleId, qint64 minorUnits)
{
    using namespace samples;
    const Money amount(minorUnits, Currency::Eur);
    SaleRecord sale = store.sale(saleId).value();
    while (refundable(sale, *sale.payment).minorUnits() > 0 || !isSettled(sale.refunds.last().state)) {
        if (!mayRefund(sale, sale.payment->id, amount, {})) { // another one's is open
            sale = store.sale(saleId).value();
            continue;
        }
        const RefundRecord record{.refundId = makeUuidV7(),
            .paymentId = sale.payment->id,
            .amount = amount,
            .reason = u"Returned"_s};
        if (const auto begun = store.append(refundIntentEvent(saleId, record))) {
            Payment payment = *begun->payment;
            payment.refunds.append({.id = u"re_"_s + record.refundId.toString(QUuid::WithoutBraces),
                .amount = amount,
                .reason = record.reason,
                .status = u"succeeded"_s});
            payment.refundedAmount = *payment.refundedAmount.plus(amount);
            payment.raw = record.refundId.toByteArray();
            if (!store.append(snapshotEvent(saleId, payment, {})))
                return false;
            say(record.refundId.toByteArray(QUuid::WithoutBraces));
        }
        sale = store.sale(saleId).value();
    }
    return true;
}

} // namespace

/// journal_appender DIRECTORY COUNT: appends so many sales, two events each, and prints a sale's id once
/// both were acknowledged.
/// journal_appender DIRECTORY AMOUNT SALE: refunds so many minor units of the sale, again and again until
/// nothing is left, and prints the id of each refund.
int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto store = samples::openStore(arguments.at(1));
    say("ready");
    const int number = arguments.at(2).toInt();
    const bool done = arguments.size() > 3 ? refund(*store, QUuid::fromString(arguments.at(3)), number)
                                           : appendSales(*store, number);
    return done ? 0 : 1;
}
