// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chargerequest.h"
#include "core/secretkey.h"
#include "journal/salerecord.h"
#include "payments/services.h"

#include <QObject>

namespace paydesk::payments {

class Charge;
struct ChargeState;

struct TillConfig
{
    QString shopName;
    QUrl returnUrl;
    SecretKey key; ///< for its fingerprint only
};

/// All sales of this till that are under way: the one at the counter and those watched in the
/// background.
class Till : public QObject
{
    Q_OBJECT
public:
    Till(const Services &services, const TillConfig &config, QObject *parent = nullptr);

    /// The X11 id of the desk's window, for the page to stay above; 0 where there is none.
    void setDeskWindow(quint32 window) { m_deskWindow = window; }

    /// Begins a sale. The error is ErrorKind::InvalidInput and nothing has happened then. The charge is
    /// owned by the till and lives until it is finished and no longer the current one.
    Result<Charge *> charge(const ChargeRequest &request);
    /// Takes up every unsettled sale of the journal. Call once, after the journal has been opened.
    void recover();

    /// The sale at the counter; null when there is none.
    Charge *current() const { return m_current; }
    /// The counter is free for the next sale: the current one goes on in the background.
    void clearCurrent();
    /// Takes an unsettled sale back to the counter. False when it is not under way.
    bool makeCurrent(const QUuid &attemptId);

signals:
    void currentChanged();
    void storageFailed(const paydesk::Error &error);
    void storageRecovered();

private:
    Charge *find(const QUuid &attemptId) const;
    Charge *add(const ChargeState &state);
    void dropFinished();

    Services m_services;
    TillConfig m_config;
    quint32 m_deskWindow = 0;
    QList<Charge *> m_charges;
    Charge *m_current = nullptr;
};

} // namespace paydesk::payments
