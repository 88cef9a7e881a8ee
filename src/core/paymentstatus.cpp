// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paymentstatus.h"

#include <array>

using namespace Qt::StringLiterals;

namespace paydesk {

namespace {

constexpr std::array<QStringView, 6> words
    = {u"pending", u"requires_action", u"succeeded", u"failed", u"expired", u"canceled"};

} // namespace

PaymentStatus::PaymentStatus(Value value)
    : m_value(value)
{
    Q_ASSERT(value != Other);
}

PaymentStatus PaymentStatus::fromWire(const QString &word)
{
    for (size_t i = 0; i < words.size(); ++i) {
        if (word == words[i])
            return static_cast<Value>(i);
    }
    if (word == "refunded"_L1)
        return Succeeded;
    PaymentStatus status;
    status.m_value = Other;
    status.m_otherWord = word;
    return status;
}

QString PaymentStatus::toWire() const
{
    return m_value == Other ? m_otherWord : words[m_value].toString();
}

bool PaymentStatus::isFinal() const
{
    return m_value == Succeeded || m_value == Failed || m_value == Expired || m_value == Canceled;
}

bool PaymentStatus::canBecome(const PaymentStatus &next) const
{
    return !isFinal() || *this == next;
}

} // namespace paydesk
