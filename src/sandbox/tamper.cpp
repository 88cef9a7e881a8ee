// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/tamper.h"

#include "core/appmetadata.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

QString otherUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// Writes the value of the first member of this name anew, also as no JSON library would. For members that a
/// payment has before any object or array with one of the same name; the service writes them sorted, without
/// spaces.
template <typename Write> QByteArray withValue(QByteArray body, const QByteArray &name, Write write)
{
    const QByteArray member = '"' + name + "\":";
    const qsizetype found = body.indexOf(member);
    if (found < 0)
        return body;
    const qsizetype begin = found + member.size();
    qsizetype end = begin;
    while (end < body.size() && body[end] != ',' && body[end] != '}')
        ++end;
    return body.replace(begin, end - begin, write(body.mid(begin, end - begin)));
}

QByteArray withAmount(const QByteArray &body, const QByteArray &amount)
{
    return withValue(body, "amount", [&](const QByteArray &) { return amount; });
}

/// A second member of the same name behind the first: whoever reads on takes this one.
QByteArray withSecond(const QByteArray &body, const QByteArray &name, const QByteArray &value)
{
    return withValue(
        body, name, [&](const QByteArray &first) { return first + ",\"" + name + "\":" + value; });
}

QByteArray withAmountPlus(const QByteArray &body, qint64 units)
{
    return withValue(body, "amount",
        [units](const QByteArray &amount) { return QByteArray::number(amount.toLongLong() + units); });
}

QByteArray withOtherCurrency(const QByteArray &body)
{
    return withValue(body, "currency", [](const QByteArray &currency) -> QByteArray {
        return currency == "\"eur\"" ? "\"usd\"" : "\"eur\"";
    });
}

/// Changes the payment that the body is, or the first of the list that it is.
template <typename Change> QByteArray withPayment(const QByteArray &body, Change change)
{
    QJsonObject json = QJsonDocument::fromJson(body).object();
    QJsonArray list = json.value(u"data"_s).toArray(); // operator[] would add it
    QJsonObject payment = list.isEmpty() ? json : list.first().toObject();
    if (!payment.contains(u"amount"_s))
        return body;
    change(payment);
    if (list.isEmpty())
        return compact(payment);
    list[0] = payment;
    json[u"data"_s] = list;
    return compact(json);
}

void giveWrongTypes(QJsonObject &payment)
{
    payment[u"amount"_s] = QString::number(payment[u"amount"].toInteger());
    payment[u"status"_s] = 1;
}

void giveOtherAttempt(QJsonObject &payment)
{
    QJsonObject metadata = payment[u"metadata"].toObject();
    metadata[metadatakey::attemptId] = otherUuid();
    payment[u"metadata"_s] = metadata;
}

void makePending(QJsonObject &payment)
{
    payment[u"status"_s] = u"pending"_s;
    for (const QString &name :
        {u"card"_s, u"succeeded_at"_s, u"failed_at"_s, u"decline_code"_s, u"decline_message"_s})
        payment[name] = QJsonValue();
}

QByteArray withHalfThePage(const QByteArray &body)
{
    QJsonObject json = QJsonDocument::fromJson(body).object();
    if (!json.contains(u"has_more"_s))
        return body;
    QJsonArray list = json.value(u"data"_s).toArray();
    for (qsizetype left = list.size() / 2; list.size() > left;)
        list.removeLast();
    json[u"data"_s] = list;
    json[u"has_more"_s] = true;
    return compact(json);
}

} // namespace

QByteArray tamperedBody(const Fault &fault, const QByteArray &body)
{
    switch (fault.kind) {
    case FaultKind::WrongType:
        return withPayment(body, giveWrongTypes);
    case FaultKind::DuplicateAmount:
        return withSecond(body, "amount", "1");
    case FaultKind::DuplicateId:
        return withSecond(body, "id", "\"pay_" + otherUuid().toLatin1() + '"');
    case FaultKind::NanAmount:
        return withAmount(body, "NaN");
    case FaultKind::HugeAmount:
        return withAmount(body, "9223372036854775808"); // 2^63: one more than fits
    case FaultKind::OtherAmount:
        return withAmountPlus(body, fault.value);
    case FaultKind::OtherCurrency:
        return withOtherCurrency(body);
    case FaultKind::OtherAttempt:
        return withPayment(body, giveOtherAttempt);
    case FaultKind::PendingAgain:
        return withPayment(body, makePending);
    case FaultKind::ShortPage:
        return withHalfThePage(body);
    default:
        return body;
    }
}

} // namespace paydesk::sandbox
