// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "flowlix/wire.h"
#include "journal/answerbatch.h"
#include "payments/services.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace paydesk::payments {

/// How far a sync has come: as of the last page that is on the disk.
struct SyncProgress
{
    enum State {
        Idle,
        Running,
        Waiting, ///< something went wrong, and is tried again by itself
    };
    State state = Idle;
    bool full = false; ///< reads the whole list; else what is new, and some days before that
    qint64 read = 0; ///< payments, by this sync and by what it goes on with
    qint64 imported = 0; ///< of these, sales that the journal did not hold
    qint64 updated = 0; ///< and sales that it did, of which there was something new
    QDateTime newest; ///< `created` of the payments that were read, in UTC; invalid before the first
    QDateTime oldest;
};

/// Brings into the journal what the service knows and this till does not: sales of other tills, payments made
/// in the dashboard or by other software, and those of a journal that was damaged. Reads the service's list,
/// newest first, a page in one transaction with how far it has come, so that it goes on at that page after
/// whatever ended it. Does nothing at the service but ask, in the background of all other calls.
///
/// The first sync reads the whole list; later ones what was created since, and a week more: see sync.cpp.
class Sync : public QObject
{
    Q_OBJECT
public:
    /// The journal must be open before the first start.
    explicit Sync(const Services &services, QObject *parent = nullptr);
    ~Sync() override;

    /// What staff asks for: goes on with what was interrupted or canceled; else reads what is new, or the
    /// whole list where that was never done. Does nothing while it runs; nor do the next two.
    void start();
    /// Reads the whole list from its beginning, whatever was done before.
    void startFull();
    /// What the program does by itself, at each start and now and then: like start(), but not where staff
    /// canceled a full sync, or never asked for the first one. A replaced journal asks for it.
    void goOn();
    /// Stops behind the page that is being recorded, and tells by canceled().
    void cancel();

    bool isRunning() const { return m_progress.state != SyncProgress::Idle; }
    const SyncProgress &progress() const { return m_progress; }

signals:
    void progressed();
    /// The list has been read as far as it was to be.
    void finished(const paydesk::payments::SyncProgress &progress);
    void canceled();
    /// It cannot go on before staff mends something (the key); what was read is kept, and goOn() takes it up.
    void failed(const paydesk::Error &error);
    /// The same page is tried again after a pause.
    void waiting(const paydesk::Error &error);
    /// A sale that the service still has to be asked about, or that staff must look at.
    void unsettledFound(const paydesk::journal::SaleRecord &sale);

private:
    void begin(const journal::SyncPass &pass);
    journal::SyncPass incrementalPass() const;
    void fetch();
    void takePage(const Result<flowlix::PaymentPage> &page);
    void recordNext();
    void record();
    journal::SyncState stateAfter(const flowlix::PaymentPage &page) const;
    void takeRecorded(const journal::RecordedBatch &recorded);
    void tryAgain(QTimer &timer, const Error &error);
    void saveCanceled();
    void stop();

    const Services m_services;
    SyncProgress m_progress;
    journal::SyncState m_state; ///< as it is on the disk
    std::unique_ptr<QObject> m_run; ///< the context of this run's calls; null while none runs
    std::optional<flowlix::PaymentPage> m_current; ///< is being recorded, or waits for the disk
    std::optional<flowlix::PaymentPage> m_next; ///< was fetched, and comes behind it
    QString m_cursor; ///< of the page to be fetched
    bool m_fetching = false;
    bool m_fetchedAll = false;
    bool m_recording = false;
    bool m_canceling = false;
    int m_failures = 0; ///< in a row
    QTimer m_fetchPause;
    QTimer m_recordPause;
};

} // namespace paydesk::payments
