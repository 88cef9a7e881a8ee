// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/wire.h"

#include "core/jsontext.h"
#include "flowlix/duplicatemember.h"
#include "flowlix/errors.h"
#include "flowlix/jsonreader.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::flowlix {

namespace {

constexpr QLatin1StringView moneyMembers[] = {"id"_L1, "amount"_L1, "currency"_L1, "status"_L1,
    "refunded_amount"_L1, "refunds"_L1, "data"_L1, "has_more"_L1};

/// The body as an object, or why it is none.
Result<QJsonObject> readBody(const QByteArray &body)
{
    const QByteArray text = withMarksEscaped(body);
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(text, &parse);
    if (parse.error != QJsonParseError::NoError)
        return badAnswer(
            u"no JSON: %1 at byte %2 of %3"_s.arg(parse.errorString()).arg(parse.offset).arg(body.size()));
    if (!document.isObject())
        return badAnswer(u"not a JSON object"_s);
    const QLatin1StringView duplicate = duplicateMember(text, moneyMembers);
    if (!duplicate.isEmpty())
        return badAnswer(u"%1 is there twice"_s.arg(duplicate));
    return document.object();
}

std::optional<Card> readCard(const std::optional<QJsonObject> &object)
{
    if (!object)
        return {};
    const JsonReader reader(*object, u"card"_s);
    return Card{.brand = reader.text("brand"_L1),
        .last4 = reader.text("last4"_L1),
        .expiryMonth = reader.number("exp_month"_L1),
        .expiryYear = reader.number("exp_year"_L1),
        .country = reader.text("country"_L1)};
}

std::optional<Payer> readPayer(const std::optional<QJsonObject> &object)
{
    if (!object)
        return {};
    const JsonReader reader(*object, u"customer"_s);
    return Payer{.email = reader.text("email"_L1), .name = reader.text("name"_L1)};
}

Metadata readMetadata(const std::optional<QJsonObject> &object)
{
    Metadata metadata;
    if (!object)
        return metadata;
    for (auto it = object->constBegin(); it != object->constEnd(); ++it) {
        if (it.value().isString())
            metadata.insert(it.key(), it.value().toString());
    }
    return metadata;
}

/// The provider's reference, under the first of the names that the sources give it.
QString readProviderReference(const JsonReader &reader)
{
    for (const QLatin1StringView name :
        {"provider_payment_id"_L1, "provider_reference"_L1, "psp_reference"_L1}) {
        QString reference = reader.text(name);
        if (!reference.isEmpty())
            return reference;
    }
    return {};
}

Result<Refund> readRefund(const QJsonValue &value, Currency currency, const QString &where)
{
    JsonReader reader(value.toObject(), where);
    const QString currencyWord = reader.text("currency"_L1);
    if (!currencyWord.isEmpty() && currencyWord != currencyWireCode(currency))
        reader.fail(u"currency is not the payment's"_s);
    const Refund refund = {.id = reader.requiredText("id"_L1),
        .amount = Money(reader.requiredUnits("amount"_L1), currency),
        .reason = reader.text("reason"_L1),
        .status = reader.requiredText("status"_L1),
        .declineCode = reader.text("decline_code"_L1),
        .declineMessage = reader.text("decline_message"_L1),
        .providerRefundId = reader.text("provider_refund_id"_L1),
        .createdAt = reader.time("created_at"_L1),
        .updatedAt = reader.time("updated_at"_L1),
        .completedAt = reader.time("completed_at"_L1)};
    if (!reader.problem().isEmpty())
        return badAnswer(reader.problem());
    return refund;
}

/// A refund that is there twice is not known to be the one or the other.
bool holds(const QList<Refund> &refunds, const QString &id)
{
    return std::any_of(
        refunds.cbegin(), refunds.cend(), [&id](const Refund &refund) { return refund.id == id; });
}

Result<Payment> readPayment(const QJsonObject &object, const QByteArray &raw, const QString &where)
{
    JsonReader reader(object, where);
    Payment payment;
    payment.id = reader.requiredText("id"_L1);
    if (!isPaymentId(payment.id))
        reader.fail(u"id is not a payment's"_s);
    const std::optional<Currency> currency = currencyFromWireCode(reader.requiredText("currency"_L1));
    if (!currency)
        reader.fail(u"currency is not known"_s);
    payment.amount = Money(reader.requiredUnits("amount"_L1), currency.value_or(Currency::Eur));
    payment.refundedAmount = Money(reader.unitsOrZero("refunded_amount"_L1), payment.amount.currency());
    payment.status = PaymentStatus::fromWire(reader.requiredText("status"_L1));
    const QJsonArray refunds = reader.arrayOrEmpty("refunds"_L1);
    if (!reader.problem().isEmpty())
        return badAnswer(reader.problem());
    for (qsizetype i = 0; i < refunds.size(); ++i) {
        const Result<Refund> refund
            = readRefund(refunds.at(i), payment.amount.currency(), u"%1.refunds[%2]"_s.arg(where).arg(i));
        if (!refund)
            return refund.error();
        if (holds(payment.refunds, refund->id))
            return badAnswer(u"%1: two refunds are %2"_s.arg(where, refund->id));
        payment.refunds.append(*refund);
    }

    payment.created = reader.time("created"_L1);
    payment.livemode = reader.flag("livemode"_L1);
    payment.description = reader.text("description"_L1);
    payment.card = readCard(reader.object("card"_L1));
    payment.customer = readPayer(reader.object("customer"_L1));
    payment.metadata = readMetadata(reader.object("metadata"_L1));
    payment.declineCode = reader.text("decline_code"_L1);
    payment.declineMessage = reader.text("decline_message"_L1);
    payment.pageUrl = reader.url("redirect_url"_L1);
    payment.nextActionUrl
        = JsonReader(reader.object("next_action"_L1).value_or(QJsonObject()), where).url("redirect_url"_L1);
    payment.succeededAt = reader.time("succeeded_at"_L1);
    payment.failedAt = reader.time("failed_at"_L1);
    payment.refundedAt = reader.time("refunded_at"_L1);
    payment.providerReference = readProviderReference(reader);
    payment.raw = raw;
    return payment;
}

} // namespace

bool isPaymentId(const QString &text)
{
    static const QRegularExpression pattern(
        u"\\Apay_[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\z"_s);
    return pattern.match(text).hasMatch();
}

QByteArray encodeCreate(const ChargeRequest &request)
{
    QJsonObject object = {{u"amount"_s, request.amount.minorUnits()},
        {u"currency"_s, currencyWireCode(request.amount.currency())},
        {u"redirect_url"_s, request.returnUrl.toString(QUrl::FullyEncoded)}};
    if (!request.description.isEmpty())
        object.insert("description"_L1, request.description);
    if (!request.metadata.isEmpty()) {
        QJsonObject metadata;
        for (auto it = request.metadata.cbegin(); it != request.metadata.cend(); ++it)
            metadata.insert(it.key(), it.value());
        object.insert("metadata"_L1, metadata);
    }
    return compactJson(object);
}

QByteArray encodeRefund(const QString &reason, std::optional<Money> amount)
{
    QJsonObject object = {{u"reason"_s, reason}};
    if (amount)
        object.insert("amount"_L1, amount->minorUnits());
    return compactJson(object);
}

Result<Payment> decodePayment(const QByteArray &body)
{
    const Result<QJsonObject> object = readBody(body);
    return object ? readPayment(*object, body, u"payment"_s) : object.error();
}

Result<PaymentPage> decodePaymentPage(const QByteArray &body)
{
    const Result<QJsonObject> object = readBody(body);
    if (!object)
        return object.error();
    JsonReader reader(*object, u"list"_s);
    // Strict here as well: taking a page for the last one could make a payment look as if it did not exist.
    PaymentPage page = {.payments = {}, .hasMore = reader.requiredFlag("has_more"_L1)};
    const QJsonArray data = reader.requiredArray("data"_L1);
    if (!reader.problem().isEmpty())
        return badAnswer(reader.problem());
    for (qsizetype i = 0; i < data.size(); ++i) {
        const QJsonObject entry = data.at(i).toObject();
        const Result<Payment> payment = readPayment(entry, compactJson(entry), u"data[%1]"_s.arg(i));
        if (!payment)
            return payment.error();
        page.payments.append(*payment);
    }
    return page;
}

} // namespace paydesk::flowlix
