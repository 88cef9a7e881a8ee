// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/protocol.h"

#include <QJsonValue>

#include <array>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

namespace {

constexpr auto typeKey = "type"_L1;
constexpr auto paymentKey = "payment"_L1;
constexpr auto detailKey = "detail"_L1;
constexpr auto showType = "show"_L1;
constexpr auto hideType = "hide"_L1;

constexpr std::array eventTypes = {
    std::pair(PageEvent::Ready, "ready"_L1),
    std::pair(PageEvent::Shown, "shown"_L1),
    std::pair(PageEvent::Loaded, "loaded"_L1),
    std::pair(PageEvent::Returned, "returned"_L1),
    std::pair(PageEvent::Closed, "closed"_L1),
    std::pair(PageEvent::Blocked, "blocked"_L1),
    std::pair(PageEvent::Crashed, "crashed"_L1),
};

/// Reads members one after the other, and remembers whether one was missing or of another type.
class Reader
{
public:
    explicit Reader(const QJsonObject &json)
        : m_json(json)
    {
    }

    QString text(QLatin1String key)
    {
        const QJsonValue value = m_json.value(key);
        m_ok = m_ok && value.isString();
        return value.toString();
    }

    QUrl url(QLatin1String key)
    {
        QUrl url(text(key), QUrl::StrictMode);
        m_ok = m_ok && url.isValid() && !url.isRelative();
        return url;
    }

    bool flag(QLatin1String key)
    {
        const QJsonValue value = m_json.value(key);
        m_ok = m_ok && value.isBool();
        return value.toBool();
    }

    quint32 windowId(QLatin1String key)
    {
        const qint64 id = m_json.value(key).toInteger(-1);
        m_ok = m_ok && id >= 0 && id <= std::numeric_limits<quint32>::max();
        return m_ok ? static_cast<quint32>(id) : 0;
    }

    bool ok() const { return m_ok; }

private:
    const QJsonObject &m_json;
    bool m_ok = true;
};

} // namespace

QJsonObject toJson(const ShowPage &message)
{
    return {{typeKey, showType}, {paymentKey, message.payment},
        {"pageUrl"_L1, message.pageUrl.toString(QUrl::FullyEncoded)},
        {"returnUrl"_L1, message.returnUrl.toString(QUrl::FullyEncoded)}, {"shop"_L1, message.shop},
        {"amount"_L1, message.amount}, {"description"_L1, message.description}, {"live"_L1, message.live},
        {"deskWindow"_L1, static_cast<qint64>(message.deskWindow)}};
}

std::optional<ShowPage> showPageFromJson(const QJsonObject &json)
{
    if (json.value(typeKey) != showType)
        return std::nullopt;
    Reader reader(json);
    ShowPage page{.payment = reader.text(paymentKey),
        .pageUrl = reader.url("pageUrl"_L1),
        .returnUrl = reader.url("returnUrl"_L1),
        .shop = reader.text("shop"_L1),
        .amount = reader.text("amount"_L1),
        .description = reader.text("description"_L1),
        .live = reader.flag("live"_L1),
        .deskWindow = reader.windowId("deskWindow"_L1)};
    if (!reader.ok() || page.payment.isEmpty())
        return std::nullopt;
    return page;
}

QJsonObject hideMessage(const QString &payment)
{
    return {{typeKey, hideType}, {paymentKey, payment}};
}

std::optional<QString> hideMessageFromJson(const QJsonObject &json)
{
    const QString payment = json.value(paymentKey).toString();
    if (json.value(typeKey) != hideType || payment.isEmpty())
        return std::nullopt;
    return payment;
}

QJsonObject toJson(const PageMessage &message)
{
    QJsonObject json;
    for (const auto &[event, type] : eventTypes) {
        if (event == message.event)
            json.insert(typeKey, type);
    }
    if (!message.payment.isEmpty())
        json.insert(paymentKey, message.payment);
    if (!message.detail.isEmpty())
        json.insert(detailKey, message.detail);
    return json;
}

std::optional<PageMessage> pageMessageFromJson(const QJsonObject &json)
{
    const QString type = json.value(typeKey).toString();
    const QJsonValue payment = json.value(paymentKey);
    const QJsonValue detail = json.value(detailKey);
    for (const auto &[event, name] : eventTypes) {
        if (type != name)
            continue;
        const bool speaksOfPayment = payment.isString() && !payment.toString().isEmpty();
        const bool detailFits = detail.isUndefined() || detail.isString();
        if (speaksOfPayment == (event == PageEvent::Ready) || !detailFits)
            return std::nullopt;
        return PageMessage{event, payment.toString(), detail.toString()};
    }
    return std::nullopt;
}

} // namespace paydesk::checkout
