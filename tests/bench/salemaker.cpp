// SPDX-License-Identifier: GPL-3.0-or-later
#include "salemaker.h"

#include "core/appmetadata.h"

#include <array>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr std::array words = {u"concert", u"ticket", u"dinner", u"seminar", u"weekend", u"voucher",
    u"deposit", u"repair", u"bicycle", u"invoice", u"breakfast", u"parking", u"massage", u"delivery",
    u"flowers", u"theatre", u"guided tour", u"surcharge", u"museum", u"wine tasting", u"conference",
    u"hotel room", u"late checkout", u"minibar", u"sauna", u"boat hire", u"locker", u"course fee",
    u"membership", u"catalogue"};
constexpr std::array firstNames
    = {u"Anna", u"Zo\u00eb", u"J\u00fcrgen", u"Maria", u"Omar", u"Chlo\u00e9", u"Piotr", u"Ingrid",
        u"Tom\u00e1s", u"Leila", u"Hans", u"Aoife", u"Mehmet", u"Sofia", u"Bj\u00f6rn", u"Nadia"};
constexpr std::array lastNames
    = {u"M\u00fcller", u"Rossi", u"Kowalska", u"Garc\u00eda", u"Novak", u"Jensen", u"Silva", u"Dubois",
        u"Haddad", u"O'Brien", u"Y\u0131lmaz", u"Horv\u00e1th", u"Schmidt", u"Larsen", u"Petrov", u"Bianchi"};
constexpr std::array mailNames = {u"muller", u"rossi", u"kowalska", u"garcia", u"novak", u"jensen", u"silva",
    u"dubois", u"haddad", u"obrien", u"yilmaz", u"horvath", u"schmidt", u"larsen", u"petrov", u"bianchi"};
constexpr std::array brands = {u"visa", u"mastercard", u"amex"};
constexpr std::array countries = {u"DE", u"FR", u"GB", u"US", u"IT", u"PL"};
constexpr std::array tills = {u"0190aaaa-0000-7000-8000-000000000001",
    u"0190aaaa-0000-7000-8000-000000000002", u"0190aaaa-0000-7000-8000-000000000003"};
constexpr std::array declines
    = {u"insufficient_funds", u"do_not_honor", u"expired_card", u"authentication_failed"};
constexpr std::array reasons = {u"Guest did not come", u"Charged twice", u"Goodwill", u"Wrong amount"};

constexpr quint64 seed = 20'261'122;
constexpr int newestThatMayBeOpen = 12; ///< a till asks about its open payments, and there are never many
constexpr qint64 dayMs = 86'400'000;
constexpr qint64 opensMs = 8 * 3'600'000;
constexpr qint64 openMs = 12 * 3'600'000;

template <typename List> QString textOf(const List &list, quint64 at)
{
    return QStringView(list[at]).toString();
}

/// Not the service's own spelling, but as long, and as unlike the projection's.
QByteArray rawOf(const Payment &payment)
{
    return R"({"id":")" + payment.id.toUtf8() + R"(","object":"payment","amount":)"
        + QByteArray::number(payment.amount.minorUnits()) + R"(,"currency":")"
        + currencyWireCode(payment.amount.currency()).toUtf8() + R"(","status":")"
        + payment.status.toWire().toUtf8() + R"(","created":)"
        + QByteArray::number(payment.created.toSecsSinceEpoch()) + R"(,"livemode":false,"description":")"
        + payment.description.toUtf8() + R"(","provider_reference":")" + payment.providerReference.toUtf8()
        + R"(","refunded_amount":)" + QByteArray::number(payment.refundedAmount.minorUnits()) + "}";
}

} // namespace

SaleMaker::SaleMaker(qint64 count, const QDateTime &until)
    : m_random(seed)
    , m_count(count)
    , m_until(until)
{
}

QString SaleMaker::commonTerm()
{
    return u"concert"_s;
}

QString SaleMaker::rareTerm()
{
    return u"petrov123@"_s;
}

SaleMaker::Sale SaleMaker::next()
{
    // As many each day, between opening and closing.
    const double days = years * 365.0 * double(m_made) / double(m_count);
    const qint64 day = qint64(days);
    const QDateTime time
        = m_until.addMSecs((day - years * 365 - 1) * dayMs + opensMs + qint64((days - double(day)) * openMs));
    ++m_made;

    Sale sale{.attemptId = attemptAt(time), .requestId = u"req_"_s + hex(16), .payment = {}};
    Payment &payment = sale.payment;
    payment.id = u"pay_"_s + attemptAt(time).toString(QUuid::WithoutBraces);
    const Currency currency = oneIn(8) ? Currency::Usd : oneIn(10) ? Currency::Gbp : Currency::Eur;
    payment.amount = Money(qint64(100 + below(500) * below(100)), currency);
    payment.refundedAmount = Money(0, currency);
    payment.created = time.addSecs(1);
    payment.description = description();
    payment.metadata = {{metadatakey::attemptId, sale.attemptId.toString(QUuid::WithoutBraces)},
        {metadatakey::till, textOf(tills, below(tills.size()))},
        {metadatakey::channel, oneIn(4) ? u"phone"_s : u"counter"_s},
        {u"order"_s, QString::number(100'000 + m_made)}, {u"room"_s, QString::number(1 + below(400))}};
    settle(payment);
    payment.raw = rawOf(payment);
    return sale;
}

quint64 SaleMaker::below(quint64 limit)
{
    return m_random() % limit;
}

QString SaleMaker::hex(int characters)
{
    return QString::number(m_random(), 16).rightJustified(characters, u'0');
}

/// Version 7: its time, then chance.
QUuid SaleMaker::attemptAt(const QDateTime &time)
{
    const quint64 ms = quint64(time.toMSecsSinceEpoch());
    const quint64 chance = m_random();
    return QUuid(uint(ms >> 16), ushort(ms), ushort(0x7000 | (chance & 0xfff)),
        uchar(0x80 | (chance >> 12 & 0x3f)), uchar(chance >> 18), uchar(chance >> 26), uchar(chance >> 34),
        uchar(chance >> 42), uchar(chance >> 50), uchar(m_random()), uchar(m_random()));
}

QString SaleMaker::description()
{
    QString text = textOf(words, below(words.size()));
    for (quint64 more = 1 + below(3); more > 0; --more)
        text += u' ' + textOf(words, below(words.size()));
    return text + u' ' + QString::number(below(10'000));
}

void SaleMaker::settle(Payment &payment)
{
    const quint64 lot = below(100);
    if (m_made > m_count - newestThatMayBeOpen && lot < 30)
        return;
    payment.status = lot < 85 ? PaymentStatus::Succeeded
        : lot < 92            ? PaymentStatus::Failed
        : lot < 96            ? PaymentStatus::Canceled
                              : PaymentStatus::Expired;
    if (payment.status == PaymentStatus::Canceled || payment.status == PaymentStatus::Expired)
        return;
    const quint64 name = below(lastNames.size());
    payment.card = Card{.brand = textOf(brands, below(brands.size())),
        .last4 = QString::number(1'000 + below(9'000)),
        .expiryMonth = int(1 + below(12)),
        .expiryYear = int(2027 + below(5)),
        .country = textOf(countries, below(countries.size()))};
    payment.customer
        = Payer{.email = textOf(mailNames, name) + QString::number(below(1'000)) + u"@example.com"_s,
            .name = textOf(firstNames, below(firstNames.size())) + u' ' + textOf(lastNames, name)};
    payment.providerReference = QString::number(1'000'000'000 + below(1'000'000'000));
    if (payment.status == PaymentStatus::Failed) {
        payment.declineCode = textOf(declines, below(declines.size()));
        payment.failedAt = payment.created.addSecs(60);
        return;
    }
    payment.succeededAt = payment.created.addSecs(45);
    if (oneIn(20))
        refund(payment);
}

void SaleMaker::refund(Payment &payment)
{
    const bool whole = oneIn(2);
    const Money amount(whole ? payment.amount.minorUnits() : (payment.amount.minorUnits() + 1) / 2,
        payment.amount.currency());
    const QDateTime made = payment.created.addSecs(3'600);
    payment.refunds = {{.id = u"re_"_s + hex(16),
        .amount = amount,
        .reason = textOf(reasons, below(reasons.size())),
        .status = u"succeeded"_s,
        .createdAt = made,
        .updatedAt = made,
        .completedAt = made}};
    payment.refundedAmount = amount;
    if (whole)
        payment.refundedAt = made;
}

} // namespace paydesk::bench
