// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/salerow.h"

#include "core/jsontext.h"
#include "journal/facts.h"
#include "journal/statement.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace paydesk::journal::salerow {

namespace {

/// Positions in the table below, for reading. What is not named here is derived, for searching.
enum At {
    RowId = 0,
    AttemptId = 1,
    StartedMs = 2,
    Amount = 3,
    CurrencyCode = 4,
    OutcomeWord = 5,
    NeedsReview = 7,
    Reviewed = 8,
    Channel = 9,
    Till = 10,
    Description = 23,
    MetadataPairs = 24,
    RequestIds = 25,
    Problem = 26,
    CreateAmbiguous = 27,
    Searched = 28,
    SentAt = 29,
    ReturnUrl = 30,
    IdempotencyKey = 31,
    KeyFingerprint = 32,
    RequestBody = 33,
    Others = 34,
    Refunds = 35,
    PaymentFacts = 36,
    PaymentRaw = 37,
};

constexpr Column table[] = {
    {"row_id", false, false},
    {"attempt_id", true, false},
    {"started_ms", false, false},
    {"amount", false, false},
    {"currency", true, false},
    {"outcome", true, true},
    {"settled", false, true},
    {"needs_review", false, true},
    {"reviewed", false, true},
    {"channel", true, false},
    {"till", true, false},
    {"paid", false, true},
    {"refunded", false, true},
    {"card_brand", true, true},
    {"card_last4", true, true},
    {"succeeded_ms", false, true},
    {"refund_ms", false, true},
    {"payment_id", true, true},
    {"provider_reference", true, true},
    {"status", true, true},
    {"customer_email", true, true},
    {"customer_name", true, true},
    {"decline_code", true, true},
    {"description", true, false},
    {"metadata", true, false},
    {"request_ids", true, true},
    {"problem", true, true},
    {"create_ambiguous", false, true},
    {"searched", false, true},
    {"sent_at", true, false},
    {"return_url", true, false},
    {"idempotency_key", true, false},
    {"key_fingerprint", true, false},
    {"request_body", false, false},
    {"others", true, true},
    {"refunds", true, true},
    {"payment", true, true},
    {"payment_raw", false, true},
};
static_assert(std::size(table) == PaymentRaw + 1);

constexpr QChar idSeparator = u'\n'; ///< an id has none: it came as the value of a header

struct OutcomeName
{
    Outcome outcome;
    const char *word; ///< in the file, so it never changes
};

constexpr OutcomeName outcomes[] = {
    {Outcome::InProgress, "in_progress"},
    {Outcome::Paid, "paid"},
    {Outcome::Declined, "declined"},
    {Outcome::Canceled, "canceled"},
    {Outcome::Expired, "expired"},
    {Outcome::NotKnownYet, "not_known_yet"},
    {Outcome::NotCreated, "not_created"},
};

constexpr qsizetype emptyJson = 2; ///< "{}" and "[]": most sales have several, and lists of them are read

QJsonObject objectIn(const QByteArray &text)
{
    if (text.size() <= emptyJson)
        return {};
    return QJsonDocument::fromJson(text).object();
}

QJsonArray arrayIn(const QByteArray &text)
{
    if (text.size() <= emptyJson)
        return {};
    return QJsonDocument::fromJson(text).array();
}

/// With the answer's own bytes, by which a later answer is compared.
QJsonArray othersToJson(const QList<Payment> &others)
{
    QJsonArray json;
    for (const Payment &other : others) {
        QJsonObject facts = paymentToFacts(other);
        facts.insert(u"raw"_s, QString::fromUtf8(other.raw));
        json.append(facts);
    }
    return json;
}

QList<Payment> othersFromJson(const QJsonArray &json)
{
    QList<Payment> others;
    for (const QJsonValue entry : json) {
        if (const auto other = paymentFromFacts(entry.toObject(), entry[u"raw"].toString().toUtf8()))
            others.append(*other);
    }
    return others;
}

QJsonArray refundsToJson(const QList<RefundRecord> &refunds)
{
    QJsonArray json;
    for (const RefundRecord &refund : refunds)
        json.append(refundRecordToJson(refund));
    return json;
}

QList<RefundRecord> refundsFromJson(const QJsonArray &json)
{
    QList<RefundRecord> refunds;
    for (const QJsonValue entry : json)
        refunds.append(refundRecordFromJson(entry.toObject()));
    return refunds;
}

/// NULL where there is no payment, and no such thing in it.
QVariant orNull(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text.toUtf8());
}

/// Unix milliseconds.
QVariant orNull(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

} // namespace

QByteArray wordOf(Outcome outcome)
{
    for (const OutcomeName &name : outcomes) {
        if (name.outcome == outcome)
            return name.word;
    }
    Q_UNREACHABLE();
}

Outcome outcomeIn(QByteArrayView word)
{
    for (const OutcomeName &name : outcomes) {
        if (name.word == word)
            return name.outcome;
    }
    return Outcome::NotKnownYet;
}

std::span<const Column> columns()
{
    return table;
}

QVariantList toValues(const SaleRecord &sale)
{
    const Payment payment = sale.payment.value_or(Payment());
    const Card card = payment.card.value_or(Card());
    const Payer customer = payment.customer.value_or(Payer());
    return {
        sale.rowId,
        sale.attemptId.toByteArray(QUuid::WithoutBraces),
        sale.startedAt.toMSecsSinceEpoch(),
        sale.amount.minorUnits(),
        currencyWireCode(sale.amount.currency()).toUtf8(),
        wordOf(sale.outcome),
        int(!needsAttention(sale)),
        int(sale.needsReview),
        int(sale.reviewed),
        sale.channel.toUtf8(),
        sale.till.toUtf8(),
        paidAmount(sale).minorUnits(),
        refundedAmount(sale).minorUnits(),
        orNull(card.brand),
        orNull(card.last4),
        orNull(payment.succeededAt),
        orNull(newestRefund(sale)),
        orNull(payment.id),
        orNull(payment.providerReference),
        sale.payment ? QVariant(payment.status.toWire().toUtf8()) : QVariant(),
        orNull(customer.email),
        orNull(customer.name),
        orNull(payment.declineCode),
        sale.description.toUtf8(),
        compactJson(metadataToFacts(sale.metadata)),
        sale.requestIds.join(idSeparator).toUtf8(),
        sale.problem.toUtf8(),
        int(sale.createAmbiguous),
        int(sale.searched),
        compactJson(momentToJson(sale.sentAt)),
        sale.returnUrl.toUtf8(),
        sale.idempotencyKey,
        sale.keyFingerprint,
        sale.requestBody,
        compactJson(othersToJson(sale.others)),
        compactJson(refundsToJson(sale.refunds)),
        sale.payment ? QVariant(compactJson(paymentToFacts(payment))) : QVariant(),
        sale.payment ? QVariant(payment.raw) : QVariant(),
    };
}

SaleRecord fromRow(const Statement &row)
{
    SaleRecord sale;
    sale.rowId = row.integer(RowId);
    sale.attemptId = QUuid::fromString(row.text(AttemptId));
    sale.startedAt = QDateTime::fromMSecsSinceEpoch(row.integer(StartedMs), Qt::UTC);
    sale.amount
        = Money(row.integer(Amount), currencyFromWireCode(row.text(CurrencyCode)).value_or(Currency::Eur));
    sale.outcome = outcomeIn(row.bytes(OutcomeWord));
    sale.needsReview = row.integer(NeedsReview) != 0;
    sale.createAmbiguous = row.integer(CreateAmbiguous) != 0;
    sale.channel = row.text(Channel);
    sale.till = row.text(Till);
    sale.requestIds = row.text(RequestIds).split(idSeparator, Qt::SkipEmptyParts);
    sale.problem = row.text(Problem);
    sale.description = row.text(Description);
    sale.metadata = metadataFromFacts(objectIn(row.bytes(MetadataPairs)));
    sale.returnUrl = row.text(ReturnUrl);
    sale.idempotencyKey = row.bytes(IdempotencyKey);
    sale.keyFingerprint = row.bytes(KeyFingerprint);
    sale.requestBody = row.bytes(RequestBody);
    if (!row.isNull(PaymentFacts))
        sale.payment = paymentFromFacts(objectIn(row.bytes(PaymentFacts)), row.bytes(PaymentRaw));
    sale.sentAt = momentFromJson(objectIn(row.bytes(SentAt)));
    sale.others = othersFromJson(arrayIn(row.bytes(Others)));
    sale.refunds = refundsFromJson(arrayIn(row.bytes(Refunds)));
    sale.searched = row.integer(Searched) != 0;
    sale.reviewed = row.integer(Reviewed) != 0;
    return sale;
}

QString selectList()
{
    QStringList list;
    for (const Column &column : table)
        list += (column.isText ? u"CAST(%1 AS BLOB)"_s : u"%1"_s).arg(QLatin1StringView(column.name));
    return list.join(u", "_s);
}

} // namespace paydesk::journal::salerow
