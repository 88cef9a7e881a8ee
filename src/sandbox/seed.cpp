// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/seed.h"

#include "core/appmetadata.h"
#include "core/uuidv7.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <array>
#include <iterator>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

constexpr int mostPayments = 1'000'000;

/// One payment after the other, each by chance.
class Sower
{
public:
    Sower(const SeedOrder &order, const LedgerRules &rules, qint64 nowMs)
        : m_order(order)
        , m_rules(rules)
        , m_nowMs(nowMs)
        , m_random(order.seed)
        , m_tills{uuid(), uuid(), order.till.isEmpty() ? uuid() : order.till}
    {
    }

    LedgerPayment next()
    {
        const qint64 back
            = m_order.spanSeconds * (m_order.count - 1 - m_made) / std::max(1, m_order.count - 1);
        ++m_made;
        LedgerPayment entry;
        Payment &payment = entry.payment;
        payment.id = u"pay_"_s + uuid();
        payment.created = QDateTime::fromSecsSinceEpoch(m_nowMs / 1000 - back, Qt::UTC);
        payment.amount = Money(100 + m_random.bounded(50'000), currency());
        payment.refundedAmount = Money(0, payment.amount.currency());
        payment.description = u"Order %1"_s.arg(m_made);
        entry.returnUrl = QUrl(u"https://paydesk.invalid/return"_s);
        entry.expiresMs = payment.created.toMSecsSinceEpoch() + m_rules.sessionMs;
        payment.metadata = metadata(payment.created);
        if (isOneOf(2))
            payment.customer
                = Payer{u"guest%1@example.com"_s.arg(m_random.bounded(5000)), u"Zo\u00eb Guest"_s};
        settle(entry);
        if (payment.status == PaymentStatus::Succeeded && isOneOf(20))
            refund(entry);
        return entry;
    }

private:
    bool isOneOf(int cases) { return m_random.bounded(cases) == 0; }
    int percent() { return m_random.bounded(100); }

    QString uuid()
    {
        std::array<quint32, 4> words = {};
        m_random.fillRange(words.data(), words.size());
        return QUuid::fromRfc4122(QByteArrayView(reinterpret_cast<const char *>(words.data()), sizeof words))
            .toString(QUuid::WithoutBraces);
    }

    Currency currency()
    {
        const int chance = percent();
        return chance < 70 ? Currency::Eur : chance < 90 ? Currency::Usd : Currency::Gbp;
    }

    /// As paydesk's tills write it, and as others do.
    Metadata metadata(const QDateTime &created)
    {
        if (isOneOf(10))
            return isOneOf(2) ? Metadata()
                              : Metadata{{u"order"_s, QString::number(m_random.bounded(100'000))}};
        const QUuid attemptId = derivedUuidV7(created, uuid().toLatin1());
        const QString channels[] = {u"counter"_s, u"phone"_s, u"link"_s};
        return {{metadatakey::attemptId, attemptId.toString(QUuid::WithoutBraces)},
            {metadatakey::till, m_tills[size_t(m_random.bounded(int(m_tills.size())))]},
            {metadatakey::channel, channels[m_random.bounded(int(std::size(channels)))]},
            {u"order"_s, QString::number(m_random.bounded(100'000))}};
    }

    void settle(LedgerPayment &entry)
    {
        Payment &payment = entry.payment;
        const int chance = percent();
        const bool isOver = entry.expiresMs <= m_nowMs;
        if (chance >= 94)
            payment.status = chance < 96 ? PaymentStatus::Canceled
                : isOver                 ? PaymentStatus::Expired
                : chance < 98            ? PaymentStatus::RequiresAction
                                         : PaymentStatus::Pending;
        else
            payment.status = chance < 87 ? PaymentStatus::Succeeded : PaymentStatus::Failed;
        if (chance >= 94)
            return;
        payment.card = Card{.brand = isOneOf(3) ? u"mastercard"_s : u"visa"_s,
            .last4 = QString::number(1000 + m_random.bounded(9000)),
            .expiryMonth = 1 + m_random.bounded(12),
            .expiryYear = 2040,
            .country = u"FR"_s};
        payment.providerReference = QString::number(m_random.bounded(1'400'000'000, 1'500'000'000));
        if (payment.status == PaymentStatus::Succeeded) {
            payment.succeededAt = payment.created;
            return;
        }
        payment.failedAt = payment.created;
        payment.declineCode = isOneOf(2) ? u"do_not_honor"_s : u"insufficient_funds"_s;
        payment.declineMessage = declineMessage(payment.declineCode);
    }

    void refund(LedgerPayment &entry)
    {
        Payment &payment = entry.payment;
        const qint64 units = payment.amount.minorUnits();
        const bool inFull = isOneOf(2);
        const bool failed = isOneOf(5);
        const Money amount(inFull ? units : units / 2, payment.amount.currency());
        payment.refunds.append({.id = u"re_"_s + uuid(),
            .amount = amount,
            .reason = u"Returned goods"_s,
            .status = failed ? u"failed"_s : u"succeeded"_s,
            .declineCode = failed ? u"generic_decline"_s : QString(),
            .createdAt = payment.created,
            .updatedAt = payment.created,
            .completedAt = payment.created});
        entry.refundPlans.append(RefundPlan());
        if (failed)
            return;
        payment.refundedAmount = amount;
        if (inFull)
            payment.refundedAt = payment.created;
    }

    const SeedOrder m_order;
    const LedgerRules m_rules;
    const qint64 m_nowMs;
    QRandomGenerator m_random;
    const std::array<QString, 3> m_tills;
    int m_made = 0;
};

} // namespace

Checked<SeedOrder> readSeedOrder(const QByteArray &body)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    SeedOrder order{.count = json[u"count"].toInt()};
    if (order.count < 1 || order.count > mostPayments)
        return invalidParameter(u"count"_s, u"`count` must be between 1 and %1."_s.arg(mostPayments));
    order.seed = quint32(json[u"seed"].toInt(int(order.seed)));
    order.spanSeconds = json[u"span_seconds"].toInteger(order.spanSeconds);
    if (order.spanSeconds < 0)
        return invalidParameter(u"span_seconds"_s, u"`span_seconds` must not be negative."_s);
    order.till = json[u"till"].toString();
    return order;
}

void sow(Ledger &ledger, const SeedOrder &order, qint64 nowMs)
{
    Sower sower(order, ledger.rules(), nowMs);
    for (int i = 0; i < order.count; ++i)
        ledger.restore(sower.next());
}

} // namespace paydesk::sandbox
