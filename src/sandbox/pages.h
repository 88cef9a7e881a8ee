// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/cardform.h"
#include "sandbox/departure.h"

namespace paydesk::sandbox {

/// What the customer sees: the hosted page, the 3-D Secure page, and the way back to the shop. They need no
/// key; who knows a payment's id may see its page. What it is given must outlive it.
class Pages
{
public:
    Pages(Ledger &ledger, Clock clock);

    Response showPayment(const Request &request, const QString &id); ///< GET /pay/{id}
    Response submitPayment(const Request &request, const QString &id); ///< POST /pay/{id}
    Response showChallenge(const Request &request, const QString &id); ///< GET /3ds/{id}
    Response answerChallenge(const Request &request, const QString &id); ///< POST /3ds/{id}
    Response leave(const Request &request, const QString &id); ///< GET and POST /leave/{id}
    Response download() const; ///< GET /download: a file that the checkout has to refuse

private:
    Response cardPage(
        const LedgerPayment &entry, Place place, const CardForm &form, const CardFormErrors &errors) const;
    Response popupPage(const LedgerPayment &entry) const;
    Response statePage(const LedgerPayment &entry) const;
    Response pay(const Request &request, const LedgerPayment &entry);
    Response goOn(const QString &id, Place place) const;
    Values steer(const LedgerPayment &entry) const;
    const LedgerPayment *anotherPayment(const QString &id) const;

    Ledger &m_ledger;
    Clock m_clock;
};

} // namespace paydesk::sandbox
