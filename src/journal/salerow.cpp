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
    StartedMs = 3,
    Amount = 4,
    CurrencyCode = 5,
    OutcomeWord = 6,
    NeedsReview = 8,
    CreateAmbiguous = 9,
    RequestId = 14,
    Problem = 15,
    Description = 16,
    MetadataPairs = 17,
    ReturnUrl = 18,
    IdempotencyKey = 19,
    KeyFingerprint = 20,
    RequestBody = 21,
    PaymentFacts = 22,
    PaymentRaw = 23,
    SentAt = 24,
    Others = 25,
    Refunds = 26,
    Searched = 27,
    Reviewed = 28,
};

constexpr Column table[] = {
    {"row_id", false, false},
    {"attempt_id", true, false},
    {"payment_id", true, true},
    {"started_ms", false, false},
    {"amount", false, false},
    {"currency", true, false},
    {"outcome", true, true},
    {"settled", false, true},
    {"needs_review", false, true},
    {"create_ambiguous", false, true},
    {"status", true, true},
    {"card_brand", true, true},
    {"card_last4", true, true},
    {"provider_reference", true, true},
    {"request_id", true, true},
    {"problem", true, true},
    {"description", true, false},
    {"metadata", true, false},
    {"return_url", true, false},
    {"idempotency_key", true, false},
    {"key_fingerprint", true, false},
    {"request_body", false, false},
    {"payment", true, true},
    {"payment_raw", false, true},
    {"sent_at", true, false},
    {"others", true, true},
    {"refunds", true, true},
    {"searched", false, true},
    {"reviewed", false, true},
};
static_assert(std::size(table) == Reviewed + 1);

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

QByteArray wordOf(Outcome outcome)
{
    for (const OutcomeName &name : outcomes) {
        if (name.outcome == outcome)
            return name.word;
    }
    Q_UNREACHABLE();
}

Outcome outcomeIn(const QByteArray &word)
{
    for (const OutcomeName &name : outcomes) {
        if (name.word == word)
            return name.outcome;
    }
    return Outcome::NotKnownYet;
}

QJsonObject objectIn(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QJsonArray arrayIn(const QByteArray &text)
{
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

} // namespace

std::span<const Column> columns()
{
    return table;
}

QVariantList toValues(const SaleRecord &sale)
{
    const Payment payment = sale.payment.value_or(Payment());
    const Card card = payment.card.value_or(Card());
    return {
        sale.rowId,
        sale.attemptId.toByteArray(QUuid::WithoutBraces),
        orNull(payment.id),
        sale.startedAt.toMSecsSinceEpoch(),
        sale.amount.minorUnits(),
        currencyWireCode(sale.amount.currency()).toUtf8(),
        wordOf(sale.outcome),
        int(!needsAttention(sale)),
        int(sale.needsReview),
        int(sale.createAmbiguous),
        sale.payment ? QVariant(payment.status.toWire().toUtf8()) : QVariant(),
        orNull(card.brand),
        orNull(card.last4),
        orNull(payment.providerReference),
        sale.lastRequestId.toUtf8(),
        sale.problem.toUtf8(),
        sale.description.toUtf8(),
        compactJson(metadataToFacts(sale.metadata)),
        sale.returnUrl.toUtf8(),
        sale.idempotencyKey,
        sale.keyFingerprint,
        sale.requestBody,
        sale.payment ? QVariant(compactJson(paymentToFacts(payment))) : QVariant(),
        sale.payment ? QVariant(payment.raw) : QVariant(),
        compactJson(momentToJson(sale.sentAt)),
        compactJson(othersToJson(sale.others)),
        compactJson(refundsToJson(sale.refunds)),
        int(sale.searched),
        int(sale.reviewed),
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
    sale.lastRequestId = row.text(RequestId);
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
