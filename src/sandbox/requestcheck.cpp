// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/requestcheck.h"

#include "core/chargerequest.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

constexpr int maximumReasonLength = 50;
constexpr qsizetype maximumUrlLength = 2048;

/// Reads members one after the other and remembers the first thing that is wrong.
class Reader
{
public:
    explicit Reader(const QByteArray &body)
    {
        QJsonParseError problem;
        const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
        if (!document.isObject())
            fail({.status = 400,
                .type = u"invalid_request_error"_s,
                .code = u"body_invalid"_s,
                .message = u"The body is not a JSON object: "_s + problem.errorString()});
        m_object = document.object();
    }

    const std::optional<ApiError> &error() const { return m_error; }
    QJsonValue value(const QString &name) const { return m_object.value(name); }
    bool has(const QString &name) const { return !value(name).isNull() && !value(name).isUndefined(); }

    void fail(const ApiError &error)
    {
        if (!m_error)
            m_error = error;
    }

    void refuse(const QString &param, const QString &message) { fail(invalidParameter(param, message)); }

    bool require(const QString &name)
    {
        if (!has(name))
            fail(missingParameter(name));
        return has(name);
    }

    /// Minor units, at least one. Zero where there is none.
    qint64 amount(const QString &name)
    {
        const QJsonValue json = value(name);
        const qint64 units = json.isDouble() ? json.toInteger(0) : 0;
        if (has(name) && units < 1)
            refuse(name, u"`%1` must be an integer of at least 1."_s.arg(name));
        return units;
    }

    QString text(const QString &name, qsizetype maximum)
    {
        if (!has(name))
            return {};
        if (!value(name).isString() || characterCount(value(name).toString()) > maximum)
            refuse(name, u"`%1` must be a string of at most %2 characters."_s.arg(name).arg(maximum));
        return value(name).toString();
    }

private:
    QJsonObject m_object;
    std::optional<ApiError> m_error;
};

std::optional<Currency> readCurrency(Reader &reader)
{
    if (!reader.require(u"currency"_s))
        return std::nullopt;
    const std::optional<Currency> currency = currencyFromWireCode(reader.value(u"currency"_s).toString());
    if (!currency)
        reader.refuse(u"currency"_s, u"`currency` must be one of eur, usd, gbp, in lower case."_s);
    return currency;
}

QUrl readReturnUrl(Reader &reader)
{
    const QString name = u"redirect_url"_s;
    if (!reader.require(name))
        return {};
    QUrl url(reader.text(name, maximumUrlLength), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1))
        reader.refuse(name, u"`redirect_url` must be an absolute http or https URL."_s);
    return url;
}

Metadata readMetadata(Reader &reader)
{
    Metadata metadata;
    if (!reader.has(u"metadata"_s))
        return metadata;
    if (!reader.value(u"metadata"_s).isObject()) {
        reader.refuse(u"metadata"_s, u"`metadata` must be an object."_s);
        return metadata;
    }
    const QJsonObject pairs = reader.value(u"metadata"_s).toObject();
    if (pairs.size() > maximumMetadataPairs)
        reader.refuse(u"metadata"_s, u"`metadata` has more than %1 keys."_s.arg(maximumMetadataPairs));
    for (auto it = pairs.begin(); it != pairs.end(); ++it) {
        if (!it.value().isString() || characterCount(it.value().toString()) > maximumMetadataValueLength)
            reader.refuse(u"metadata[%1]"_s.arg(it.key()),
                u"A metadata value must be a string of at most %1 characters."_s.arg(
                    maximumMetadataValueLength));
        metadata.insert(it.key(), it.value().toString());
    }
    return metadata;
}

std::optional<Payer> readCustomer(Reader &reader)
{
    if (!reader.has(u"customer"_s))
        return std::nullopt;
    static const QRegularExpression anything(u"\\S"_s);
    static const QList<std::pair<QString, QRegularExpression>> members
        = {{u"email"_s, QRegularExpression(u"\\A[^@\\s]+@[^@\\s]+\\z"_s)}, {u"first_name"_s, anything},
            {u"last_name"_s, anything}, {u"country"_s, QRegularExpression(u"\\A[A-Z]{2}\\z"_s)},
            {u"phone"_s, QRegularExpression(u"\\A\\+[0-9][0-9 ().-]{4,24}\\z"_s)}, {u"address"_s, anything},
            {u"city"_s, anything}, {u"zip"_s, anything}};
    const QJsonValue customer = reader.value(u"customer"_s);
    if (!customer.isObject())
        reader.refuse(u"customer"_s, u"`customer` must be an object."_s);
    for (const auto &[name, pattern] : members) {
        const QString param = u"customer[%1]"_s.arg(name);
        if (customer[name].isUndefined() || customer[name].isNull())
            reader.fail(missingParameter(param));
        else if (!pattern.match(customer[name].toString()).hasMatch())
            reader.refuse(param, u"`%1` is not valid."_s.arg(param));
    }
    return Payer{.email = customer[u"email"].toString(),
        .name = customer[u"first_name"].toString() + u' ' + customer[u"last_name"].toString()};
}

/// A query parameter that must be an integer within bounds; empty where it is absent.
Checked<std::optional<qint64>> readNumber(
    const Parameters &query, const QString &name, qint64 least, qint64 most)
{
    if (!query.contains(name))
        return std::optional<qint64>();
    bool ok = false;
    const qint64 number = query.value(name).toLongLong(&ok);
    if (!ok || number < least || number > most)
        return invalidParameter(
            name, u"`%1` must be an integer from %2 to %3."_s.arg(name).arg(least).arg(most));
    return std::optional(number);
}

} // namespace

Checked<NewPayment> readNewPayment(const QByteArray &body)
{
    Reader reader(body);
    NewPayment request;
    reader.require(u"amount"_s);
    const qint64 units = reader.amount(u"amount"_s);
    request.amount = Money(units, readCurrency(reader).value_or(Currency::Eur));
    request.returnUrl = readReturnUrl(reader);
    request.description = reader.text(u"description"_s, maximumDescriptionLength);
    request.metadata = readMetadata(reader);
    request.customer = readCustomer(reader);
    if (reader.error())
        return *reader.error();
    return request;
}

Checked<NewRefund> readNewRefund(const QByteArray &body)
{
    Reader reader(body);
    NewRefund request;
    if (reader.require(u"reason"_s)) {
        request.reason = reader.text(u"reason"_s, maximumReasonLength);
        if (request.reason.trimmed().isEmpty())
            reader.refuse(u"reason"_s, u"`reason` must not be empty."_s);
    }
    if (reader.has(u"amount"_s))
        request.minorUnits = reader.amount(u"amount"_s);
    if (reader.error())
        return *reader.error();
    return request;
}

Checked<ListQuery> readListQuery(const Parameters &query)
{
    constexpr qint64 latest = 253'402'300'799; // the end of the year 9999
    const auto limit = readNumber(query, u"limit"_s, 1, 100);
    const auto from = readNumber(query, u"created[gte]"_s, 0, latest);
    const auto before = readNumber(query, u"created[lt]"_s, 0, latest);
    for (const auto *number : {&limit, &from, &before}) {
        if (const auto *error = std::get_if<ApiError>(number))
            return *error;
    }
    ListQuery list;
    list.limit = static_cast<int>(std::get<0>(limit).value_or(list.limit));
    list.createdFrom = std::get<0>(from);
    list.createdBefore = std::get<0>(before);
    list.startingAfter = query.value(u"starting_after"_s);
    if (query.contains(u"status"_s)) {
        list.status = PaymentStatus::fromWire(query.value(u"status"_s));
        if (list.status->toWire() != query.value(u"status"_s) || list.status->value() == PaymentStatus::Other)
            return invalidParameter(u"status"_s, u"`status` is not one of the contract's."_s);
    }
    return list;
}

} // namespace paydesk::sandbox
