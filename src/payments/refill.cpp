// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/refill.h"

#include "core/appmetadata.h"
#include "core/uuidv7.h"
#include "flowlix/client.h"
#include "journal/facts.h"
#include "journal/journal.h"
#include "payments/cadence.h"

using namespace std::chrono_literals;

namespace paydesk::payments {

namespace {

/// The service takes 500 requests a minute: this leaves three quarters to the sales of the day.
constexpr auto pauseBetweenPages = 500ms;
/// What was paid just before the journal was damaged may not be in the list yet when it is first read.
constexpr auto pauseBeforeLookingAgain = 10s;
constexpr int pageSize = 100; ///< the most that the service gives

/// The sale that a payment was made for; null for one that this program did not make.
QUuid attemptOf(const Payment &payment)
{
    const QUuid id = QUuid::fromString(payment.metadata.value(metadatakey::attemptId));
    return isUuidV7(id) ? id : QUuid();
}

Error unusablePage()
{
    return {.kind = ErrorKind::BadAnswer};
}

} // namespace

std::optional<journal::Event> eventFor(const QUuid &attemptId, const std::optional<journal::SaleRecord> &held,
    const Payment &payment, const QString &requestId)
{
    if (!held)
        return journal::importedEvent(attemptId, payment, requestId);
    const Payment *known = journal::findPayment(*held, payment.id);
    if (journal::isOpen(*held) && (known || !held->payment))
        return {}; // the till asks about it
    if (held->payment && !known)
        return journal::secondPaymentEvent(attemptId, payment, requestId);
    const Freshness freshness = known ? compareSnapshots(*known, payment) : Freshness::Newer;
    if (freshness == Freshness::Same || freshness == Freshness::Stale)
        return {};
    return journal::snapshotEvent(attemptId, payment, requestId);
}

Refill::Refill(const Services &services, journal::RefillProgress reached, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_progress(std::move(reached))
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Refill::askForPage);
}

void Refill::start()
{
    askForPage();
}

void Refill::askForPage()
{
    const flowlix::ListCall call{.limit = pageSize, .startingAfter = m_progress.lastPaymentId};
    m_services.client.listPayments(call, this, [this](const Result<flowlix::PaymentPage> &page) {
        if (!page) {
            // The service no longer knows the payment to go on from.
            if (page.error().kind == ErrorKind::Refused)
                m_progress.lastPaymentId.clear();
            tryAgain(page.error());
            return;
        }
        const QString end = page->payments.isEmpty() ? QString() : page->payments.last().id;
        // To take this for the end could be to lose what is behind it.
        if (page->hasMore && (end.isEmpty() || end == m_progress.lastPaymentId)) {
            tryAgain(unusablePage());
            return;
        }
        m_page = page->payments;
        m_pageEnd = page->hasMore ? end : QString();
        m_requestId = page->requestId;
        recordNext();
    });
}

/// One after the other: the same sale may be named twice on one page, and a sale at the counter need not wait
/// for a page.
void Refill::recordNext()
{
    while (!m_page.isEmpty() && attemptOf(m_page.constFirst()).isNull())
        m_page.removeFirst();
    if (m_page.isEmpty()) {
        finishPage();
        return;
    }
    const Payment payment = m_page.takeFirst();
    const QUuid attemptId = attemptOf(payment);
    m_services.journal.find(
        attemptId, this, [this, attemptId, payment](const Result<std::optional<journal::SaleRecord>> &held) {
            if (!held) {
                tryAgain(held.error());
                return;
            }
            if (const auto event = eventFor(attemptId, *held, payment, m_requestId))
                append(*event);
            else
                recordNext();
        });
}

void Refill::append(const journal::Event &event)
{
    m_services.journal.append(
        event, this, [this, kind = event.kind](const Result<journal::SaleRecord> &sale) {
            if (!sale) {
                tryAgain(sale.error());
                return;
            }
            m_isNews = true;
            const bool isSale = sale->rowId != 0;
            if (isSale && kind == journal::EventKind::Imported)
                ++m_progress.imported;
            if (isSale && journal::needsAttention(*sale))
                emit unsettledFound(*sale);
            recordNext();
        });
}

void Refill::finishPage()
{
    const bool atEnd = m_pageEnd.isEmpty();
    if (m_looksAgain && !m_isNews) {
        m_services.journal.endRefill(this, [this](const Result<Done> &saved) {
            if (saved)
                emit finished(m_progress.imported);
            else
                tryAgain(saved.error());
        });
        return;
    }
    m_looksAgain |= atEnd;
    m_isNews = false;
    m_progress.lastPaymentId = m_pageEnd;
    m_services.journal.saveRefill(m_progress, this, [this, atEnd](const Result<Done> &saved) {
        if (!saved) {
            tryAgain(saved.error());
            return;
        }
        m_failures = 0;
        askLater(atEnd ? pauseBeforeLookingAgain : pauseBetweenPages);
    });
}

/// Asks for the same page again: what was recorded of it is then found to be held.
void Refill::tryAgain(const Error &error)
{
    ++m_failures;
    askLater(pauseBeforeSearching(m_failures, error.retryAfter));
}

void Refill::askLater(std::chrono::milliseconds pause)
{
    m_pause.start(paced(m_services, pause));
}

} // namespace paydesk::payments
