// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"
#include "journal/event.h"

#include <random>

namespace samples {

/// Sales and their further fate by chance, with all that people can type into a text. The same seed gives the
/// same sales.
class RandomSales
{
public:
    explicit RandomSales(quint32 seed)
        : m_random(seed)
    {
    }

    int below(int limit) { return int(m_random() % quint32(limit)); }
    bool oneIn(int limit) { return below(limit) == 0; }
    /// From nothing to several words.
    QString text();

    /// The events that begin a new sale: here, or elsewhere.
    QList<paydesk::journal::Event> begin();
    /// Something that happens to one of the sales that were begun.
    QList<paydesk::journal::Event> goOn();

    /// Every sale begins within these days.
    static QDateTime firstDay();
    static constexpr int days = 60;

private:
    struct Sale
    {
        QUuid id;
        paydesk::Payment payment;
        QStringList others; ///< ids of further payments
    };

    QDateTime time();
    paydesk::Metadata metadata();
    paydesk::Payment newPayment(const QUuid &sale, paydesk::Money amount);
    void pay(paydesk::Payment &payment);
    void end(paydesk::Payment &payment);
    void refund(paydesk::Payment &payment);
    void touch(paydesk::Payment &payment);
    QString requestId();
    QList<paydesk::journal::Event> answer(Sale &sale);
    QList<paydesk::journal::Event> further(Sale &sale);

    std::mt19937 m_random;
    QList<Sale> m_sales;
    int m_answers = 0;
};

} // namespace samples
