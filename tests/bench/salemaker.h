// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"

#include <QUuid>

#include <random>

namespace paydesk::bench {

/// Makes up the sales of a busy shop, in the order of their time: the same ones whenever it is asked for as
/// many until the same moment.
class SaleMaker
{
public:
    struct Sale
    {
        QUuid attemptId;
        QString requestId;
        Payment payment; ///< as the service would have it, the program's own metadata included
    };

    static constexpr int years = 3; ///< over which the sales are spread

    /// `count` sales until `until`.
    SaleMaker(qint64 count, const QDateTime &until);

    /// May be called `count` times.
    Sale next();

    /// What every tenth sale or so can be found by, and one of some thousands.
    static QString commonTerm();
    static QString rareTerm();

private:
    quint64 below(quint64 limit);
    bool oneIn(quint64 limit) { return below(limit) == 0; }
    QString hex(int characters);
    QUuid attemptAt(const QDateTime &time);
    QString description();
    void settle(Payment &payment);
    void refund(Payment &payment);

    std::mt19937_64 m_random; ///< its numbers are the standard's, on every machine
    const qint64 m_count;
    const QDateTime m_until;
    qint64 m_made = 0;
};

} // namespace paydesk::bench
