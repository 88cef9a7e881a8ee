// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "journal/answerbatch.h"
#include "journal/event.h"
#include "journal/journalcheck.h"
#include "journal/replacement.h"
#include "journal/salequery.h"
#include "journal/salerecord.h"

#include <QObject>

#include <memory>

namespace paydesk::journal {

/// The append-only journal of one till and mode, and its projection. This is the asynchronous face: the
/// database lives on a thread of its own and the callbacks come on the caller's.
///
/// All errors are ErrorKind::Storage. An append that answered well is on the disk.
class Journal : public QObject
{
    Q_OBJECT
public:
    /// `directory` is made with mode 0700, the file `journal.db` in it with 0600. Nothing is opened yet.
    explicit Journal(const QString &directory, QObject *parent = nullptr);
    /// Finishes what was appended, then closes.
    ~Journal() override;

    /// A damaged journal is moved aside and a fresh one takes its place: see replacement(). Any other failure
    /// is an error, and leaves everything as it is.
    void open(QObject *context, Callback<Done> callback);
    /// Not empty means that the journal has to be refilled from the service's list: a damaged one was
    /// replaced, now or before, and the refill has not come to its end since. Valid once open() answered
    /// well.
    std::optional<Replacement> replacement() const;
    /// How far the journal knows what the service knows. Valid once open() answered well; as of the last
    /// record() that was carried out.
    SyncState syncState() const;
    /// Id of this till (UUID), made with the journal. Valid once open() answered well.
    QUuid tillId() const;
    /// Random salt of this journal for SecretKey::fingerprint(). Valid once open() answered well.
    QByteArray fingerprintSalt() const;

    /// Commits the event and its projection in one durable transaction and answers with the sale as it
    /// is now. A RefundIntent of more than is left by then is refused: see mayRefund().
    void append(const Event &event, QObject *context, Callback<SaleRecord> callback);

    void newestFirst(const PageQuery &query, QObject *context, Callback<QList<SaleRecord>> callback);
    /// Every sale that the program still has to ask about, or staff must look at, oldest first.
    void needingAttention(QObject *context, Callback<QList<SaleRecord>> callback);
    void sale(const QUuid &attemptId, QObject *context, Callback<SaleRecord> callback);

    /// Like sale(), but that the journal does not hold it is an answer: none.
    void find(const QUuid &attemptId, QObject *context, Callback<std::optional<SaleRecord>> callback);
    /// Commits a page of the service's answers, and how far its list was read with it, in one durable
    /// transaction: after a crash it is there whole or not at all. When a full pass has come to its end there
    /// is no replacement any more.
    void record(const AnswerBatch &batch, QObject *context, Callback<RecordedBatch> callback);

signals:
    /// A sale was appended to, by this process. Comes after the callback of the append.
    void saleChanged(const paydesk::journal::SaleRecord &sale);
    /// So many sales came in with one record() that were not there before. One signal for all of them: nobody
    /// can look at each. Comes after the callback, and without saleChanged().
    void salesImported(qint64 count);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace paydesk::journal
