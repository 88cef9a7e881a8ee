// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/till.h"

#include "core/appmetadata.h"
#include "core/moneytext.h"
#include "core/uuidv7.h"
#include "flowlix/wire.h"
#include "journal/facts.h"
#include "journal/journal.h"
#include "payments/charge.h"

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace paydesk::payments {

namespace {

/// An idempotency key lives 24 hours at the service; an hour is kept for clocks that differ.
constexpr qint64 resendSeconds = 23 * 60 * 60;

bool isYoungEnough(const QDateTime &startedAt)
{
    // A start in the future means that a clock was set: then the age is unknown, and unknown is too old.
    const qint64 age = startedAt.secsTo(QDateTime::currentDateTimeUtc());
    return age >= 0 && age < resendSeconds;
}

ChargeRequest withAppMetadata(ChargeRequest request, const QUuid &attemptId, const QUuid &tillId)
{
    request.metadata.insert(metadatakey::attemptId, attemptId.toString(QUuid::WithoutBraces));
    request.metadata.insert(metadatakey::till, tillId.toString(QUuid::WithoutBraces));
    request.metadata.insert(metadatakey::channel, u"counter"_s);
    return request;
}

} // namespace

Till::Till(const Services &services, const TillConfig &config, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_config(config)
{
}

Result<Charge *> Till::charge(const ChargeRequest &staffRequest)
{
    if (m_current && (m_current->state().pageOpen || m_current->state().pageWanted)
        && !m_current->isFinished() && !isSettled(m_current->state().sale.outcome))
        return invalidInput(tr("The last sale is still open. Finish it or leave it first."));
    ChargeRequest request = staffRequest;
    request.returnUrl = m_config.returnUrl;
    if (const auto valid = validate(request); !valid)
        return valid.error();

    const QUuid attemptId = makeUuidV7();
    const journal::IntentFacts facts{.request = request,
        .idempotencyKey = QUuid::createUuid().toByteArray(QUuid::WithoutBraces),
        .keyFingerprint = m_config.key.fingerprint(m_services.journal.fingerprintSalt()),
        .requestBody
        = flowlix::encodeCreate(withAppMetadata(request, attemptId, m_services.journal.tillId()))};
    const journal::Event intent = journal::intentEvent(attemptId, facts);

    clearCurrent();
    m_current = add(startingState(intent));
    emit currentChanged();
    m_current->begin(intent);
    return m_current;
}

void Till::recover()
{
    m_services.journal.unsettled(this, [this](const Result<QList<journal::SaleRecord>> &sales) {
        if (!sales) {
            emit storageFailed(sales.error());
            return;
        }
        const QByteArray fingerprint = m_config.key.fingerprint(m_services.journal.fingerprintSalt());
        for (const journal::SaleRecord &sale : *sales) {
            if (!find(sale.attemptId))
                add(recoveredState(sale))
                    ->resume(sale.keyFingerprint == fingerprint && isYoungEnough(sale.startedAt));
        }
    });
}

void Till::clearCurrent()
{
    if (!m_current)
        return;
    // First nobody looks at it any more: leaving changes it.
    Charge *left = std::exchange(m_current, nullptr);
    emit currentChanged();
    left->leave();
    dropFinished();
}

bool Till::makeCurrent(const QUuid &attemptId)
{
    Charge *charge = find(attemptId);
    if (!charge)
        return false;
    if (charge != m_current) {
        clearCurrent();
        m_current = charge;
        emit currentChanged();
    }
    return true;
}

Charge *Till::find(const QUuid &attemptId) const
{
    for (Charge *charge : m_charges) {
        if (charge->attemptId() == attemptId)
            return charge;
    }
    return nullptr;
}

Charge *Till::add(const ChargeState &state)
{
    const journal::SaleRecord &sale = state.sale;
    const checkout::ShowPage page{.returnUrl = QUrl(sale.returnUrl),
        .shop = m_config.shopName,
        .amount = moneyText(sale.amount, QLocale()),
        .description = sale.description,
        .live = m_config.key.isLive(),
        .deskWindow = m_deskWindow};
    auto *charge = new Charge(m_services, page, state, this);
    m_charges.append(charge);
    connect(charge, &Charge::changed, this, &Till::dropFinished);
    connect(charge, &Charge::storageFailed, this, &Till::storageFailed);
    connect(charge, &Charge::storageRecovered, this, &Till::storageRecovered);
    return charge;
}

void Till::dropFinished()
{
    m_charges.removeIf([this](Charge *charge) {
        const bool drop = charge != m_current && charge->isFinished();
        if (drop)
            charge->deleteLater();
        return drop;
    });
}

} // namespace paydesk::payments
