// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/journalscript.h"

#include "faults/longrun.h"
#include "journal/eventrow.h"
#include "journal/samples.h"

using namespace samples;

namespace paydesk::test {

namespace {

const QUuid paidSale(u"0192f0c4-7c00-7abc-8def-000000000001"_s);
const QUuid refusedSale(u"0192f0c4-7c01-7abc-8def-000000000002"_s);
const QUuid anotherSale(u"0192f0c4-7c02-7abc-8def-000000000003"_s);

Event largeIntent(const QUuid &sale)
{
    IntentFacts facts = charge(sale);
    facts.requestBody = QByteArray("{\"amount\":2500,\"description\":\"") + QByteArray(9000, 'x') + "\"}";
    return intentEvent(sale, facts);
}

} // namespace

QList<Event> saleEvents()
{
    QList<Event> events = {
        intent(paidSale),
        createUnknownEvent(paidSale, failure(ErrorKind::Network, u"No answer."_s)),
        sessionEvent(paidSale, answer(paidSale, PaymentStatus::Pending), u"req_1"_s),
        pageShownEvent(paidSale),
        largeIntent(refusedSale),
        notCreatedEvent(refusedSale, failure(ErrorKind::Refused, u"No."_s)),
        snapshotEvent(paidSale, answer(paidSale, PaymentStatus::RequiresAction), u"req_2"_s),
        pageReturnedEvent(paidSale, u"pay_1"_s, u"succeeded"_s, false),
        snapshotEvent(paidSale, answer(paidSale, PaymentStatus::Succeeded), u"req_3"_s),
        pageClosedEvent(paidSale, u"leave"_s),
    };
    qint64 ms = 1'790'000'000'000;
    for (Event &event : events) {
        event.at = QDateTime::fromMSecsSinceEpoch(++ms, Qt::UTC);
        event.actor = u"desk"_s;
    }
    return events;
}

Event anotherIntent()
{
    return intent(anotherSale);
}

QByteArrayList chainOf(const QList<Event> &events)
{
    QByteArrayList hashes;
    QByteArray previous;
    for (const Event &event : events) {
        EventRow row = toRow(event);
        row.seq = hashes.size() + 1;
        previous = chainHash(previous, row);
        hashes += previous;
    }
    return hashes;
}

QByteArrayList chainIn(const QString &directory)
{
    QByteArrayList hashes;
    for (const QString &hex : RawDatabase(directory).run(u"SELECT hex(hash) FROM events ORDER BY seq"_s))
        hashes += QByteArray::fromHex(hex.toLatin1());
    return hashes;
}

void checkpointEvery(int pages)
{
    const QStringList connections = QSqlDatabase::connectionNames();
    if (connections.size() != 1)
        qFatal("one journal is open, and not %d", int(connections.size()));
    QSqlQuery query(QSqlDatabase::database(connections.constFirst()));
    if (!query.exec(u"PRAGMA wal_autocheckpoint = %1"_s.arg(pages)))
        qFatal("%s", qPrintable(query.lastError().text()));
}

QList<int> checkpointIntervals()
{
    return isLongRun() ? QList{1, 3, 12, 1000} : QList{12};
}

} // namespace paydesk::test
