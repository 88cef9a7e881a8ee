// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace paydesk {

/// The status of a payment as the service names it. A word this program does not know is kept as it is
/// and treated as not final.
class PaymentStatus
{
public:
    enum Value { Pending, RequiresAction, Succeeded, Failed, Expired, Canceled, Other };

    PaymentStatus() = default;
    PaymentStatus(Value value);

    /// Reads the service's word. An older generation's "refunded" means succeeded and fully refunded.
    static PaymentStatus fromWire(const QString &word);
    /// The service's word, verbatim for Other.
    QString toWire() const;

    Value value() const { return m_value; }
    /// Final: the service will never report another status for this payment.
    bool isFinal() const;
    /// Whether the service may truthfully report `next` after this. A final status becomes only itself.
    bool canBecome(const PaymentStatus &next) const;

    friend bool operator==(const PaymentStatus &, const PaymentStatus &) = default;

private:
    Value m_value = Pending;
    QString m_otherWord;
};

} // namespace paydesk
