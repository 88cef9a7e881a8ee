// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/sync.h"

#include "flowlix/client.h"
#include "flowlix/errors.h"
#include "journal/journal.h"
#include "payments/cadence.h"
#include "payments/syncrule.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::payments {

namespace {

constexpr int pageSize = 100; ///< the most that the service gives

/// How far an incremental sync reads back behind what was complete. A payment can change as long as its page
/// can be paid, which is minutes, and when it is refunded. A refund takes up to some working days until it is
/// final, with a weekend and a holiday between; and one that is made in the dashboard mostly follows the sale
/// within days. A week holds all of that, and costs a shop of 500 sales a day 35 calls. What changes later
/// comes with the next full sync.
constexpr qint64 overlapDays = 7;

QDateTime beginningOfTime()
{
    return QDateTime::fromSecsSinceEpoch(0, Qt::UTC);
}

/// Trying again does not help.
bool isForStaff(const Error &error)
{
    return error.kind == ErrorKind::Unauthorized || error.kind == ErrorKind::Configuration
        || error.kind == ErrorKind::InvalidInput;
}

/// Where the page leads on; empty for the last one.
QString cursorBehind(const flowlix::PaymentPage &page)
{
    return page.hasMore && !page.payments.isEmpty() ? page.payments.last().id : QString();
}

} // namespace

Sync::Sync(const Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
    m_fetchPause.setSingleShot(true);
    m_recordPause.setSingleShot(true);
    connect(&m_fetchPause, &QTimer::timeout, this, &Sync::fetch);
    connect(&m_recordPause, &QTimer::timeout, this, &Sync::record);
}

Sync::~Sync() = default;

void Sync::start()
{
    const journal::SyncState state = m_services.journal.syncState();
    begin(state.pass.value_or(state.completeUntil.isValid() ? incrementalPass() : journal::SyncPass()));
}

void Sync::startFull()
{
    begin({});
}

void Sync::goOn()
{
    const journal::SyncState state = m_services.journal.syncState();
    if (!state.canceled && (state.pass || m_services.journal.replacement()))
        start();
    else if (state.completeUntil.isValid())
        begin(incrementalPass());
}

void Sync::cancel()
{
    if (!isRunning() || std::exchange(m_canceling, true))
        return;
    m_fetchPause.stop();
    m_recordPause.stop();
    if (!m_recording)
        saveCanceled();
}

journal::SyncPass Sync::incrementalPass() const
{
    const QDateTime overlapping = m_services.journal.syncState().completeUntil.addDays(-overlapDays);
    return {.createdFrom = std::max(beginningOfTime(), overlapping)};
}

void Sync::begin(const journal::SyncPass &pass)
{
    if (isRunning())
        return;
    m_run = std::make_unique<QObject>();
    m_state = m_services.journal.syncState();
    m_state.pass = pass;
    m_state.canceled = false;
    m_cursor = pass.lastPaymentId;
    m_fetching = m_fetchedAll = m_recording = m_canceling = false;
    m_failures = 0;
    m_progress = {.state = SyncProgress::Running,
        .full = pass.isFull(),
        .read = pass.read,
        .imported = pass.imported,
        .updated = pass.updated,
        .newest = pass.newest,
        .oldest = pass.oldest};
    // Without a payment: should the program end before the first page is there, this is known to have begun.
    m_current = flowlix::PaymentPage{.payments = {}, .hasMore = true};
    m_next.reset();
    record();
    fetch();
}

/// One page ahead of the one that is being recorded, so that neither waits for the other.
void Sync::fetch()
{
    if (m_canceling || m_fetching || m_fetchedAll || m_next)
        return;
    m_fetching = true;
    m_services.client.listPayments({.limit = pageSize,
                                       .startingAfter = m_cursor,
                                       .createdFrom = m_state.pass->createdFrom,
                                       .priority = flowlix::Priority::Background},
        m_run.get(), [this](const Result<flowlix::PaymentPage> &page) {
            m_fetching = false;
            if (!m_canceling)
                takePage(page);
        });
}

void Sync::takePage(const Result<flowlix::PaymentPage> &page)
{
    if (!page) {
        // The service no longer knows the payment to go on from. What was recorded will be found to be held.
        if (page.error().kind == ErrorKind::Refused)
            m_cursor.clear();
        tryAgain(m_fetchPause, page.error());
        return;
    }
    const QString next = cursorBehind(*page);
    // To take this for the end could be to lose what is behind it.
    if (page->hasMore && (next.isEmpty() || next == m_cursor)) {
        tryAgain(m_fetchPause, flowlix::badAnswer(u"a page that leads nowhere, and is not the last"_s));
        return;
    }
    m_failures = 0;
    m_cursor = next;
    m_fetchedAll = next.isEmpty();
    m_next = *page;
    recordNext();
}

void Sync::recordNext()
{
    if (m_current || !m_next)
        return;
    m_current = std::exchange(m_next, std::nullopt);
    record();
    fetch();
}

void Sync::record()
{
    m_recording = true;
    const auto decide = [tillId = m_services.journal.tillId(), requestId = m_current->requestId](
                            const Payment &payment, const std::optional<journal::SaleRecord> &held) {
        return eventFor(tillId, held, payment, requestId);
    };
    // Oldest first: rows that ascend are what the journal's search index takes at once, and not one by one.
    const QList<Payment> oldestFirst(m_current->payments.crbegin(), m_current->payments.crend());
    m_services.journal.record({.payments = oldestFirst, .decide = decide, .sync = stateAfter(*m_current)},
        m_run.get(), [this](const Result<journal::RecordedBatch> &recorded) {
            m_recording = false;
            if (recorded)
                takeRecorded(*recorded);
            else if (m_canceling)
                saveCanceled();
            else
                tryAgain(m_recordPause, recorded.error());
        });
}

/// What is true once the page is recorded.
journal::SyncState Sync::stateAfter(const flowlix::PaymentPage &page) const
{
    journal::SyncState state = m_state;
    journal::SyncPass &pass = *state.pass;
    pass.read += page.payments.size();
    for (const Payment &payment : page.payments) {
        if (!payment.created.isValid())
            continue;
        pass.newest = pass.newest.isValid() ? std::max(pass.newest, payment.created) : payment.created;
        pass.oldest = pass.oldest.isValid() ? std::min(pass.oldest, payment.created) : payment.created;
    }
    if (!page.payments.isEmpty())
        pass.lastPaymentId = page.payments.last().id;
    if (page.hasMore)
        return state;
    // Where there was nothing at all, it is complete up to the beginning of time.
    const QDateTime until = pass.newest.isValid() ? pass.newest : beginningOfTime();
    if (!state.completeUntil.isValid() || until > state.completeUntil)
        state.completeUntil = until;
    state.pass.reset();
    return state;
}

void Sync::takeRecorded(const journal::RecordedBatch &recorded)
{
    m_failures = 0;
    m_state = recorded.sync;
    m_progress.state = SyncProgress::Running;
    m_progress.read += m_current->payments.size();
    m_progress.imported += recorded.imported;
    m_progress.updated += recorded.updated;
    if (m_state.pass) {
        m_progress.newest = m_state.pass->newest;
        m_progress.oldest = m_state.pass->oldest;
    }
    m_current.reset();
    for (const journal::SaleRecord &sale : recorded.unsettled)
        emit unsettledFound(sale);
    emit progressed();
    if (!m_state.pass) {
        stop();
        emit finished(m_progress);
    } else if (m_canceling) {
        saveCanceled();
    } else {
        recordNext();
    }
}

void Sync::tryAgain(QTimer &timer, const Error &error)
{
    if (m_canceling)
        return;
    if (isForStaff(error)) {
        stop();
        emit failed(error);
        return;
    }
    ++m_failures;
    m_progress.state = SyncProgress::Waiting;
    timer.start(paced(m_services, pauseBeforeSearching(m_failures, error.retryAfter)));
    emit waiting(error);
}

void Sync::saveCanceled()
{
    m_state.canceled = true;
    // Where that cannot be written the sync goes on at the next start, which does no harm.
    m_services.journal.record({.sync = m_state}, m_run.get(), [this](const Result<journal::RecordedBatch> &) {
        stop();
        emit canceled();
    });
}

/// Nothing that is still under way answers after this.
void Sync::stop()
{
    m_run.reset();
    m_fetchPause.stop();
    m_recordPause.stop();
    m_progress.state = SyncProgress::Idle;
}

} // namespace paydesk::payments
