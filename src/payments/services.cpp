// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/services.h"

#include "flowlix/client.h"
#include "journal/journal.h"
#include "payments/cadence.h"

#include <QRandomGenerator>

namespace paydesk::payments {

Moment momentNow(const Services &services)
{
    return Moment::now(services.client.serviceTime());
}

QByteArray keyFingerprint(const Services &services)
{
    return services.key.fingerprint(services.journal.fingerprintSalt());
}

bool mayResend(const Services &services, const Moment &sentAt, const QByteArray &sentUnder)
{
    const auto age = greatestAge(sentAt, momentNow(services));
    return age && *age < resendLimit && sentUnder == keyFingerprint(services);
}

std::chrono::milliseconds paced(const Services &services, std::chrono::milliseconds pause)
{
    const double jitter = 1 + QRandomGenerator::global()->generateDouble() / 5;
    return std::chrono::milliseconds(qint64(double(pause.count()) * jitter * services.pace));
}

} // namespace paydesk::payments
