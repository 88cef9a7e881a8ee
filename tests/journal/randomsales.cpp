// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/randomsales.h"

#include "core/appmetadata.h"
#include "journal/samples.h"
#include "support/uuidat.h"

#include <QJsonDocument>

namespace samples {

namespace {

const QStringList pieces = {u"concert"_s, u"Concert"_s, u"M\u00fcller"_s, u"MULLER"_s, u"100%"_s, u"a*b"_s,
    u"*"_s, u"\"row 7\""_s, u"\""_s, u"'"_s, u"O'Brien"_s, u"\U0001F3BB"_s,
    u"\U0001F469\u200D\U0001F469\u200D\U0001F467"_s, u"\u05e9\u05dc\u05d5\u05dd"_s,
    u"\u0645\u0631\u062d\u0628\u0627"_s, u"\u202edlrow"_s, uR"(C:\till\new)"_s, uR"(\)"_s, u"two\nlines"_s,
    u"tab\there"_s, u"AND"_s, u"OR"_s, u"NOT"_s, u"NEAR(a b, 2)"_s, u"^start"_s, u"text:"_s, u"-minus"_s,
    u"{x}"_s, u"(y)"_s, u"+"_s, u"a"_s, u"B"_s, u"\u0131"_s, u"\u0130stanbul"_s, u"stra\u00dfe"_s,
    u"o\ufb03ce"_s, u"e\u0301t\u00e9"_s, u"\ufeffmark"_s, u"x\ufeffy"_s, u"\ufffe"_s, u"_"_s, u"%"_s,
    u"4711"_s, u"0815"_s, u"; DROP TABLE payments; --"_s, u"\u65e5\u672c\u8a9e"_s, u"\ud55c\uad6d"_s,
    u"\u00a0"_s, u"\u2028"_s, u"zz"_s};
const QStringList reasons = {u"Goodwill"_s, u"charged twice"_s, u"\u00dcbergabe \"A\""_s};
const QStringList brands = {u"visa"_s, u"mastercard"_s, u"amex"_s};
const QStringList channels = {u"counter"_s, u"phone"_s};
const QStringList tills = {u"till-1"_s, u"till-2"_s, u"till-3"_s};

} // namespace

QDateTime RandomSales::firstDay()
{
    return QDateTime({2026, 3, 1}, {0, 0}, Qt::UTC);
}

QString RandomSales::text()
{
    QString text;
    for (int more = below(5); more > 0; --more) {
        text += pieces.at(below(int(pieces.size())));
        if (!oneIn(4))
            text += u' ';
    }
    return text;
}

/// Some at the very same millisecond.
QDateTime RandomSales::time()
{
    return firstDay().addMSecs(qint64(below(days * 24 * 60)) * 60'000 + (oneIn(3) ? 0 : below(60'000)));
}

Metadata RandomSales::metadata()
{
    Metadata pairs;
    for (int more = below(4); more > 0; --more)
        pairs.insert(text() + QString::number(more), text());
    return pairs;
}

QString RandomSales::requestId()
{
    return oneIn(6) ? QString() : u"req_%1"_s.arg(m_random(), 8, 16, QChar(u'0'));
}

QList<Event> RandomSales::begin()
{
    const QUuid id = test::uuidAt(time());
    const Money amount(1 + below(oneIn(2) ? 20 : 100'000), allCurrencies[below(3)]);
    Sale sale{.id = id, .payment = newPayment(id, amount), .others = {}};
    QList<Event> events;
    if (oneIn(3)) {
        sale.payment.description = text();
        sale.payment.metadata = metadata();
        sale.payment.metadata.insert(metadatakey::attemptId, id.toString(QUuid::WithoutBraces));
        sale.payment.metadata.insert(metadatakey::channel, channels.at(below(2)));
        sale.payment.metadata.insert(metadatakey::till, tills.at(below(3)));
        events = {importedEvent(id, sale.payment, requestId())};
    } else {
        IntentFacts facts = charge(id, amount);
        facts.request.description = text();
        facts.request.metadata = metadata();
        if (!oneIn(5))
            facts.requestBody = QJsonDocument(QJsonObject{{u"metadata"_s,
                                                  QJsonObject{{metadatakey::channel, channels.at(below(2))},
                                                      {metadatakey::till, tills.at(below(3))}}}})
                                    .toJson(QJsonDocument::Compact);
        events = {intentEvent(id, facts)};
        if (oneIn(8))
            events += oneIn(2) ? notCreatedEvent(id, failure(ErrorKind::Refused, text()))
                               : createUnknownEvent(id, failure(ErrorKind::Network, text()));
        else
            events += sessionEvent(id, sale.payment, requestId());
    }
    m_sales += sale;
    return events;
}

QList<Event> RandomSales::goOn()
{
    Sale &sale = m_sales[below(int(m_sales.size()))];
    return oneIn(4) ? further(sale) : answer(sale);
}

/// The service says more of a payment.
QList<Event> RandomSales::answer(Sale &sale)
{
    Payment &payment = sale.payment;
    if (payment.status == PaymentStatus::Succeeded)
        refund(payment);
    else if (!payment.status.isFinal() && !oneIn(4))
        oneIn(3) ? end(payment) : pay(payment);
    touch(payment);
    return {snapshotEvent(sale.id, payment, requestId())};
}

QList<Event> RandomSales::further(Sale &sale)
{
    switch (below(6)) {
    case 0:
        return {pageClosedEvent(sale.id, u"leave"_s)};
    case 1:
        return {needsReviewEvent(sale.id, text())};
    case 2:
        return {reviewedEvent(sale.id)};
    case 3: {
        Payment second = newPayment(sale.id, sale.payment.amount);
        oneIn(2) ? pay(second) : end(second);
        if (second.status == PaymentStatus::Succeeded && oneIn(2))
            refund(second);
        touch(second);
        return {secondPaymentEvent(sale.id, second, requestId())};
    }
    case 4: {
        Payment other = sale.payment;
        other.amount = Money(other.amount.minorUnits() + 1, other.amount.currency());
        return {contradictionEvent(sale.id, other, requestId())};
    }
    default: {
        const QUuid refundId = makeUuidV7();
        return {refundIntentEvent(sale.id,
                    {.refundId = refundId,
                        .paymentId = sale.payment.id,
                        .amount = Money(1, sale.payment.amount.currency()),
                        .reason = text(),
                        .idempotencyKey = refundId.toByteArray(),
                        .requestBody = "{}",
                        .keyFingerprint = "0123"}),
            refundRefusedEvent(sale.id, refundId, failure(ErrorKind::Refused, text()))};
    }
    }
}

Payment RandomSales::newPayment(const QUuid &sale, Money amount)
{
    Payment payment = samples::answer(sale, PaymentStatus::Pending,
        u"pay_"_s + QUuid::createUuidV5(sale, QString::number(m_random())).toString(QUuid::WithoutBraces),
        amount);
    touch(payment);
    return payment;
}

void RandomSales::pay(Payment &payment)
{
    payment.status = PaymentStatus::Succeeded;
    payment.succeededAt = time();
    payment.providerReference = QString::number(m_random());
    payment.card = Card{
        .brand = oneIn(6) ? QString() : brands.at(below(3)), .last4 = QString::number(1'000 + below(30))};
    if (!oneIn(3))
        payment.customer = Payer{.email = u"%1@example.com"_s.arg(below(50)), .name = text()};
}

void RandomSales::end(Payment &payment)
{
    const PaymentStatus::Value ends[] = {PaymentStatus::Failed, PaymentStatus::Canceled,
        PaymentStatus::Expired, PaymentStatus::RequiresAction};
    payment.status = ends[below(4)];
    if (payment.status == PaymentStatus::Failed)
        payment.declineCode = u"do_not_honor"_s;
}

/// One more refund, or an older one comes to its end.
void RandomSales::refund(Payment &payment)
{
    const Currency currency = payment.amount.currency();
    qint64 left = payment.amount.minorUnits();
    for (Refund &refund : payment.refunds) {
        if (refund.status == "pending"_L1 && oneIn(2))
            refund.status = oneIn(3) ? u"failed"_s : u"succeeded"_s;
        left -= refund.amount.minorUnits();
    }
    if (left > 0 && oneIn(2))
        payment.refunds += Refund{.id = u"re_%1"_s.arg(m_random(), 8, 16, QChar(u'0')),
            .amount = Money(1 + below(int(left)), currency),
            .reason = oneIn(3) ? text() : reasons.at(below(3)),
            .status = oneIn(2) ? u"pending"_s : u"succeeded"_s,
            .createdAt = oneIn(8) ? QDateTime() : time()};
    qint64 refunded = 0;
    for (const Refund &refund : payment.refunds)
        refunded += refund.status == "succeeded"_L1 ? refund.amount.minorUnits() : 0;
    payment.refundedAmount = Money(refunded, currency);
}

/// What makes an answer a new one is its bytes.
void RandomSales::touch(Payment &payment)
{
    payment.raw = "{\"answer\":" + QByteArray::number(++m_answers) + "}";
}

} // namespace samples
