// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/paymentcheck.h"

#include "journal/facts.h"
#include "journal/journal.h"
#include "journal/projector.h"

#include <algorithm>

namespace paydesk::payments {

PaymentCheck::PaymentCheck(const Services &services, const journal::SaleRecord &sale, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_sale(sale)
{
}

void PaymentCheck::run(const Callback<CheckResult> &callback)
{
    m_callback = callback;
    if (m_sale.payment)
        m_left += m_sale.payment->id;
    for (const Payment &other : std::as_const(m_sale.others))
        m_left += other.id;
    if (m_left.isEmpty())
        finish(CheckResult::NoPayment);
    else
        askNext();
}

void PaymentCheck::askNext()
{
    if (m_left.isEmpty()) {
        finish(m_result);
        return;
    }
    m_services.client.retrievePayment({.paymentId = m_left.takeFirst(), .amount = m_sale.amount}, this,
        [this](const Result<flowlix::PaymentAnswer> &result) {
            if (result)
                compare(*result);
            else if (result.error().kind == ErrorKind::Mismatch)
                raiseAlarm(result.error());
            else
                finish(result.error());
        });
}

void PaymentCheck::compare(const flowlix::PaymentAnswer &answer)
{
    m_services.journal.sale(m_sale.attemptId, this, [this, answer](const Result<journal::SaleRecord> &now) {
        if (!now) {
            finish(now.error());
            return;
        }
        m_sale = *now;
        const QUuid id = m_sale.attemptId;
        const journal::Event snapshot = journal::snapshotEvent(id, answer.payment, answer.requestId);
        const Payment *known = journal::findPayment(m_sale, answer.payment.id);
        const Freshness freshness
            = known ? compareSnapshots(*known, answer.payment) : Freshness::Contradiction;
        if (freshness == Freshness::Contradiction || !journal::isAbout(answer.payment, m_sale)) {
            m_result = CheckResult::Contradiction;
            if (m_sale.needsReview)
                askNext();
            else
                append(journal::contradictionEvent(id, answer.payment, answer.requestId), m_result);
        } else if (freshness == Freshness::Newer
            || journal::project(m_sale, snapshot)->refunds != m_sale.refunds) {
            append(snapshot, std::max(m_result, CheckResult::Updated));
        } else {
            askNext();
        }
    });
}

void PaymentCheck::raiseAlarm(const Error &error)
{
    if (m_sale.needsReview)
        finish(error);
    else
        m_services.journal.append(journal::needsReviewEvent(m_sale.attemptId, error.text), this,
            [this, error](const Result<journal::SaleRecord> &result) {
                if (result)
                    m_sale = *result;
                finish(error);
            });
}

void PaymentCheck::append(const journal::Event &event, CheckResult result)
{
    m_services.journal.append(event, this, [this, result](const Result<journal::SaleRecord> &appended) {
        if (!appended) {
            finish(appended.error());
            return;
        }
        m_sale = *appended;
        m_result = result;
        askNext();
    });
}

void PaymentCheck::finish(const Result<CheckResult> &result)
{
    deleteLater();
    m_callback(result);
}

} // namespace paydesk::payments
